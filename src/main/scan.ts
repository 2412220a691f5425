import { scan } from "../engine";
import type { Report } from "../model/finding";
import type { Problem } from "../model/source";
import { compareProblems } from "../report/problems";
import type { Paint } from "../report/reporter";
import { visible } from "../report/visible";
import type { Catalogue } from "../rules/rule";
import type { ExitCode } from "./exit";
import { findFiles } from "./files";
import type { Output, ScanCommand } from "./options";
import { publish } from "./publish";

/** A report and what it is shown with. */
export interface Looked {
  readonly report: Report;
  readonly context: ReportContext;
}

/** Looks at what a command line asks for. */
export function look(command: ScanCommand, catalogue: Catalogue): Looked {
  const found = findFiles(command.paths, process.cwd());
  const scanned = scan(found.files, catalogue, { variables: command.variables, named: found.named });
  return {
    report: withProblems(scanned, found.problems()),
    context: {
      version,
      rules: catalogue.rules,
      text: found.files.text,
      paint: plain,
      detail: command.detail,
      unknowns: command.unknown === "ignore" ? "hidden" : "shown",
    },
  };
}

/** Looks, writes the reports that were asked for, and answers what the process is to exit with. */
export function runScan(command: ScanCommand, catalogue: Catalogue, paint: Paint): ExitCode {
  const { report, context } = look(command, catalogue);
  const failure = writeOutputs(command.outputs, { report, context });
  if (failure !== undefined) {
    write(stderr, `portcullis: ${failure}\n`);
    return exitCodes.usage;
  }
  write(stdout, reporters[command.format](report, { ...context, paint }));
  write(stderr, warnings(report, command));
  return exitCodeOf(report, command);
}

/** Writes the reports that go to files, up to the first that cannot be written; answers why it cannot. */
export function writeOutputs(outputs: readonly Output[], { report, context }: Looked): string | undefined {
  for (const { format, file } of outputs) {
    const failure = writeFile(file, reporters[format](report, context));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** What could not be read of a file says more than that no format took it. */
function withProblems(report: Report, ofFiles: readonly Problem[]): Report {
  const said = new Set(ofFiles.map(({ at }) => (at.kind === "file" ? at.file : "")));
  const others = report.problems.filter(
    ({ code, at }) => code !== "unreadable" || at.kind === "live" || !said.has(at.file),
  );
  return { ...report, problems: [...ofFiles, ...others].toSorted(compareProblems) };
}
