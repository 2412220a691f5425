import { join } from "node:path";
import { ruleTable } from "../report/manual";
import { plain, type Paint } from "../report/reporter";
import { visible } from "../report/visible";
import { leastPolicy } from "./aws/calls";
import { runAws } from "./aws/run";
import { readBuiltCatalogue } from "./catalogue";
import { isOnTerminal, stderr, stdout, write } from "./console";
import { exitCodes, type ExitCode } from "./exit";
import { explain } from "./explain";
import { help } from "./help";
import { readCommand, type Colour, type Command } from "./options";
import { ansi } from "./paint";
import { runScan } from "./scan";
import { version } from "./version";

function main(args: readonly string[]): ExitCode | Promise<ExitCode> {
  const command = readCommand(args);
  return command.kind === "mistake" ? refuse(command.message) : run(command);
}

function run(command: Command): ExitCode | Promise<ExitCode> {
  switch (command.kind) {
    case "scan":
      return runScan(command, catalogue(), paintFor(command.colour));
    case "aws":
      return runAws(command, catalogue(), paintFor(command.colour));
    case "aws policy":
      return print(leastPolicy());
    case "explain": {
      const explanation = explain(command.topic, catalogue(), paintFor(command.colour));
      return "page" in explanation ? print(explanation.page) : refuse(explanation.mistake);
    }
    case "rules":
      return print(ruleTable(catalogue().rules, paintFor(command.colour)));
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

function catalogue(): ReturnType<typeof readBuiltCatalogue> {
  return readBuiltCatalogue(join(__dirname, "catalogue.json"));
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

function end(code: ExitCode): void {
  process.exitCode = code;
}

try {
  const ending = main(process.argv.slice(2));
  if (typeof ending === "number") end(ending);
  else void ending.catch(confess).then(end);
} catch (error) {
  end(confess(error));
}
