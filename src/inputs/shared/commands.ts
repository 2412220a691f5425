/** A simple command: the program's name without its folder, and its arguments. Assignments before it are apart. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly assignments: readonly string[];
}

/**
 * What a container runs, by `entrypoint` and `command` together, the last command first: in `install && serve` it is the
 * one that stays. Shells, `npx`, `bundle exec`, `tini --` and their like are looked through.
 */
export function commandsIn(words: readonly string[]): readonly Command[] {
  return simpleCommands(words, 0).toReversed();
}

const deepestWrapping = 10;

function simpleCommands(words: readonly string[], depth: number): readonly Command[] {
  const start = words.findIndex((word) => !isAssignment(word));
  if (start === -1) return [];
  const assignments = words.slice(0, start);
  const [first = "", ...args] = words.slice(start);
  const program = first.slice(first.lastIndexOf("/") + 1);
  const direct = [{ program, args, assignments }];
  if (depth > deepestWrapping) return direct;
  if (/^(?:ba|da|a|z|k)?sh$/.test(program)) {
    const flag = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
    const script = flag === -1 ? undefined : args[flag + 1];
    if (script !== undefined) return splitScript(script).flatMap((inner) => simpleCommands(inner, depth + 1));
  }
  if (program === "concurrently")
    return args.flatMap((arg) => splitScript(arg).flatMap((inner) => simpleCommands(inner, depth + 1)));
  // What a shell exports it hands to every command after it.
  if (program === "export" || program === "set") return [{ program, args: [], assignments: args.filter(isAssignment) }];
  const inner = unwrapped(program, args);
  return inner.length === 0 ? direct : simpleCommands([...assignments, ...inner], depth + 1);
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
}

/** Programs that run the command in their arguments, with the arguments of their own that come before it. */
const wrappers: Readonly<Record<string, RegExp>> = {
  exec: /^-/,
  nohup: /^-/,
  nice: /^-|^\d+$/,
  env: /^-/,
  "cross-env": /^-/,
  sudo: /^-/,
  tini: /^-/,
  "dumb-init": /^-/,
  catatonit: /^-/,
  npx: /^-/,
  bunx: /^-/,
  time: /^-/,
  pnpx: /^-/,
};

/** Two words that together run a command. */
const runners: Readonly<Record<string, readonly string[]>> = {
  pnpm: ["exec", "dlx"],
  yarn: ["exec", "dlx"],
  npm: ["exec"],
  bundle: ["exec"],
  poetry: ["run"],
  uv: ["run"],
  pipenv: ["run"],
  pdm: ["run"],
  rye: ["run"],
  hatch: ["run"],
  conda: ["run"],
};

/** The command inside a wrapper; no words where this is none. */
function unwrapped(program: string, args: readonly string[]): readonly string[] {
  const own = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined;
  if (own) return args.slice(count(args, (arg) => own.test(arg)));
  if (Object.hasOwn(runners, program) && runners[program]?.includes(args[0] ?? ""))
    return args.slice(1 + count(args.slice(1), (arg) => arg.startsWith("-")));
  if (program === "gosu" || program === "su-exec") return args.slice(1);
  if (/^python[\d.]*$/.test(program)) return pythonProgram(args);
  const separator = args.indexOf("--");
  if (/^(?:wait-?for|dotenvx?$)/.test(program) && separator !== -1) return args.slice(separator + 1);
  if (/\.sh$|entrypoint/.test(program) && args.length > 0 && !args[0]?.startsWith("-")) return args;
  return [];
}

/** `python -u -m uvicorn main:app` runs uvicorn, `python manage.py` runs manage.py. */
function pythonProgram(args: readonly string[]): readonly string[] {
  const module = args.indexOf("-m");
  const script = args.findIndex((arg) => arg.endsWith(".py"));
  if (module !== -1 && (script === -1 || module < script)) return args.slice(module + 1);
  return script === -1 ? [] : args.slice(script);
}

function count(args: readonly string[], isOwn: (arg: string) => boolean): number {
  const end = args.findIndex((arg) => !isOwn(arg));
  return end === -1 ? args.length : end;
}

/** The simple commands of a shell script as words; quotes and backslashes group, nothing is expanded. */
export function splitScript(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word = "";
  let started = false;
  const endWord = (): void => {
    if (started) commands.at(-1)?.push(word);
    word = "";
    started = false;
  };
  for (let at = 0; at < script.length; at++) {
    const char = script[at] ?? "";
    if (char === "'" || char === '"') {
      const close = closingQuote(script, at);
      word += char === "'" ? script.slice(at + 1, close) : script.slice(at + 1, close).replace(/\\(["\\$`])/g, "$1");
      started = true;
      at = close;
    } else if (char === "\\") {
      at++;
      if (script[at] !== "\n") word += script[at] ?? "";
      started ||= script[at] !== "\n";
    } else if (/[;&|()\n]/.test(char)) {
      endWord();
      if (commands.at(-1)?.length) commands.push([]);
    } else if (/\s/.test(char)) endWord();
    else {
      word += char;
      started = true;
    }
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

function closingQuote(text: string, open: number): number {
  const quote = text[open];
  let at = open + 1;
  while (at < text.length && text[at] !== quote) at += quote === '"' && text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}
