import { noAddress } from "../../model/addresses";
import { addressBounds } from "../../model/bounds";
import type { SourceText } from "../../model/source";
import { addressesIn, familyWildcards, portIn } from "./addresses";
import type { Listening } from "./listening";
import { lastOf, linesOf, notUnderstood, settingOn, type Setting, type Settings } from "./settings";

export const standardPort = 5432;

/** A value is a text in quotes, a word that begins with a letter, or a number with its unit (src/backend/utils/misc/guc-file.l). */
const settingLine =
  /^([A-Za-z_][\w.]*)(\s*=\s*|\s+|(?='))('(?:[^'\\]|''|\\.)*'|[A-Za-z_][\w.:/-]*|[-+]?(?:0x[\da-f]+|\d+|\d*\.\d*(?:e[-+]?\d+)?)[a-z]*)\s*(?:#.*)?$/i;

/**
 * `NAME = VALUE` or `NAME VALUE`, the value a word or in single quotes, and a `#` that begins a comment anywhere outside of
 * quotes (PostgreSQL 17, "Setting Parameters", "Parameter Interaction via the Configuration File").
 */
export function postgresqlSettings(source: SourceText): Settings {
  const all: Setting[] = [];
  const problems: ReturnType<typeof notUnderstood>[] = [];
  for (const line of linesOf(source)) {
    if (line.text.startsWith("#")) continue;
    const found = settingLine.exec(line.text);
    const [, name = "", between = "", written = ""] = found ?? [];
    const valueStart = name.length + between.length;
    const value = written.startsWith("'") ? written.slice(1, -1).replace(/''|\\'/g, "'") : written;
    const setting = settingOn(source, line, { name: name.toLowerCase(), value, valueStart, length: written.length });
    if (found) all.push(setting);
    else
      problems.push(
        notUnderstood("this line is no setting; write NAME = VALUE, with quotes around blanks", setting.at),
      );
  }
  return { all, problems };
}

/** Without `listen_addresses` it listens on loopback, and in the official image everywhere: nothing is said of that. */
export function postgresqlListening(settings: Settings): readonly Listening[] {
  const setting = lastOf(settings, "listen_addresses");
  if (!setting) return [];
  const listed = setting.value.split(",").flatMap((one) => one.trim() || []);
  const bind = listed.length === 0 ? addressBounds.certain(noAddress) : addressesIn(setting, listed, familyWildcards);
  return [{ bind, ports: portIn(lastOf(settings, "port"), standardPort), setting }];
}
