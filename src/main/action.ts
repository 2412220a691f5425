import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Report } from "../model/finding";
import { annotation } from "../report/github";
import { plain } from "../report/reporter";
import { visible } from "../report/visible";
import { readActionInputs } from "./action-inputs";
import { readBuiltCatalogue } from "./catalogue";
import { setupFor } from "./configuration";
import { codeOf, stdout, write } from "./console";
import { exitCodes, type ExitCode } from "./exit";
import type { ScanCommand } from "./options";
import { publish, type Outcome } from "./publish";
import { look } from "./scan";
import { version } from "./version";

/**
 * The GitHub action: annotations on standard output, the job summary, SARIF in a file, and outputs for later steps.
 *
 * What it is asked and where it answers is told by environment variables (GitHub Docs, "Metadata syntax", "Variables").
 */
function main(env: NodeJS.ProcessEnv): ExitCode {
  const inputs = readActionInputs(env);
  if (inputs.kind === "mistake") return refuse(inputs.message);
  if (inputs.workspace !== undefined) process.chdir(inputs.workspace);
  const { command, sarifFile } = inputs;
  const setup = setupFor(
    { paths: command.paths, file: command.config, folder: process.cwd() },
    readBuiltCatalogue(join(__dirname, "catalogue.json")),
  );
  if (!setup.ok) {
    for (const { at, message } of setup.problems) say(annotation("error", "portcullis", { at, lines: [message] }));
    return exitCodes.usage;
  }
  const refusal = sarifFile === undefined ? undefined : folderRefused(sarifFile);
  if (refusal !== undefined) return refuse(refusal);
  const outcome = look(command, setup.value);
  const code = publish(outcome, command, { catalogue: setup.value.catalogue, paint: plain });
  const conclusion = conclusionOf(code, outcome, command);
  if (conclusion !== undefined) say(annotation("error", "portcullis", { lines: [conclusion] }));
  if (inputs.output !== undefined)
    appendFileSync(
      inputs.output,
      `findings=${countOf(outcome.report)}\nexit-code=${code}\nsarif-file=${code === exitCodes.usage ? "" : (sarifFile ?? "")}\n`,
    );
  return code;
}

/** Makes the folder of a file, or tells why it cannot be. */
function folderRefused(file: string): string | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return undefined;
  } catch (error) {
    return `sarif-file: ${visible(file)} cannot be written (${codeOf(error) ?? "unknown reason"}): name another file`;
  }
}

/** Why the step fails, for those who see only the end of its log. */
function conclusionOf(code: ExitCode, { report, nothing }: Outcome, command: ScanCommand): string | undefined {
  switch (code) {
    case exitCodes.nothing:
      return undefined;
    case exitCodes.findings:
      return `this fails by fail-on: ${command.failOn} and unknown: ${command.unknown}; the job summary lists everything`;
    case exitCodes.usage:
      return "a report could not be written: the log says which and why";
    case exitCodes.notLooked:
      return report.looked.files === 0 && nothing !== undefined
        ? nothing
        : "something could not be looked at: the warnings say what and why";
  }
}

function countOf({ findings }: Report): number {
  return findings.filter(({ verdict, suppressed }) => verdict === "exposed" && !suppressed).length;
}

function refuse(message: string): ExitCode {
  say(annotation("error", "portcullis", { lines: [message] }));
  return exitCodes.usage;
}

function say(command: string): void {
  write(stdout, `${command}\n`);
}

try {
  process.exitCode = main(process.env);
} catch (error) {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(annotation("error", `this is a bug in portcullis ${version}`, { lines: [what] }));
  process.exitCode = exitCodes.notLooked;
}
