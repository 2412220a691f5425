import { severities, type Severity } from "../model/finding";
import { formats, type Format } from "../report/reporters";
import { unknownModes, type UnknownMode } from "./exit";
import { allRead, choice, isMistake, mistake, valuesOf, type Mistake, type Written } from "./words";

/** What becomes of a report. */
export interface OutputOptions {
  readonly format: Format;
  readonly outputs: readonly Output[];
  readonly failOn: Severity;
  readonly unknown: UnknownMode;
  readonly detail: "full" | "brief";
  readonly colour: Colour;
  /** The configuration, where it is not the nearest one. */
  readonly config: string | undefined;
}

export interface Output {
  readonly format: Format;
  readonly file: string;
}

/** `auto`: on a terminal. */
export type Colour = "auto" | "always" | "never";

export function readReports(written: readonly Written[], colour: Colour): OutputOptions | Mistake {
  const last = (name: string, otherwise: string): string => valuesOf(written, name).at(-1) ?? otherwise;
  const shown = allRead(valuesOf(written, "format").map((value) => choice("--format", value, formats)));
  const failOn = choice("--fail-on", last("fail-on", "high"), severities);
  const unknown = choice("--unknown", last("unknown", "warn"), unknownModes);
  const all = allRead(valuesOf(written, "output").map(readOutput));
  if (isMistake(shown)) return shown;
  if (isMistake(failOn)) return failOn;
  if (isMistake(unknown)) return unknown;
  if (isMistake(all)) return all;
  const outputs = all.filter(({ file }) => file !== "-");
  const onConsole = all.filter(({ file }) => file === "-").map((output) => output.format);
  const [format = "text", second] = new Set([...shown, ...onConsole]);
  if (second) return mistake(`standard output takes one format: --output ${second}=FILE writes ${second} to a file`);
  const detail = written.some(({ name }) => name === "quiet") ? "brief" : "full";
  return { format, outputs, failOn, unknown, detail, colour, config: valuesOf(written, "config").at(-1) };
}

function readOutput(text: string): Output | Mistake {
  const [, name, file] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || file === undefined)
    return mistake(`--output ${text} is not FORMAT=FILE, such as sarif=portcullis.sarif`);
  const format = choice("--output", name, formats);
  return isMistake(format) ? format : { format, file };
}
