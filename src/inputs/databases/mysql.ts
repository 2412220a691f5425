import { everyAddress, everyIPv4, noAddress } from "../../model/addresses";
import { addressBounds } from "../../model/bounds";
import type { SourceText } from "../../model/source";
import { addressesIn, portIn, type Wildcards } from "./addresses";
import type { Listening } from "./listening";
import { lastOf, linesOf, settingOn, type Setting, type Settings } from "./settings";

/** Groups that a server reads; all others are those of clients (MySQL "Using Option Files"; MariaDB "Option Groups"). */
const serverGroup = /^\[\s*(?:mysqld(?:-[\d.]+)?|mariadbd?(?:-[\d.]+)?|server|mysqld_safe|galera|embedded)\s*\]/i;

/** `NAME=VALUE` in groups; a dash and an underscore are one, and `loose-` lets a server not know the option. */
export function mysqlSettings(source: SourceText): Settings {
  const all: Setting[] = [];
  let isServers = false;
  for (const line of linesOf(source)) {
    if (/^[#;]/.test(line.text)) continue;
    if (line.text.startsWith("[")) {
      isServers = serverGroup.test(line.text);
      continue;
    }
    const included = /^(!include(?:dir)?)(\s+)(.*)$/.exec(line.text);
    const option = included ?? /^([\w-]+)(\s*=\s*|$)("[^"]*"|'[^']*'|[^#]*)/.exec(line.text);
    if (!option || !(isServers || included)) continue;
    const [, name = "", between = "", written = ""] = option;
    const plain = included
      ? name
      : name
          .toLowerCase()
          .replaceAll("_", "-")
          .replace(/^loose-/, "");
    const value = written.trim().replace(/^(["'])(.*)\1$/, "$2");
    const valueStart = name.length + between.length;
    all.push(settingOn(source, line, { name: plain, value, valueStart, length: written.trim().length }));
  }
  return { all, problems: [] };
}

/** `::` takes IPv4, too (MySQL "bind_address"; MariaDB "bind-address"). */
const wildcards: Wildcards = { "*": everyAddress, "::": everyAddress, "0.0.0.0": everyIPv4 };

/** The server, its X plugin, and its interface for administrators, each with an address and a port of its own. */
const interfaces = [
  { address: "bind-address", port: "port", standard: 3306 },
  { address: "mysqlx-bind-address", port: "mysqlx-port", standard: 33060 },
  { address: "admin-address", port: "admin-port", standard: 33062 },
] as const;

/** Without `bind-address` it listens everywhere, unless another of its files says otherwise: nothing is said of that. */
export function mysqlListening(settings: Settings): readonly Listening[] {
  const skips = lastOf(settings, "skip-networking");
  if (skips && !/^(?:0|off|false)$/i.test(skips.value))
    return [{ bind: addressBounds.certain(noAddress), ports: portIn(lastOf(settings, "port"), 3306), setting: skips }];
  return interfaces.flatMap(({ address, port, standard }): readonly Listening[] => {
    const setting = lastOf(settings, address);
    if (!setting || setting.value === "") return [];
    const listed = setting.value.split(",").map((one) => one.trim().replace(/\/.*$/, ""));
    const bind = addressesIn(setting, listed, wildcards);
    return [{ bind, ports: portIn(lastOf(settings, port), standard), setting }];
  });
}

/** Whether a text has a group that a server reads. */
export function hasServerGroup(text: string): boolean {
  return text.split("\n").some((line) => serverGroup.test(line.trim()));
}
