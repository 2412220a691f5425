import { writeFileSync } from "node:fs";
import { scan } from "../engine";
import type { Report } from "../model/finding";
import type { Problem } from "../model/source";
import { compareProblems, wasNotLookedAt } from "../report/problems";
import { plain, type Paint, type ReportContext } from "../report/reporter";
import { reporters } from "../report/reporters";
import { visible } from "../report/visible";
import type { Catalogue } from "../rules/rule";
import { codeOf, stderr, stdout, write } from "./console";
import { exitCodeOf, exitCodes, type ExitCode } from "./exit";
import { findFiles } from "./files";
import type { ScanCommand } from "./options";
import { version } from "./version";

/** How many problems are named on stderr where the report itself is for programs. */
const mostOnStderr = 10;

/** Looks, writes the reports that were asked for, and answers what the process is to exit with. */
export function runScan(command: ScanCommand, catalogue: Catalogue, paint: Paint): ExitCode {
  const found = findFiles(command.paths, process.cwd());
  const scanned = scan(found.files, catalogue, { variables: command.variables, named: found.named });
  const report = withProblems(scanned, found.problems());
  const context: ReportContext = {
    version,
    rules: catalogue.rules,
    text: found.files.text,
    paint: plain,
    detail: command.detail,
    unknowns: command.unknown === "ignore" ? "hidden" : "shown",
  };
  for (const { format, file } of command.outputs) {
    const failure = writeFile(file, reporters[format](report, context));
    if (failure === undefined) continue;
    write(stderr, `portcullis: ${failure}\n`);
    return exitCodes.usage;
  }
  write(stdout, reporters[command.format](report, { ...context, paint }));
  write(stderr, warnings(report, command));
  return exitCodeOf(report, command);
}

/** What could not be read of a file says more than that no format took it. */
function withProblems(report: Report, ofFiles: readonly Problem[]): Report {
  const said = new Set(ofFiles.map(({ at }) => (at.kind === "file" ? at.file : "")));
  const others = report.problems.filter(
    ({ code, at }) => code !== "unreadable" || at.kind === "live" || !said.has(at.file),
  );
  return { ...report, problems: [...ofFiles, ...others].toSorted(compareProblems) };
}

function writeFile(file: string, content: string): string | undefined {
  try {
    writeFileSync(file, content);
    return undefined;
  } catch (error) {
    const reason = codeOf(error) === "ENOENT" ? "there is no such folder" : (codeOf(error) ?? "unknown reason");
    return `${visible(file)} cannot be written (${reason}): create its folder or name another file`;
  }
}

/** What must not be missed by whoever sees only the console. */
function warnings({ looked, problems }: Report, { format, paths }: ScanCommand): string {
  const kept = format === "text" ? [] : problems.filter(wasNotLookedAt);
  const named = kept.slice(0, mostOnStderr).map(({ message, at }) => {
    const where = at.kind === "file" ? `${at.file}:${at.line}` : `${at.call} ${at.object}`;
    return `portcullis: not looked at: ${visible(where)}: ${visible(message)}\n`;
  });
  const rest = kept.length - named.length;
  const nothing =
    looked.files > 0
      ? ""
      : `portcullis: nothing to look at in ${paths.map(visible).join(", ")}: no Terraform, CloudFormation, describe-*, compose or nginx file is there; portcullis --help tells what is looked at\n`;
  return `${named.join("")}${rest > 0 ? `portcullis: and ${rest} more, all in the report\n` : ""}${nothing}`;
}
