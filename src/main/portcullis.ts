import { join } from "node:path";
import type { Problem } from "../model/source";
import { ruleTable } from "../report/manual";
import { plain, type Paint } from "../report/reporter";
import { visible } from "../report/visible";
import type { Catalogue } from "../rules/rule";
import { runAws } from "./audit";
import { leastPolicy } from "./aws/calls";
import { readBuiltCatalogue } from "./catalogue";
import { setupFor, setupWithout, type Setup } from "./configuration";
import { codeOf, isOnTerminal, isWriteFailure, stderr, stdout, write } from "./console";
import { exitCodes, type ExitCode } from "./exit";
import { explain } from "./explain";
import { runExplainSafe } from "./explain-safe";
import { help } from "./help";
import { runInit } from "./init";
import { readCommand, type Command } from "./options";
import { ansi } from "./paint";
import type { Colour } from "./report-options";
import { runScan } from "./scan";
import { version } from "./version";

function main(args: readonly string[]): ExitCode | Promise<ExitCode> {
  const command = readCommand(args);
  return command.kind === "mistake" ? refuse(command.message) : run(command);
}

function run(command: Command): ExitCode | Promise<ExitCode> {
  switch (command.kind) {
    case "scan":
      return configuredBy(command, (setup) => runScan(command, setup, paintFor(command.colour)));
    case "explain-safe":
      return configuredBy(command, (setup) => runExplainSafe(command, setup));
    case "aws":
      return configuredBy(command, (setup) => runAws(command, setup, paintFor(command.colour)));
    case "aws policy":
      return print(leastPolicy());
    case "explain": {
      const built = explain(command.topic, builtCatalogue(), paintFor(command.colour));
      if ("page" in built) return print(built.page);
      // What is not ours may be a rule of the user's own.
      return configuredBy({}, ({ catalogue }) => {
        const own = explain(command.topic, catalogue, paintFor(command.colour));
        return "page" in own ? print(own.page) : refuse(own.mistake);
      });
    }
    case "rules":
      return configuredBy({}, ({ catalogue }) => print(ruleTable(catalogue.rules, paintFor(command.colour))));
    case "init":
      return runInit(command.writes, setupWithout(builtCatalogue()));
    case "help":
      return print(help);
    case "version":
      return print(`${version}\n`);
  }
}

function print(text: string): ExitCode {
  write(stdout, text);
  return exitCodes.nothing;
}

function refuse(message: string): ExitCode {
  write(stderr, `portcullis: ${visible(message)}\n`);
  return exitCodes.usage;
}

function builtCatalogue(): Catalogue {
  return readBuiltCatalogue(join(__dirname, "catalogue.json"));
}

interface Configurable {
  readonly paths?: readonly string[];
  readonly config?: string | undefined;
}

/** Does what a command asks for as its configuration wants it; with a wrong one nothing is done. */
function configuredBy<Ending>(
  { paths = ["."], config }: Configurable,
  run: (setup: Setup) => Ending,
): Ending | ExitCode {
  const setup = setupFor({ paths, file: config, folder: process.cwd() }, builtCatalogue());
  if (setup.ok) return run(setup.value);
  write(stderr, setup.problems.map((problem) => `${visible(placed(problem))}\n`).join(""));
  return exitCodes.usage;
}

function placed({ at, message }: Problem): string {
  return at.kind === "file" ? `${at.file}:${at.line}:${at.column}: ${message}` : message;
}

/** Colours on a terminal, unless NO_COLOR holds anything (no-color.org); what the command line says goes before both. */
function paintFor(colour: Colour): Paint {
  if (colour !== "auto") return colour === "always" ? ansi : plain;
  return (process.env["NO_COLOR"] ?? "") === "" && isOnTerminal() ? ansi : plain;
}

/** Says that an exception is a fault of ours, so that nobody looks for theirs. */
function confess(error: unknown): ExitCode {
  const what = error instanceof Error ? error.message : String(error);
  const stack = process.env["PORTCULLIS_DEBUG"] === "1" && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  write(
    stderr,
    `portcullis: this is a bug in portcullis ${version}: ${visible(what)}\n${stack}` +
      "Nothing can be said about the input. Report it with the command, the smallest file that shows it, and the output under PORTCULLIS_DEBUG=1.\n",
  );
  return exitCodes.notLooked;
}

/** What an exception comes to: output that cannot be written is the only one that is no bug. */
function failed(error: unknown): ExitCode {
  if (!isWriteFailure(error)) return confess(error);
  const reason = codeOf(error) ?? "unknown reason";
  write(stderr, `portcullis: standard output cannot be written (${reason}), so it is not complete: make room for it\n`);
  return exitCodes.notLooked;
}

function end(code: ExitCode): void {
  process.exitCode = code;
}

try {
  const ending = main(process.argv.slice(2));
  if (typeof ending === "number") end(ending);
  else void ending.catch(failed).then(end);
} catch (error) {
  end(failed(error));
}
