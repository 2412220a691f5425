import type { Evidence } from "../../model/facts";
import {
  argumentVariables,
  bindPatterns,
  bindVariables,
  hostCheckVariables,
  servingWords,
  type BindPattern,
} from "./bind-patterns";
import { splitScript, type Command } from "./commands";

/**
 * The parts of a command by which a program is told to listen on every address, such as `vite --host 0.0.0.0`: the program
 * and what decides, never another argument, which may be a secret.
 */
export function bindsOfCommand({ program, args, assignments }: Command): readonly string[] {
  const told = bindPatterns.filter((pattern) => applies(pattern, program, args)).flatMap((p) => toldBy(p, args));
  const variables = assignments.flatMap((assignment) => {
    const [name = "", ...value] = assignment.split("=");
    return bindsOfVariable(name, value.join("="));
  });
  return [...new Set([...told.map((part) => `${program} ${part}`), ...variables])];
}

/** The same of a variable of the environment, such as `HOST=0.0.0.0`. */
export function bindsOfVariable(name: string, value: string): readonly string[] {
  if (bindVariables.has(name)) return isEverywhere(value) ? [`${name}=${value}`] : [];
  if (hostCheckVariables.has(name)) return /^(?:true|1)$/.test(value) ? [`${name}=${value}`] : [];
  const program = Object.hasOwn(argumentVariables, name) ? argumentVariables[name] : undefined;
  if (program === undefined) return [];
  const args = splitScript(value)[0] ?? [];
  return bindsOfCommand({ program, args, assignments: [] }).map((told) => `${name}: ${told}`);
}

/**
 * A command as evidence: the program, the words by which it is told to serve, and the names of its options, so that
 * `next dev -p 80` is no `next start`. Other words may be names of other programs, and values may be secrets.
 */
export function commandEvidence({ program, args }: Command): Evidence {
  const words = args
    .map((arg) => arg.split("=")[0] ?? "")
    .filter((word) => servingWords.has(word) || /^(?:-[A-Za-z]|--[a-z][\w-]*)$/.test(word));
  return { by: "command", value: [program, ...words].join(" ") };
}

function applies(pattern: BindPattern, program: string, args: readonly string[]): boolean {
  if (pattern.programs.length > 0 && !pattern.programs.includes(program)) return false;
  return pattern.with === undefined || args.some((arg) => pattern.with?.includes(arg));
}

/** With the subcommand before it, where only some of them serve: `runserver 0.0.0.0:8000`. */
function toldBy(pattern: BindPattern, args: readonly string[]): readonly string[] {
  const subcommand = args.find((arg) => pattern.with?.includes(arg));
  const told = argumentsTelling(pattern, args);
  return subcommand === undefined ? told : told.map((part) => `${subcommand} ${part}`);
}

function argumentsTelling(
  { options = [], joined = [], bare = [], argument, text }: BindPattern,
  args: readonly string[],
): readonly string[] {
  return args.flatMap((arg, i) => {
    const next = args[i + 1];
    const [name = "", ...rest] = arg.split("=");
    const value = rest.join("=");
    if (rest.length > 0 && (options.includes(name) || joined.includes(name))) return isEverywhere(value) ? [arg] : [];
    if (options.includes(arg) && next !== undefined && isEverywhere(next)) return [`${arg} ${next}`];
    if (bare.includes(arg) && (next === undefined || next.startsWith("-") || !options.includes(arg))) return [arg];
    const short = /^(-[A-Za-z])(.+)$/.exec(arg);
    if (short && options.includes(short[1] ?? "") && isEverywhere(short[2] ?? "")) return [arg];
    if (argument && isEverywhere(arg) && !options.includes(args[i - 1] ?? "")) return [arg];
    const found = text?.exec(arg)?.[1];
    return found === undefined ? [] : [found];
  });
}

/**
 * `0.0.0.0`, `[::]:9229`, `*:5005`, `:2345`, `0:8000`, `tcp://0.0.0.0:2375`, `http://+:5000`, or a list in which one of them
 * stands.
 */
function isEverywhere(value: string): boolean {
  return value
    .split(/[\s,;]+/)
    .some((one) =>
      /^(?:(?:\w+:\/\/)?(?:-?::\*|(?:0\.0\.0\.0|\[::0?\]|::0?|\*)(?::\d+)?\/?|0?:\d+)|\w+:\/\/\+:\d+\/?)$/.test(one),
    );
}
