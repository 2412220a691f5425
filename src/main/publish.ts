import { writeFileSync } from "node:fs";
import type { Files } from "../model/files";
import type { Report } from "../model/finding";
import { wasNotLookedAt } from "../report/problems";
import { plain, type Paint, type ReportContext } from "../report/reporter";
import { reporters } from "../report/reporters";
import { visible } from "../report/visible";
import type { Catalogue } from "../rules/rule";
import { codeOf, stderr, stdout, write } from "./console";
import { exitCodeOf, exitCodes, type ExitCode } from "./exit";
import type { OutputOptions } from "./report-options";
import { version } from "./version";

/** How many problems are named on stderr where the report itself is for programs. */
const mostOnStderr = 10;

/** What looking came to. */
export interface Outcome {
  readonly report: Report;
  /** The texts that were read, for code frames. */
  readonly text: Files["text"];
  /** Said where there was nothing to look at; not given where that is fine. */
  readonly nothing: string | undefined;
}

interface Means {
  readonly catalogue: Catalogue;
  readonly paint: Paint;
}

/** Writes the reports that were asked for, and answers what the process is to exit with. */
export function publish(outcome: Outcome, options: OutputOptions, { catalogue, paint }: Means): ExitCode {
  const { report, text } = outcome;
  const context: ReportContext = {
    version,
    rules: catalogue.rules,
    text,
    paint: plain,
    detail: options.detail,
    unknowns: options.unknown === "ignore" ? "hidden" : "shown",
  };
  for (const { format, file } of options.outputs) {
    const failure = writeFile(file, reporters[format](report, context));
    if (failure === undefined) continue;
    write(stderr, `portcullis: ${failure.message}\n`);
    return failure.exit;
  }
  write(stdout, reporters[options.format](report, { ...context, paint }));
  write(stderr, warnings(outcome, options));
  return exitCodeOf(report, { ...options, nothing: outcome.nothing === undefined ? "fine" : undefined });
}

interface Failure {
  readonly message: string;
  readonly exit: ExitCode;
}

/** What the system answers where another name or other permissions help; anything else is a disk that fails. */
const mistakes: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "it is not permitted",
  EPERM: "it is not permitted",
  EROFS: "its disk is read-only",
  ENAMETOOLONG: "its name is too long",
};

function writeFile(file: string, content: string): Failure | undefined {
  try {
    writeFileSync(file, content);
    return undefined;
  } catch (error) {
    const code = codeOf(error) ?? "unknown reason";
    const mistake = Object.hasOwn(mistakes, code) ? mistakes[code] : undefined;
    const cannot = `${visible(file)} cannot be written (${mistake ?? code})`;
    return mistake === undefined
      ? { message: `${cannot}, so it is not complete: make room for it`, exit: exitCodes.notLooked }
      : { message: `${cannot}: create its folder or name another file`, exit: exitCodes.usage };
  }
}

/** What must not be missed by whoever sees only the console. */
function warnings({ report: { looked, problems }, nothing }: Outcome, { format }: OutputOptions): string {
  const kept = format === "text" ? [] : problems.filter(wasNotLookedAt);
  const named = kept.slice(0, mostOnStderr).map(({ message, at }) => {
    const where = at.kind === "file" ? `${at.file}:${at.line}` : `${at.call} ${at.object}`;
    return `portcullis: not looked at: ${visible(where)}: ${visible(message)}\n`;
  });
  const rest = kept.length - named.length;
  return [
    ...named,
    ...(rest > 0 ? [`portcullis: and ${rest} more, all in the report\n`] : []),
    ...(looked.files > 0 || nothing === undefined ? [] : [`portcullis: ${nothing}\n`]),
  ].join("");
}
