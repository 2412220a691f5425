import { isAbsolute, posix, resolve } from "node:path";
import { scan } from "../engine";
import type { Report } from "../model/finding";
import type { Files } from "../model/files";
import type { FileChoice } from "../model/reading";
import { sourceText, startOf, type Problem, type SourceText } from "../model/source";
import { compareProblems } from "../report/problems";
import type { Paint } from "../report/reporter";
import { visible } from "../report/visible";
import { configurationName } from "../settings/configuration";
import { belonging } from "./belonging";
import type { Setup } from "./configuration";
import type { ExitCode } from "./exit";
import { findFiles, nameOf, type FoundFiles } from "./files";
import type { ScanCommand } from "./options";
import { readText } from "./reading";
import { publish, type Outcome } from "./publish";

/** Looks, writes the reports that were asked for, and answers what the process is to exit with. */
export function runScan(command: ScanCommand, setup: Setup, paint: Paint): ExitCode {
  return publish(look(command, setup), command, { catalogue: setup.catalogue, paint });
}

type Looking = Pick<ScanCommand, "paths" | "variables" | "config"> &
  Partial<Pick<ScanCommand, "changed" | "variableFiles">>;

/** Looks at files and at what lies below folders. */
export function look(command: Looking, setup: Setup): Outcome {
  const { catalogue, off, ignored, zones, source } = setup;
  const contract = command.changed ? { ...setup.contract, scope: "part" as const } : setup.contract;
  const everything = findFiles(command.paths, process.cwd(), ignored);
  const found = command.changed ? narrowed(everything, command.changed, setup.choices) : everything;
  const choices = command.changed ? setup.choices.filter((choice) => isAmong(choice, found.files)) : setup.choices;
  const variables = new Map([...setup.variables, ...command.variables]);
  const given = variableFilesIn(command.variableFiles ?? []);
  const settings = { variables, variableFiles: given.sources, named: found.named, off, zones, contract, choices };
  const scanned = scan(found.files, catalogue, settings);
  const others = command.config === undefined ? otherConfigurations(found.files, setup) : [];
  return {
    report: withProblems(scanned, [...given.problems, ...found.problems(), ...others]),
    text: (file) => [source, ...given.sources].find((each) => each?.file === file)?.text ?? found.files.text(file),
    nothing: command.changed
      ? undefined
      : `nothing to look at in ${command.paths.map(visible).join(", ")}: no Terraform, CloudFormation, describe-*, compose, nginx, database or script file is there; portcullis --help tells what is looked at`,
  };
}

interface VariableFiles {
  readonly sources: readonly SourceText[];
  readonly problems: readonly Problem[];
}

/** Files of variables, wherever they lie: whoever names one wants it read. */
function variableFilesIn(paths: readonly string[]): VariableFiles {
  const sources: SourceText[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const file = nameOf(resolve(path), process.cwd());
    const read = readText(resolve(path), file);
    if (read === "binary") problems.push({ code: "unreadable", message: "is no file of variables", at: startOf(file) });
    else if ("text" in read) sources.push(sourceText(file, read.text));
    else problems.push(read.problem);
  }
  return { sources, problems };
}

/** Only what changed files belong to; each must lie below the folder in which the command runs. */
function narrowed(
  { files, problems }: FoundFiles,
  changed: readonly string[],
  choices: readonly FileChoice[],
): FoundFiles {
  const names = changed.map((path) => nameOf(resolve(path), process.cwd()));
  const paths = belonging(names, files, choices);
  const isMeant = new Set([...names, ...paths]);
  return {
    files: { paths, text: files.text },
    named: [],
    problems: () => [
      ...names.filter((name) => isAbsolute(name)).map(outside),
      ...problems().filter(({ at }) => at.kind === "file" && isMeant.has(at.file)),
    ],
  };
}

/** What is chosen of files that nobody changed is not looked for. */
function isAmong({ files }: FileChoice, { paths }: Files): boolean {
  return files.some(({ path }) => paths.includes(path));
}

function outside(file: string): Problem {
  const message =
    "lies outside of the folder in which portcullis runs: run it in the folder that holds all of the files";
  return { code: "unreadable", message, at: startOf(file) };
}

/** A configuration further down holds for nobody who looks from here: that is said rather than guessed. */
function otherConfigurations({ paths }: Files, { source }: Setup): readonly Problem[] {
  return paths
    .filter((path) => posix.basename(path) === configurationName && path !== source?.file)
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
