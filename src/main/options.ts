import { parseArgs } from "node:util";
import { lastPort } from "../model/traffic";
import type { Question } from "../report/explain-safe";
import { suggestion } from "../settings/nearest";
import { readReports, type Colour, type OutputOptions } from "./report-options";
import { allRead, isMistake, mistake, valuesOf, type Mistake, type Written } from "./words";

export const commands = ["scan", "aws", "explain", "rules", "init"] as const;

/** What a command line asks for. */
export type Command =
  | ScanCommand
  | ExplainSafeCommand
  | AwsCommand
  | { readonly kind: "aws policy" }
  | { readonly kind: "explain"; readonly topic: string; readonly colour: Colour }
  | { readonly kind: "rules"; readonly colour: Colour }
  | { readonly kind: "init"; readonly writes: "asked" | "surely" }
  | { readonly kind: "help" }
  | { readonly kind: "version" };

export interface ScanCommand extends OutputOptions {
  readonly kind: "scan";
  readonly paths: readonly string[];
  /** Files that changed: of what lies below the paths, only what these belong to is looked at. */
  readonly changed: readonly string[] | undefined;
  readonly variables: ReadonlyMap<string, unknown>;
  /** Files of Terraform variables, in the order in which they hold. */
  readonly variableFiles: readonly string[];
}

/** Why something cannot be reached, of what a scan of the same paths would look at. */
export interface ExplainSafeCommand extends Pick<
  ScanCommand,
  "paths" | "changed" | "variables" | "variableFiles" | "config"
> {
  readonly kind: "explain-safe";
  /** What may be meant, the likeliest first: a name may end like one with a port. */
  readonly questions: readonly Question[];
}

/** What is to be looked at in an AWS account that runs. */
export interface AwsCommand extends OutputOptions {
  readonly kind: "aws";
  /** Names of regions; none is the one that is configured. */
  readonly regions: readonly string[] | "all";
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  /** The folder that keeps the answers. */
  readonly save: string | undefined;
}

const ofReports = {
  format: { type: "string" },
  output: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  unknown: { type: "string" },
  quiet: { type: "boolean" },
  config: { type: "string" },
} as const;

const ofScan = {
  var: { type: "string", multiple: true },
  "var-file": { type: "string", multiple: true },
  changed: { type: "boolean" },
  "explain-safe": { type: "string" },
} as const;

const ofAws = {
  region: { type: "string", multiple: true },
  profile: { type: "string" },
  "endpoint-url": { type: "string" },
  save: { type: "string" },
} as const;

const ofInit = { yes: { type: "boolean" } } as const;

const ofEvery = {
  color: { type: "boolean" },
  "no-color": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

export const options = { ...ofReports, ...ofScan, ...ofAws, ...ofInit, ...ofEvery } as const;

/** Reads a command line, without the program's own name. */
export function readCommand(args: readonly string[]): Command | Mistake {
  // Not strict, so that the messages are ours; tokens tell what was written.
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const written = tokens.filter((token) => token.kind === "option");
  for (const token of written) {
    const wrong = mistakeIn(token);
    if (wrong !== undefined) return mistake(wrong);
  }
  if (values["help"] === true) return { kind: "help" };
  if (values["version"] === true) return { kind: "version" };

  const [command, ...operands] = positionals;
  const colour = colourOf(written.map(({ name }) => name));
  const full = command === "aws" && operands[0] === "policy" ? "aws policy" : command;
  const misplaced =
    full !== undefined && commands.some((known) => known === command) ? misplacedIn(written, full) : undefined;
  if (misplaced !== undefined) return mistake(misplaced);
  switch (command) {
    case "scan":
      return readScan({ written, operands, colour });
    case "aws":
      return readAws({ written, operands, colour });
    case "explain":
      return readExplain(operands, colour);
    case "rules":
      return operands[0] === undefined
        ? { kind: "rules", colour }
        : mistake(`rules takes no "${operands[0]}"; to read about one rule: portcullis explain ${operands[0]}`);
    case "init":
      return operands[0] === undefined
        ? { kind: "init", writes: values["yes"] === true ? "surely" : "asked" }
        : mistake(`init takes no "${operands[0]}": it writes portcullis.yaml in the folder in which it runs`);
    case undefined:
      return mistake("a command is missing: portcullis scan looks at this folder, portcullis --help tells the rest");
    default:
      return mistake(unknownCommand(command));
  }
}

function mistakeIn({ name, rawName, value, inlineValue }: Written): string | undefined {
  if (!isOption(name)) {
    const known = Object.keys(options).map((option) => `--${option}`);
    return `there is no option ${rawName}${suggestion(rawName, known)}: portcullis --help lists them`;
  }
  if (options[name].type === "boolean") return value === undefined ? undefined : `${rawName} takes no value`;
  const missing = value === undefined || value === "" || (inlineValue === false && value.startsWith("-"));
  return missing ? `${rawName} needs a value: portcullis --help tells which` : undefined;
}

/** Says which commands take an option that this one does not take. */
function misplacedIn(written: readonly Written[], command: string): string | undefined {
  for (const { name, rawName } of written) {
    const takers = takersOf(name);
    if (takers && !takers.includes(command))
      return `${rawName} is an option of ${takers.join(" and ")}, not of ${command}`;
  }
  return undefined;
}

function takersOf(option: string): readonly string[] | undefined {
  if (option in ofReports) return ["scan", "aws"];
  if (option in ofScan) return ["scan"];
  if (option in ofInit) return ["init"];
  return option in ofAws ? ["aws"] : undefined;
}

interface Words {
  readonly written: readonly Written[];
  readonly operands: readonly string[];
  readonly colour: Colour;
}

function readScan({ written, operands, colour }: Words): ScanCommand | ExplainSafeCommand | Mistake {
  const reports = readReports(written, colour);
  const variables = allRead(valuesOf(written, "var").map(readVariable));
  if (isMistake(reports)) return reports;
  if (isMistake(variables)) return variables;
  if (operands.includes("")) return mistake('a path is empty: to scan this folder, say "."');
  const isOfChanged = written.some(({ name }) => name === "changed");
  const looking = {
    variables: new Map(variables),
    variableFiles: valuesOf(written, "var-file"),
    paths: operands.length === 0 || isOfChanged ? ["."] : operands,
    changed: isOfChanged ? operands : undefined,
  };
  const asked = valuesOf(written, "explain-safe").at(-1);
  if (asked === undefined) return { kind: "scan", ...looking, ...reports };
  if (reports.format !== "text" || reports.outputs.length > 0)
    return mistake("--explain-safe answers in text only: leave out --format and --output");
  return { kind: "explain-safe", ...looking, config: reports.config, questions: questionsIn(asked) };
}

/** A name, or a name with a port: `db:5432`, `dns:53/udp`. */
function questionsIn(text: string): readonly Question[] {
  const [, target, number, transport = "tcp"] = /^(.+):(\d{1,5})(?:\/(tcp|udp|sctp))?$/s.exec(text) ?? [];
  const whole: Question = { target: text, port: undefined };
  const named = transports.find((name) => name === transport);
  if (target === undefined || named === undefined || Number(number) > lastPort) return [whole];
  return [whole, { target, port: { number: Number(number), transport: named } }];
}

const transports = ["tcp", "udp", "sctp"] as const;

function readAws({ written, operands, colour }: Words): Command | Mistake {
  const [topic, ...others] = operands;
  if (topic === "policy" && others.length === 0) return { kind: "aws policy" };
  if (topic !== undefined)
    return mistake(`aws takes no "${operands.join(" ")}"; portcullis aws policy prints what it must be allowed`);
  const reports = readReports(written, colour);
  if (isMistake(reports)) return reports;
  const regions = valuesOf(written, "region").flatMap((value) => value.split(",").map((name) => name.trim()));
  if (regions.includes("")) return mistake("--region has an empty name: regions are named like eu-west-1,us-east-1");
  const endpoint = valuesOf(written, "endpoint-url").at(-1);
  if (endpoint !== undefined && !(/^https?:/.test(endpoint) && URL.canParse(endpoint)))
    return mistake(`--endpoint-url takes a URL such as http://localhost:4566, not "${endpoint}"`);
  return {
    kind: "aws",
    regions: regions.includes("all") ? "all" : [...new Set(regions)],
    profile: valuesOf(written, "profile").at(-1),
    endpoint,
    save: valuesOf(written, "save").at(-1),
    ...reports,
  };
}

/** A value that begins like a JSON list, map or string is one; any other is the text itself. */
function readVariable(text: string): readonly [string, unknown] | Mistake {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    return mistake(`--var ${text} is not NAME=VALUE, such as var.cidr=10.0.0.0/8`);
  if (!/^\s*["[{]/.test(value)) return [name, value];
  try {
    return [name, JSON.parse(value)];
  } catch {
    return mistake(`the value of --var ${name} begins like JSON and is none: ${value}`);
  }
}

function readExplain(operands: readonly string[], colour: Colour): Command | Mistake {
  const [topic, ...others] = operands;
  if (topic === undefined || topic === "")
    return mistake("explain needs a rule or a port: portcullis rules lists the rules");
  return others.length === 0
    ? { kind: "explain", topic, colour }
    : mistake(`explain takes one topic and got ${operands.length}: ${operands.join(" ")}`);
}

function unknownCommand(command: string): string {
  if (/[./\\]/.test(command)) return `there is no command ${command}; to look at it: portcullis scan ${command}`;
  return `there is no command ${command}${suggestion(command, commands)}: portcullis --help lists them`;
}

function colourOf(names: readonly string[]): Colour {
  const last = names.findLast((name) => name === "color" || name === "no-color");
  if (last === undefined) return "auto";
  return last === "color" ? "always" : "never";
}

function isOption(name: string): name is keyof typeof options {
  return Object.hasOwn(options, name);
}
