import { help } from "../../src/main/help";
import { commands, options, readCommand } from "../../src/main/options";
import { severities } from "../../src/model/finding";
import { unknownModes } from "../../src/main/exit";
import { formats } from "../../src/report/reporters";

const scan = {
  kind: "scan",
  paths: ["."],
  format: "text",
  outputs: [],
  failOn: "high",
  unknown: "warn",
  variables: new Map<string, unknown>(),
  variableFiles: [],
  detail: "full",
  colour: "auto",
} as const;

const aws = {
  kind: "aws",
  regions: [],
  profile: undefined,
  endpoint: undefined,
  save: undefined,
  format: "text",
  outputs: [],
  failOn: "high",
  unknown: "warn",
  detail: "full",
  colour: "auto",
} as const;

const read: readonly (readonly [string, readonly string[], object])[] = [
  ["the defaults", ["scan"], scan],
  ["the defaults of aws", ["aws"], aws],
  [
    "regions in lists and one by one, each once",
    ["aws", "--region", "eu-west-1, us-east-1", "--region=eu-west-1"],
    { ...aws, regions: ["eu-west-1", "us-east-1"] },
  ],
  ["all regions", ["aws", "--region", "eu-west-1", "--region", "all"], { ...aws, regions: "all" }],
  [
    "where and as whom to look",
    ["aws", "--profile", "audit", "--endpoint-url", "http://localhost:4566", "--save", "kept", "--fail-on", "low"],
    { ...aws, profile: "audit", endpoint: "http://localhost:4566", save: "kept", failOn: "low" },
  ],
  ["the policy", ["aws", "policy"], { kind: "aws policy" }],
  ["paths", ["scan", "a", "b/c.tf"], { ...scan, paths: ["a", "b/c.tf"] }],
  ["a path that looks like an option", ["scan", "--", "--quiet"], { ...scan, paths: ["--quiet"] }],
  ["files that changed", ["scan", "--changed", "--", "a.tf", "-b"], { ...scan, changed: ["a.tf", "-b"] }],
  [
    "why something is safe",
    ["scan", "a", "--explain-safe", "db:53/udp", "--config", "c.yaml"],
    {
      kind: "explain-safe",
      paths: ["a"],
      changed: undefined,
      variables: new Map(),
      variableFiles: [],
      config: "c.yaml",
      questions: [
        { target: "db:53/udp", port: undefined },
        { target: "db", port: { number: 53, transport: "udp" } },
      ],
    },
  ],
  [
    "why something is safe whose name ends in more than a port",
    ["scan", "--explain-safe", "db:70000"],
    {
      kind: "explain-safe",
      paths: ["."],
      changed: undefined,
      variables: new Map(),
      variableFiles: [],
      config: undefined,
      questions: [{ target: "db:70000", port: undefined }],
    },
  ],
  ["no file that changed", ["scan", "--changed"], { ...scan, changed: [] }],
  ["options after paths", ["scan", "a", "--format", "json"], { ...scan, paths: ["a"], format: "json" }],
  ["options before the command", ["--quiet", "scan"], { ...scan, detail: "brief" }],
  ["one format said twice", ["scan", "--format=json", "--format=json"], { ...scan, format: "json" }],
  ["an output to the console", ["scan", "--output", "json=-"], { ...scan, format: "json" }],
  [
    "an output to the console and one to a file",
    ["aws", "--output=sarif=a", "--output=text=-"],
    { ...aws, outputs: [{ format: "sarif", file: "a" }] },
  ],
  [
    "several outputs",
    ["scan", "--output", "sarif=a=b.sarif", "--output=json=x"],
    {
      ...scan,
      outputs: [
        { format: "sarif", file: "a=b.sarif" },
        { format: "json", file: "x" },
      ],
    },
  ],
  ["strict", ["scan", "--fail-on", "info", "--unknown", "fail"], { ...scan, failOn: "info", unknown: "fail" }],
  [
    "variables",
    ["scan", "--var", "A=1", "--var", 'var.b=["x=y"]', "--var", "C=", "--var", "D={x}=", "--var", 'E={"a":1}'].filter(
      (word, i, all) => word !== "D={x}=" && all[i + 1] !== "D={x}=",
    ),
    {
      ...scan,
      variables: new Map<string, unknown>([
        ["A", "1"],
        ["var.b", ["x=y"]],
        ["C", ""],
        ["E", { a: 1 }],
      ]),
    },
  ],
  [
    "files of variables, in order",
    ["scan", "--var-file", "b.tfvars", "--var-file=a.tfvars.json", "infra"],
    { ...scan, paths: ["infra"], variableFiles: ["b.tfvars", "a.tfvars.json"] },
  ],
  ["a value that begins with a dash", ["scan", "--var=A=-1"], { ...scan, variables: new Map([["A", "-1"]]) }],
  ["colours", ["scan", "--color"], { ...scan, colour: "always" }],
  ["no colours", ["scan", "--color", "--no-color"], { ...scan, colour: "never" }],
  ["explain", ["explain", "5432/udp"], { kind: "explain", topic: "5432/udp", colour: "auto" }],
  ["rules", ["rules", "--no-color"], { kind: "rules", colour: "never" }],
  ["help wins over the command", ["scan", "--help"], { kind: "help" }],
  ["short help", ["-h"], { kind: "help" }],
  ["version", ["--version"], { kind: "version" }],
];

test.each(read)("%s", (_, args, command) => {
  expect(readCommand(args)).toEqual(command);
});

const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /^a command is missing: portcullis scan looks at this folder/],
  [["scna"], /^there is no command scna; did you mean "scan"/],
  [["frobnicate"], /^there is no command frobnicate: portcullis --help/],
  [["./infra"], /^there is no command \.\/infra; to look at it: portcullis scan \.\/infra$/],
  [["scan", "--fromat", "json"], /^there is no option --fromat; did you mean "--format"/],
  [["scan", "-x"], /^there is no option -x: portcullis --help/],
  [["scan", "--constructor"], /^there is no option --constructor/],
  [["scan", "--explain-safe", "db", "--format", "json"], /^--explain-safe answers in text only/],
  [["scan", "--explain-safe", "db", "--output", "text=a"], /^--explain-safe answers in text only/],
  [["scan", "--explain-safe"], /^--explain-safe needs a value/],
  [["aws", "--explain-safe", "db"], /^--explain-safe is an option of scan, not of aws$/],
  [["scan", "--format"], /^--format needs a value/],
  [["scan", "--format="], /^--format needs a value/],
  [["scan", "--format", "--quiet"], /^--format needs a value/],
  [["scan", "--quiet=yes"], /^--quiet takes no value/],
  [["scan", "--no-color=1"], /^--no-color takes no value/],
  [
    ["scan", "--format", "jsn"],
    /^--format takes text, json, sarif, github, gitlab, markdown, junit, html, not "jsn"; did you mean "json"$/,
  ],
  [
    ["scan", "--format=json", "--format=sarif"],
    /^standard output takes one format: --output sarif=FILE writes sarif to a file$/,
  ],
  [["scan", "--format=json", "--output=text=-"], /^standard output takes one format: --output text=FILE/],
  [["scan", "--format=jsn", "--format=json"], /^--format takes .*, not "jsn"/],
  [["scan", "--fail-on", "severe"], /^--fail-on takes critical, high, medium, low, info, not "severe"$/],
  [["scan", "--fail-on", "HIGH"], /did you mean "high"$/],
  [["scan", "--unknown", "error"], /^--unknown takes ignore, warn, fail, not "error"/],
  [["scan", "--output", "report.json"], /^--output report\.json is not FORMAT=FILE/],
  [["scan", "--output", "json="], /^--output json= is not FORMAT=FILE/],
  [
    ["scan", "--output", "xml=a"],
    /^--output takes text, json, sarif, github, gitlab, markdown, junit, html, not "xml"/,
  ],
  [["scan", "--var", "A"], /^--var A is not NAME=VALUE/],
  [["scan", "--var", "=a"], /^--var =a is not NAME=VALUE/],
  [["scan", "--var", "A=[1"], /^the value of --var A begins like JSON and is none: \[1$/],
  [["scan", ""], /^a path is empty/],
  [["explain"], /^explain needs a rule or a port/],
  [["explain", "a", "b"], /^explain takes one topic and got 2: a b$/],
  [["rules", "public-ssh"], /^rules takes no "public-ssh"; to read about one rule: portcullis explain public-ssh$/],
  [["rules", "--format", "json"], /^--format is an option of scan and aws, not of rules$/],
  [["scan", "--region", "eu-west-1"], /^--region is an option of aws, not of scan$/],
  [["scan", "--var-file="], /^--var-file needs a value/],
  [["aws", "--var-file", "a.tfvars"], /^--var-file is an option of scan, not of aws$/],
  [["aws", "--var", "a=b"], /^--var is an option of scan, not of aws$/],
  [["aws", "policy", "--region", "eu-west-1"], /^--region is an option of aws, not of aws policy$/],
  [["aws", "polcy"], /^aws takes no "polcy"; portcullis aws policy prints what it must be allowed$/],
  [["aws", "--region", "eu-west-1,"], /^--region has an empty name/],
  [["aws", "--endpoint-url", "localhost:4566"], /^--endpoint-url takes a URL such as .*, not "localhost:4566"$/],
];

test.each(mistakes)("%j is a mistake", (args, message) => {
  expect(readCommand(args)).toEqual({ kind: "mistake", message: expect.stringMatching(message) as string });
});

describe("the help text", () => {
  test("names every option of the parser and no other", () => {
    const named = new Set(help.match(/--[a-z][a-z-]*/g));
    expect([...named].sort()).toEqual(
      Object.keys(options)
        .map((name) => `--${name}`)
        .sort(),
    );
  });

  test("names every command, format, severity and mode", () => {
    for (const word of [...commands, ...formats, ...severities, ...unknownModes])
      expect(help).toMatch(new RegExp(`\\b${word}\\b`));
  });

  const examples = [...help.matchAll(/^ {2}portcullis (.*?)(?: {2,}.*)?$/gm)].map(([, example]) => example!);

  test("has examples", () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  test.each(examples)("portcullis %s", (example) => {
    const words = example.match(/'[^']*'|\S+(?:'[^']*')?/g)!.map((word) => word.replaceAll("'", ""));
    expect(readCommand(words).kind).not.toBe("mistake");
  });

  test("fits on a terminal", () => {
    for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });
});
