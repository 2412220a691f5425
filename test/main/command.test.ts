import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { folderOf, removeFolders, type Content } from "./folders";

afterAll(removeFolders);

const root = join(__dirname, "../..");
const program = join(root, "dist/portcullis.cjs");
const database = "services:\n  db:\n    image: postgres\n    ports:\n      - 5432:5432\n";

interface Surroundings {
  readonly files?: Readonly<Record<string, Content>>;
  readonly env?: Readonly<Record<string, string>>;
}

function portcullis(args: readonly string[], { files = {}, env = {} }: Surroundings = {}): SpawnSyncReturns<string> {
  const { PATH = "" } = process.env;
  const ran = spawnSync(process.execPath, [program, ...args], {
    cwd: folderOf(files),
    env: { PATH, ...env },
    encoding: "utf8",
  });
  expect(ran.stderr).not.toMatch(/\bat .*\.cjs|is a bug/);
  return ran;
}

function shell(script: string, files: Readonly<Record<string, Content>>): SpawnSyncReturns<string> {
  return spawnSync("sh", ["-c", script, process.execPath, program], { cwd: folderOf(files), encoding: "utf8" });
}

describe("what is asked", () => {
  test("the version is the package's", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
    expect(portcullis(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("help goes to stdout", () => {
    const { status, stdout, stderr } = portcullis(["--help"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^portcullis tells which sockets/);
  });

  test("rules lists every rule that can be explained", () => {
    const { status, stdout } = portcullis(["rules"]);
    expect(status).toBe(0);
    const ids = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]!);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toContain("public-database");
    expect(portcullis(["explain", ids[0]!])).toMatchObject({ status: 0, stderr: "" });
  });

  const pages: readonly (readonly [string, RegExp])[] = [
    ["public-database", /^public-database: .*\nSeverity: critical \/ high \/ low/],
    ["5432", /^postgresql: PostgreSQL \(database\)/],
    ["5432/tcp", /^postgresql: /],
    ["redis", /^redis: /],
    ["1/sctp", /^No service is known on port 1\/sctp\.\n$/],
  ];
  test.each(pages)("explain %s", (topic, page) => {
    const { status, stdout, stderr } = portcullis(["explain", topic]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(page);
  });
});

describe("files of variables", () => {
  const main = `variable "who" {}
resource "aws_security_group" "db" {
  description = "db"
  ingress {
    description = "in"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = var.who
  }
}
`;
  const files = {
    "infra/main.tf": main,
    "infra/prod.tfvars": 'who = ["0.0.0.0/0"]\n',
    "office.tfvars.json": '{"who": ["10.0.0.0/8"]}',
    "bad.tfvars": 'who = ["0.0.0.0/0"\nvariable "x" {}\n',
    "list.tfvars.json": "[1]",
    "picture.tfvars": Buffer.from([0, 1, 2]),
  };
  const cases: readonly (readonly [name: string, args: readonly string[], status: number, said: RegExp])[] = [
    [
      "none",
      [],
      0,
      /unknown \(high\): it depends on var\.who .*\n[\s\S]*prod\.tfvars:1:1: prod\.tfvars is not applied; .* name it with --var-file/,
    ],
    ["one", ["--var-file", "infra/prod.tfvars"], 1, /high: .* \[public-database\]\n(?![\s\S]*is not applied)/],
    [
      "a later one",
      ["--var-file", "infra/prod.tfvars", "--var-file", "office.tfvars.json"],
      0,
      /^(?![\s\S]*public-database)/,
    ],
    ["an earlier one", ["--var-file=office.tfvars.json", "--var-file=infra/prod.tfvars"], 1, /\[public-database\]/],
    [
      "a variable by itself",
      ["--var", 'who=["10.0.0.0/8"]', "--var-file", "infra/prod.tfvars"],
      0,
      /^(?![\s\S]*public-database)/,
    ],
    ["one that is not there", ["--var-file", "gone.tfvars"], 3, /gone\.tfvars:1:1: there is no such file or folder/],
    ["one that is broken", ["--var-file", "bad.tfvars"], 3, /bad\.tfvars:2:1: /],
    [
      "one that holds no names",
      ["--var-file", "list.tfvars.json"],
      0,
      /list\.tfvars\.json:1:1: a file of variables holds NAME = VALUE/,
    ],
    ["one that is no text", ["--var-file", "picture.tfvars"], 3, /picture\.tfvars:1:1: is no file of variables/],
  ];
  test.each(cases)("%s", (_, args, status, said) => {
    const ran = portcullis(["scan", "infra", ...args], { files });
    expect(`${ran.stdout}${ran.stderr}`).toMatch(said);
    expect(ran.status).toBe(status);
  });
});

describe("mistakes are one line on stderr and exit 2", () => {
  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /a command is missing/],
    [["scan", "--fromat", "json"], /there is no option --fromat; did you mean "--format"/],
    [["scan", "--fail-on", "\u001b[31m"], /not "\\x1b\[31m"/],
    [["explain", "public-databse"], /there is no rule or service public-databse; did you mean "public-database"/],
    [["explain", "70000"], /70000 is no port/],
    [
      ["scan", "--output", "json=none/such/report.json"],
      /none\/such\/report\.json cannot be written \(there is no such folder\)/,
    ],
  ];
  test.each(mistakes)("%j", (args, message) => {
    const { status, stdout, stderr } = portcullis(args, { files: { "compose.yaml": database } });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^portcullis: [^\n]*\n$/);
  });
});

describe("what could not be looked at", () => {
  test("a folder without inputs", () => {
    const { status, stdout, stderr } = portcullis(["scan"], { files: { "readme.md": "" } });
    expect(status).toBe(3);
    expect(stdout).toBe("nothing was looked at, 0 files, 0 facts, 0 exposures\n");
    expect(stderr).toMatch(/^portcullis: nothing to look at in \.: no Terraform, /);
  });

  test("a path that is not there", () => {
    const { status, stdout } = portcullis(["scan", "infra"]);
    expect(status).toBe(3);
    expect(stdout).toContain(
      "Not looked at:\n  infra:1:1: there is no such file or folder: check the path (unreadable)\n",
    );
  });

  test("a path that is not there beside one with a finding: findings win", () => {
    const { status, stdout } = portcullis(["scan", "infra", "compose.yaml"], { files: { "compose.yaml": database } });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^compose\.yaml:5:\d+: high: .* \[public-database\]$/m);
    expect(stdout).toMatch(/^ {2}infra:1:1: there is no such file or folder/m);
  });

  test("a binary file that was named is said once", () => {
    const { status, stdout } = portcullis(["scan", "a.tf"], { files: { "a.tf": Buffer.from([0, 1, 2]) } });
    expect(status).toBe(3);
    expect(stdout.match(/^ {2}a\.tf:1:1: .*/gm)).toEqual([expect.stringMatching(/is a binary file/)]);
  });

  test("programs get it in the report, people on stderr", () => {
    const { status, stdout, stderr } = portcullis(["scan", "infra", "--format", "json"]);
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: "unreadable", file: "infra", line: 1 }] });
    expect(stderr).toMatch(/^portcullis: not looked at: infra:1: there is no such file or folder/);
  });
});

describe("forms", () => {
  const files = { "compose.yaml": database };

  test("JSON is what its schema says", () => {
    const { status, stdout, stderr } = portcullis(["scan", "--format", "json"], { files });
    expect([status, stderr]).toEqual([1, ""]);
    const schema = JSON.parse(readFileSync(join(root, "docs/report-v1.schema.json"), "utf8")) as object;
    const isValid = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(schema);
    isValid(JSON.parse(stdout));
    expect(isValid.errors).toBeNull();
    expect(JSON.parse(stdout)).toMatchObject({
      looked: { files: 1, byFormat: { compose: 1 } },
      exposures: [{ verdict: "exposed", transport: "tcp", ports: ["5432"], door: { file: "compose.yaml", line: 5 } }],
      findings: [{ rule: "public-database", file: "compose.yaml", line: 5 }],
    });
  });

  test("several outputs in one run", () => {
    const { stdout } = shell('"$0" "$1" scan --output sarif=a.sarif --output json=a.json; cat a.sarif a.json', files);
    expect(stdout).toMatch(/^compose\.yaml:5:/);
    expect(stdout).toContain('"version": "2.1.0"');
    expect(stdout).toContain('"schema": "portcullis/report/v1"');
  });

  test("threshold and quiet", () => {
    expect(portcullis(["scan", "--fail-on", "critical"], { files }).status).toBe(0);
    expect(portcullis(["scan", "--quiet"], { files }).stdout).not.toMatch(/Assuming|facts/);
  });

  const escape = "\u001b[";
  test("colours only where they are asked for or seen", () => {
    expect(portcullis(["scan"], { files }).stdout).not.toContain(escape);
    expect(portcullis(["scan", "--color"], { files }).stdout).toContain(escape);
    expect(portcullis(["scan", "--color"], { files, env: { NO_COLOR: "1" } }).stdout).toContain(escape);
    expect(portcullis(["scan", "--color", "--format", "json"], { files }).stdout).not.toContain(escape);
  });

  const terminal = (command: string): string => shell(`script -qec '${command}' /dev/null`, files).stdout;
  const hasScript = spawnSync("script", ["--version"]).status === 0;
  (hasScript ? test : test.skip)("colours on a terminal, unless NO_COLOR is set (script)", () => {
    const command = `${process.execPath} ${program} scan`;
    expect(terminal(command)).toContain(escape);
    expect(terminal(`${command} --no-color`)).not.toContain(escape);
    expect(terminal(`NO_COLOR=1 ${command}`)).not.toContain(escape);
  });
});

const hasFull = existsSync("/dev/full");
(hasFull ? describe : describe.skip)("a disk that is full is said in one sentence (/dev/full)", () => {
  const full: readonly (readonly [string, string])[] = [
    ["rules >/dev/full", "standard output"],
    ["scan >/dev/full", "standard output"],
    ["scan --output json=/dev/full", "/dev/full"],
  ];
  test.each(full)("%s", (words, what) => {
    const { stderr, status } = shell(`"$0" "$1" ${words}`, { "compose.yaml": database });
    expect(stderr).toBe(`portcullis: ${what} cannot be written (ENOSPC), so it is not complete: make room for it\n`);
    expect(status).toBe(3);
  });

  test("of stderr nobody can be told", () => {
    expect(shell('"$0" "$1" scna 2>/dev/full', {}).status).toBe(2);
  });
});

describe("pipes", () => {
  test("a reader that has gone is no error", () => {
    const { stderr } = shell('(sleep 0.3; "$0" "$1" rules; echo "exit $?" >&2) | true', {});
    expect(stderr).toBe("exit 0\n");
  });

  test("a reader that lags gets everything, even through a pipe that does not wait", () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`d${i}/compose.yaml`, database] as const));
    // Another Node on the same pipe makes it answer EAGAIN instead of waiting.
    const other = `"$0" -e 'process.stdout.write(""); setTimeout(() => {}, 3000)' &`;
    const scan = '"$0" "$1" scan --format json --output json=all.json';
    const { stdout, stderr } = shell(
      `(${other} sleep 0.5; ${scan}; kill $!) | (sleep 1.5; cat) > piped.json; cmp piped.json all.json && wc -c < all.json`,
      files,
    );
    expect(stderr).toBe("");
    expect(Number(stdout)).toBeGreaterThan(2 ** 17);
  });
});
