import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { folderOf, removeFolders, type Content } from "./folders";

afterAll(removeFolders);

const root = join(__dirname, "../..");
const program = join(root, "dist/portcullis.cjs");

const database = "services:\n  db:\n    image: postgres\n    ports:\n      - 5432:5432\n";
const rule = readFileSync(join(root, "fixtures/configured/security/rules/public-lab-instrument.yaml"), "utf8");

function run(cwd: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  const ran = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  expect(ran.stderr).not.toMatch(/\bat .*\.cjs|is a bug/);
  return ran;
}

/** Rule, severity and place of what a scan finds. */
function found({ stdout }: SpawnSyncReturns<string>): readonly string[] {
  const report = JSON.parse(stdout) as {
    readonly findings: readonly { rule: string; severity: string; verdict: string; file: string; line: number }[];
  };
  return report.findings.map(
    ({ rule, severity, verdict, file, line }) => `${file}:${line} ${rule} ${severity} ${verdict}`,
  );
}

function problems({ stdout }: SpawnSyncReturns<string>): readonly string[] {
  const report = JSON.parse(stdout) as {
    readonly problems: readonly { message: string; file: string; line: number }[];
  };
  return report.problems.map(({ message, file, line }) => `${file}:${line} ${message}`);
}

type Texts = Readonly<Record<string, Content>>;

describe("a folder with a configuration", () => {
  const fixture = folderOf({});
  cpSync(join(root, "fixtures/configured"), fixture, { recursive: true });
  const json = ["scan", "--format", "json"] as const;

  test("a severity, a rule that is off, a rule of its own, variables and what is ignored", () => {
    const ran = run(fixture, ...json);
    expect([ran.status, problems(ran)]).toEqual([1, []]);
    expect(found(ran)).toEqual([
      "infra/main.tf:13 public-ssh critical exposed",
      "infra/main.tf:22 public-lab-instrument medium exposed",
    ]);
  });

  test("the same from a folder further down: the nearest upwards holds, if a repository says how far", () => {
    const repository = folderOf({ ".git/HEAD": "ref: refs/heads/main\n" });
    cpSync(fixture, repository, { recursive: true });
    expect(found(run(join(repository, "infra"), ...json))).toEqual([
      "main.tf:13 public-ssh critical exposed",
      "main.tf:22 public-lab-instrument medium exposed",
    ]);
    expect(found(run(join(fixture, "infra"), ...json))).toContain("main.tf:13 public-ssh high exposed");
  });

  test("what the command line says of a variable goes before", () => {
    const ran = run(fixture, ...json, "--var", "BIND=0.0.0.0", "--var", 'office=["0.0.0.0/0"]');
    expect(found(ran)).toEqual([
      "app/compose.yaml:5 public-database high exposed",
      "infra/main.tf:13 public-ssh critical exposed",
      "infra/main.tf:22 public-lab-instrument medium exposed",
      "infra/main.tf:30 public-database high exposed",
    ]);
  });

  test("what is ignored and named is looked at", () => {
    expect(found(run(fixture, ...json, "examples/main.tf"))).toEqual([
      "examples/main.tf:9 public-all-ports high exposed",
    ]);
    expect(found(run(fixture, ...json, "examples"))).toEqual(["examples/main.tf:9 public-all-ports high exposed"]);
  });

  test("rules lists what holds, explain knows the rule of its own", () => {
    const { stdout } = run(fixture, "rules");
    expect(stdout).toMatch(/^public-ssh +critical/m);
    expect(stdout).toMatch(/^public-lab-instrument /m);
    expect(stdout).not.toMatch(/^public-remote-login /m);
    expect(run(fixture, "explain", "public-lab-instrument").stdout).toMatch(/^public-lab-instrument: An instrument/);
    expect(run(fixture, "explain", "public-remote-login").status).toBe(0);
    expect(run(fixture, "explain", "public-lab-instrumnt").stderr).toMatch(/did you mean "public-lab-instrument"/);
  });
});

describe("a wrong configuration is said line by line, exits 2, and nothing is looked at", () => {
  const cases: Readonly<Record<string, readonly [Texts, readonly string[]]>> = {
    "several mistakes": [
      { "portcullis.yaml": "rules:\n  public-ssh: severe\nignore: x\n" },
      [
        "portcullis.yaml:2:15: rules.public-ssh: must be one of off, critical, high, medium, low, info",
        "portcullis.yaml:3:9: ignore: must be array",
      ],
    ],
    "a rule that there is not": [
      { "portcullis.yaml": "rules:\n  public-databse: off\n  nothing-like-it-at-all: low\n" },
      [
        'portcullis.yaml:2:3: rules.public-databse: there is no rule public-databse; did you mean "public-database": portcullis rules lists them',
        "portcullis.yaml:3:3: rules.nothing-like-it-at-all: there is no rule nothing-like-it-at-all: portcullis rules lists them",
      ],
    ],
    "a folder that is not there": [
      { "portcullis.yaml": "rules:\n  folders:\n    - security/rules\n" },
      [
        "portcullis.yaml:3:7: rules.folders: security/rules is no folder: name a folder of rules, from the folder of the configuration on",
      ],
    ],
    "a folder without rules": [
      { "portcullis.yaml": "rules: { folders: [mine] }\n", "mine/notes.md": "" },
      ["portcullis.yaml:1:20: rules.folders: mine holds no file whose name ends in .yaml"],
    ],
    "a folder elsewhere, and a link to one": [
      { "portcullis.yaml": "rules: { folders: [.., out] }\n", out: { link: "/etc" } },
      [
        "portcullis.yaml:1:20: rules.folders: .. leads out of the folder of the configuration",
        "portcullis.yaml:1:24: rules.folders: out leads out of the folder of the configuration",
      ],
    ],
    "a rule that is wrong": [
      {
        "portcullis.yaml": "rules: { folders: [mine] }\n",
        "mine/public-lab.yaml": rule.replace("proven: high", "proven: dire"),
        "mine/public-ssh.yaml": rule,
      },
      [
        "mine/public-lab.yaml:3:21: severity.proven: must be one of critical, high, medium, low, info",
        "mine/public-ssh.yaml:1:1: there is a rule public-ssh already: give this one an id of its own",
      ],
    ],
    "a link that leads nowhere": [
      { "portcullis.yaml": { link: "gone.yaml" } },
      ["portcullis.yaml:1:1: there is no such file or folder: check the path"],
    ],
    "no text": [
      { "portcullis.yaml": Buffer.from([0, 1, 2]) },
      ["portcullis.yaml:1:1: is a binary file and no configuration"],
    ],
    "escape sequences": [
      { "portcullis.yaml": 'rules: { "\\e[31m": off }\n' },
      ["portcullis.yaml:1:10: rules.\\x1b[31m: there is no rule \\x1b[31m: portcullis rules lists them"],
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [files, lines]) => {
    const { status, stdout, stderr } = run(folderOf({ "compose.yaml": database, ...files }), "scan");
    expect(stderr).toBe(lines.map((line) => `${line}\n`).join(""));
    expect([status, stdout]).toEqual([2, ""]);
  });

  test("and no report is written", () => {
    const folder = folderOf({ "compose.yaml": database, "portcullis.yaml": "x: 1\n" });
    expect(run(folder, "scan", "--output", "json=report.json").status).toBe(2);
    expect(existsSync(join(folder, "report.json"))).toBe(false);
  });
});

describe("which configuration holds", () => {
  const off = "rules: { public-database: off, published-on-all-interfaces: off, public-unlisted-port: off }\n";
  const one = "compose.yaml:5 public-database high exposed";

  const cases: Readonly<Record<string, readonly [Texts, readonly string[], readonly string[]]>> = {
    "the one of the folder that is scanned": [
      { "app/portcullis.yaml": off, "app/compose.yaml": database },
      ["app"],
      [],
    ],
    "the one above, in the folder in which the command runs": [
      { "portcullis.yaml": off, "app/compose.yaml": database },
      ["app/compose.yaml"],
      [],
    ],
    "the nearest of two": [
      { ".git/HEAD": "", "portcullis.yaml": "{}", "app/portcullis.yaml": off, "app/compose.yaml": database },
      ["app"],
      [],
    ],
    "none above the root of the repository": [
      { "portcullis.yaml": off, "app/.git/HEAD": "", "app/compose.yaml": database },
      ["app"],
      [`app/${one}`],
    ],
    "the one that is named, whatever lies there": [
      { "portcullis.yaml": "{}", "ci/strict.yaml": off, "compose.yaml": database },
      ["--config", "ci/strict.yaml"],
      [],
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [files, args, findings]) => {
    const ran = run(folderOf(files), "scan", "--format", "json", ...args);
    expect([ran.stderr, found(ran)]).toEqual(["", findings]);
  });

  test("two at once are refused", () => {
    const folder = folderOf({
      "a/portcullis.yaml": "{}",
      "a/compose.yaml": database,
      "b/portcullis.yaml": off,
      "b/compose.yaml": database,
    });
    const { status, stderr } = run(folder, "scan", "a", "b");
    expect(stderr).toBe(
      "a/portcullis.yaml:1:1: this and b/portcullis.yaml both hold for what was named: scan one at a time, or name the one that is to hold with --config\n",
    );
    expect(status).toBe(2);
    expect(run(folder, "scan", "a", "b", "--config", "b/portcullis.yaml").status).toBe(0);
  });

  test("one further down is said and not applied", () => {
    const ran = run(
      folderOf({ "portcullis.yaml": "{}", "app/portcullis.yaml": off, "app/compose.yaml": database }),
      "scan",
      "--format",
      "json",
    );
    expect(found(ran)).toEqual([`app/${one}`]);
    expect(problems(ran)).toEqual([
      "app/portcullis.yaml:1 is not applied: the configuration at the root of what is scanned holds; to apply this one, scan its folder",
    ]);
  });

  test("one that is named and not there", () => {
    expect(run(folderOf({ "compose.yaml": database }), "scan", "--config", "gone.yaml")).toMatchObject({
      status: 2,
      stderr: "gone.yaml:1:1: there is no such file or folder: check the path\n",
    });
  });

  test("patterns of one that is named begin where the command runs", () => {
    const folder = folderOf({
      "ci/p.yaml": "ignore: [/app]\n",
      "app/compose.yaml": database,
      "ci/app/compose.yaml": database,
    });
    const ran = run(folder, "scan", "--format", "json", "--config", "ci/p.yaml");
    expect(found(ran)).toEqual([`ci/app/${one}`]);
  });
});

describe("what is said of a system", () => {
  const texts = {
    "portcullis.yaml": [
      "hosts:",
      "  one: { compose: [app/compose.yaml] }",
      "  two: { compose: [app/compose.yml] }",
      "approved:",
      "  - { to: db, ports: [5432], reason: reports }",
      "  - { to: gone, reason: once }",
      "  - { to: db, reason: long ago, until: 2020-01-01 }",
      "",
    ].join("\n"),
    "app/compose.yaml": database,
    "other/compose.yaml": database.replace("db:", "cache:"),
  };
  const missing = "hosts.two.compose: app/compose.yml is not among the files that are scanned; did you mean";

  test("is held to the files, the day and the line", () => {
    const ran = run(folderOf(texts), "scan", "--format", "json");
    expect(problems(ran)).toEqual([`portcullis.yaml:3 ${missing} "app/compose.yaml"`]);
    expect(found(ran)).toEqual([
      "app/compose.yaml:5 public-database high exposed",
      "other/compose.yaml:5 public-database high exposed",
      "portcullis.yaml:6 stale-approval info exposed",
      "portcullis.yaml:7 expired-approval medium exposed",
    ]);
    expect(ran.stdout).toContain('"reason": "approved: reports"');
    expect(run(folderOf(texts), "scan").stdout).toContain("6 |   - { to: gone, reason: once }\n");
  });

  test("paths begin at the folder of the configuration, wherever the command runs", () => {
    const ran = run(folderOf({ "in/.keep": "", ...withFolder("deep", texts) }), "scan", "deep", "--format", "json");
    expect(problems(ran)).toEqual([
      `deep/portcullis.yaml:3 ${missing.replace("app/", "deep/app/")} "deep/app/compose.yaml"`,
    ]);
  });

  test.each([
    ["scan", "app"],
    ["scan", "--changed", "app/compose.yaml"],
  ])("of a part, what it lacks is no mistake: %s %s", (...args) => {
    const ran = run(folderOf({ ".git/HEAD": "ref: refs/heads/main\n", ...texts }), ...args, "--format", "json");
    expect(problems(ran)).toEqual([]);
    expect(found(ran)).toEqual([
      "app/compose.yaml:5 public-database high exposed",
      "portcullis.yaml:7 expired-approval medium exposed",
    ]);
  });
});

function withFolder(folder: string, texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${folder}/${path}`, text]));
}

describe("zones", () => {
  const group = `resource "aws_security_group" "a" {
  description = "a"
  ingress {
    description = "administrators"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["81.2.69.0/25", "81.2.69.128/26"]
  }
}
`;
  const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    "nobody declared": ["{}", ["sensitive-port-from-single-address"]],
    "hold them all": ["{ office: [81.2.69.0/24] }", []],
    "hold them together": ["{ office: [81.2.69.0/25], home: [81.2.69.128/25] }", []],
    "hold one of them": ["{ office: [81.2.69.0/25] }", ["sensitive-port-from-single-address"]],
  };

  test.each(Object.entries(cases))("%s", (_, [zones, rules]) => {
    const folder = folderOf({ "portcullis.yaml": `zones: ${zones}\n`, "main.tf": group });
    const { findings } = JSON.parse(run(folder, "scan", "--format", "json").stdout) as { findings: { rule: string }[] };
    expect(findings.map(({ rule }) => rule)).toEqual(rules);
  });

  test("are named where a finding speaks of them", () => {
    const wide = group.replace('"81.2.69.0/25", "81.2.69.128/26"', '"52.0.0.0/11"');
    const folder = folderOf({ "portcullis.yaml": "zones: { cloud: [52.0.0.0/10] }\n", "main.tf": wide });
    const text = run(folder, "scan").stdout;
    expect(text).toContain("aws_security_group.a lets cloud reach SSH and SFTP on tcp port 22");
  });
});

describe("ignore", () => {
  const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    nothing: ["[]", ["a", "a/examples", "b", "examples"]],
    "a folder anywhere": ["[examples/]", ["a", "b"]],
    "a folder at the root": ["[/examples]", ["a", "a/examples", "b"]],
    "all but one": ["['*', '!/b/', '!/b/compose.yaml']", ["b"]],
    "what lies below": ["[examples/**]", ["a", "a/examples", "b"]],
    "case counts": ["[Examples/]", ["a", "a/examples", "b", "examples"]],
  };
  test.each(Object.entries(cases))("%s", (_, [patterns, folders]) => {
    const folder = folderOf({
      "portcullis.yaml": `ignore: ${patterns}\n`,
      "a/compose.yaml": database,
      "b/compose.yaml": database,
      "examples/compose.yaml": database,
      "a/examples/compose.yaml": database,
    });
    const files = found(run(folder, "scan", "--format", "json")).map((line) => line.replace(/\/compose.*/, ""));
    expect(files).toEqual(folders);
  });

  const named: readonly (readonly [string, string, readonly string[]])[] = [
    ["[examples/]", "examples", ["examples", "examples/deep"]],
    ["[examples/**]", "examples", ["examples", "examples/deep"]],
    ["[examples/**]", "examples/deep", ["examples/deep"]],
    ["['*']", "examples", ["examples", "examples/deep"]],
    ["[examples/deep/]", "examples", ["examples"]],
    ["['*']", ".", []],
  ];
  test.each(named)("%s and the folder %s is named", (patterns, path, folders) => {
    const folder = folderOf({
      "portcullis.yaml": `ignore: ${patterns}\n`,
      "examples/compose.yaml": database,
      "examples/deep/compose.yaml": database,
    });
    const files = found(run(folder, "scan", "--format", "json", path)).map((line) => line.replace(/\/compose.*/, ""));
    expect(files).toEqual(folders);
  });

  test("does not bring back what git ignores", () => {
    const folder = folderOf({
      ".gitignore": "a/\n",
      "portcullis.yaml": "ignore: ['!a/']\n",
      "a/compose.yaml": database,
      "b/compose.yaml": database,
    });
    expect(found(run(folder, "scan", "--format", "json"))).toEqual(["b/compose.yaml:5 public-database high exposed"]);
  });
});

test("a scan without a configuration needs no validators", () => {
  const copy = folderOf({});
  cpSync(join(root, "dist"), copy, { recursive: true });
  rmSync(join(copy, "validators.cjs"));
  const scanned = folderOf({ "compose.yaml": database });
  const ran = spawnSync(process.execPath, [join(copy, "portcullis.cjs"), "scan"], { cwd: scanned, encoding: "utf8" });
  expect(ran).toMatchObject({ status: 1, stderr: "" });
});
