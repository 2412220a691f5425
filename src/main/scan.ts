import { scan } from "../engine";
import type { Report } from "../model/finding";
import type { Problem } from "../model/source";
import { compareProblems } from "../report/problems";
import type { Paint } from "../report/reporter";
import { visible } from "../report/visible";
import type { Catalogue } from "../rules/rule";
import type { ExitCode } from "./exit";
import { findFiles } from "./files";
import type { ScanCommand } from "./options";
import { publish, type Outcome } from "./publish";

/** Looks, writes the reports that were asked for, and answers what the process is to exit with. */
export function runScan(command: ScanCommand, catalogue: Catalogue, paint: Paint): ExitCode {
  return publish(look(command, catalogue), command, { catalogue, paint });
}

/** Looks at files and at what lies below folders. */
export function look(command: ScanCommand, catalogue: Catalogue): Outcome {
  const found = findFiles(command.paths, process.cwd());
  const scanned = scan(found.files, catalogue, { variables: command.variables, named: found.named });
  return {
    report: withProblems(scanned, found.problems()),
    text: found.files.text,
    nothing: `nothing to look at in ${command.paths.map(visible).join(", ")}: no Terraform, CloudFormation, describe-*, compose or nginx file is there; portcullis --help tells what is looked at`,
  };
}

/** What could not be read of a file says more than that no format took it. */
function withProblems(report: Report, ofFiles: readonly Problem[]): Report {
  const said = new Set(ofFiles.map(({ at }) => (at.kind === "file" ? at.file : "")));
  const others = report.problems.filter(
    ({ code, at }) => code !== "unreadable" || at.kind === "live" || !said.has(at.file),
  );
  return { ...report, problems: [...ofFiles, ...others].toSorted(compareProblems) };
}
