import { existsSync, readSync, writeFileSync } from "node:fs";
import { isatty } from "node:tty";
import { configurationName } from "../settings/configuration";
import type { Setup } from "./configuration";
import { codeOf, isOnTerminal, stderr, stdout, write } from "./console";
import { exitCodes, type ExitCode } from "./exit";
import { look } from "./scan";
import { sketchOf } from "./sketch";

const stdin = 0;

/** Shows a configuration for what lies in this folder and writes it where there is none, never over one that is there. */
export function runInit(writes: "asked" | "surely", setup: Setup): ExitCode {
  const { report } = look({ paths: ["."], variables: new Map(), config: undefined }, setup);
  const sketch = sketchOf(report);
  write(stdout, sketch);
  if (existsSync(configurationName)) return refuse(writes);
  if (writes === "asked" && !isOnConsole()) {
    say(`nothing was written: portcullis init --yes writes it to ${configurationName}`);
    return exitCodes.nothing;
  }
  return writes === "surely" || isWanted() ? writeNew(sketch) : exitCodes.nothing;
}

function writeNew(sketch: string): ExitCode {
  try {
    // Fails where the file has come to be in the meantime.
    writeFileSync(configurationName, sketch, { flag: "wx" });
    say(`${configurationName} is written`);
    return exitCodes.nothing;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return refuse("surely");
    say(`${configurationName} cannot be written (${codeOf(error) ?? "unknown reason"}): see that the folder can be`);
    return exitCodes.usage;
  }
}

function refuse(writes: "asked" | "surely"): ExitCode {
  say(`${configurationName} is there already and stays as it is: take from what is shown what it lacks`);
  return writes === "surely" ? exitCodes.usage : exitCodes.nothing;
}

function isOnConsole(): boolean {
  return isatty(stdin) && isOnTerminal();
}

function isWanted(): boolean {
  write(stderr, `\nWrite this to ${configurationName}? [y/N] `);
  const answer = Buffer.alloc(16);
  // A terminal gives one line at a time.
  const length = readSync(stdin, answer);
  return /^y(es)?\s*$/i.test(answer.toString("utf8", 0, length));
}

function say(message: string): void {
  write(stderr, `portcullis: ${message}\n`);
}
