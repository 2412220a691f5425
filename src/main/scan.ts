import { posix } from "node:path";
import { scan } from "../engine";
import type { Report } from "../model/finding";
import type { Files } from "../model/files";
import { startOf, type Problem } from "../model/source";
import { compareProblems } from "../report/problems";
import type { Paint } from "../report/reporter";
import { visible } from "../report/visible";
import { configurationName } from "../settings/configuration";
import type { Setup } from "./configuration";
import type { ExitCode } from "./exit";
import { findFiles } from "./files";
import type { ScanCommand } from "./options";
import { publish, type Outcome } from "./publish";

/** Looks, writes the reports that were asked for, and answers what the process is to exit with. */
export function runScan(command: ScanCommand, setup: Setup, paint: Paint): ExitCode {
  return publish(look(command, setup), command, { catalogue: setup.catalogue, paint });
}

/** Looks at files and at what lies below folders. */
export function look(command: Pick<ScanCommand, "paths" | "variables" | "config">, setup: Setup): Outcome {
  const { catalogue, off, ignored } = setup;
  const found = findFiles(command.paths, process.cwd(), ignored);
  const variables = new Map([...setup.variables, ...command.variables]);
  const scanned = scan(found.files, catalogue, { variables, named: found.named, off });
  const others = command.config === undefined ? otherConfigurations(found.files, setup) : [];
  return {
    report: withProblems(scanned, [...found.problems(), ...setup.problems, ...others]),
    text: found.files.text,
    nothing: `nothing to look at in ${command.paths.map(visible).join(", ")}: no Terraform, CloudFormation, describe-*, compose or nginx file is there; portcullis --help tells what is looked at`,
  };
}

/** A configuration further down holds for nobody who looks from here: that is said rather than guessed. */
function otherConfigurations({ paths }: Files, { file }: Setup): readonly Problem[] {
  return paths
    .filter((path) => posix.basename(path) === configurationName && path !== file)
    .map((path) => ({
      code: "unrecognised",
      message:
        "is not applied: the configuration at the root of what is scanned holds; to apply this one, scan its folder",
      at: startOf(path),
    }));
}

/** What could not be read of a file says more than that no format took it. */
function withProblems(report: Report, ofFiles: readonly Problem[]): Report {
  const said = new Set(ofFiles.map(({ at }) => (at.kind === "file" ? at.file : "")));
  const others = report.problems.filter(
    ({ code, at }) => code !== "unreadable" || at.kind === "live" || !said.has(at.file),
  );
  return { ...report, problems: [...ofFiles, ...others].toSorted(compareProblems) };
}
