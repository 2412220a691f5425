import { explainSafe, writtenOf } from "../report/explain-safe";
import { wasNotLookedAt } from "../report/problems";
import { visible } from "../report/visible";
import { suggestion } from "../settings/nearest";
import type { Setup } from "./configuration";
import { stderr, stdout, write } from "./console";
import { exitCodes, type ExitCode } from "./exit";
import type { ExplainSafeCommand } from "./options";
import { look } from "./scan";

/** Says why something cannot be reached, or that it can; what cannot be told for want of input is no answer. */
export function runExplainSafe(command: ExplainSafeCommand, setup: Setup): ExitCode {
  const { report, nothing } = look(command, setup);
  const answers = command.questions.map((question) => explainSafe(report, question));
  const answer = answers.find(({ kind }) => kind !== "nameless");
  const unread = report.problems.filter(wasNotLookedAt).length;
  if (!answer) {
    const names = report.subjects.map(({ name }) => name);
    const asked = command.questions.at(-1);
    if (report.looked.files === 0) return refuse(nothing ?? "nothing was looked at", exitCodes.notLooked);
    const known = `${suggestion(asked?.target ?? "", names)}: portcullis scan --format json lists what can be asked about`;
    return refuse(
      `nothing that was read is called ${command.questions.map(writtenOf)[0] ?? ""}${known}`,
      exitCodes.usage,
    );
  }
  write(stdout, answer.text);
  if (answer.kind === "reached") return exitCodes.findings;
  return unread > 0 ? exitCodes.notLooked : exitCodes.nothing;
}

function refuse(message: string, exit: ExitCode): ExitCode {
  write(stderr, `portcullis: ${visible(message)}\n`);
  return exit;
}
