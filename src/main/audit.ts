import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { scan } from "../engine";
import { compareProblems } from "../report/problems";
import type { Paint } from "../report/reporter";
import { visible } from "../report/visible";
import type { Setup } from "./configuration";
import { codeOf, stderr, write } from "./console";
import { exitCodes, type ExitCode } from "./exit";
import { suggestion } from "../settings/nearest";
import type { AwsCommand } from "./options";
import { publish } from "./publish";
import { calls } from "./aws/calls";
import { inAccount } from "./aws/live";
import { filesOf, savedAnswers, type SavedAnswer } from "./aws/saved";

/** Looks at an account that runs as a scan of its saved answers would. */
export async function runAws(command: AwsCommand, setup: Setup, paint: Paint): Promise<ExitCode> {
  const { catalogue, off, zones, source } = setup;
  const contract = { ...setup.contract, scope: "part" as const };
  // In a file of its own, which only this command pays for.
  const { readAccount } = await import("./aws/sdk");
  const account = await readAccount(command, showProgress);
  if (account.kind === "refused") {
    const { message, exit, meant } = account;
    return refuse(meant ? message + suggestion(meant.word, meant.among) : message, exitCodes[exit]);
  }

  const saved = savedAnswers(account, folderOf(command));
  const failure = command.save === undefined ? undefined : save(saved, command.save);
  if (failure !== undefined) return refuse(failure, exitCodes.usage);

  const files = filesOf(saved);
  const scanned = scan(files, catalogue, { variables: new Map(), named: [], off, zones, contract });
  const report = inAccount(scanned, saved, account.problems);
  const nothing = "nothing of the account could be looked at: the report says why";
  const outcome = {
    report: { ...report, problems: report.problems.toSorted(compareProblems) },
    text: (file: string) => (file === source?.file ? source.text : files.text(file)),
    nothing,
  };
  return publish(outcome, command, { catalogue, paint });
}

function refuse(message: string, exit: ExitCode): ExitCode {
  write(stderr, `portcullis: ${visible(message)}\n`);
  return exit;
}

/** One line that each region overwrites, gone when the last is done. */
function showProgress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  write(stderr, done < of ? `\r\u001b[Klooked at ${done} of ${of} region${of === 1 ? "" : "s"}` : "\r\u001b[K");
}

/** Names the account where no answer says its number. */
function folderOf({ endpoint }: AwsCommand): string {
  return endpoint === undefined ? "account" : new URL(endpoint).host;
}

/** Writes the answers below a folder, in place of those of an earlier run; says what stands in the way. */
function save(saved: readonly SavedAnswer[], folder: string): string | undefined {
  try {
    for (const path of new Set(saved.map((answer) => dirname(join(folder, answer.path))))) {
      mkdirSync(path, { recursive: true });
      for (const name of readdirSync(path)) if (ofEarlierRun.test(name)) rmSync(join(path, name));
    }
    for (const { path, text } of saved) writeFileSync(join(folder, path), text);
    return undefined;
  } catch (error) {
    return `the answers cannot be saved in ${folder} (${codeOf(error) ?? "unknown reason"}): name a folder that can be written`;
  }
}

const commands = Object.values(calls).map(({ command }) => command);
const ofEarlierRun = new RegExp(`^(?:${commands.join("|")})(?:-pl-[0-9a-f]+)?(?:-[0-9]+)?\\.json$`);
