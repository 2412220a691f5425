import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCommand } from "../../src/main/options";
import { folderOf, removeFolders } from "./folders";

afterAll(removeFolders);

const program = join(__dirname, "../../dist/portcullis.cjs");

const files = {
  "app/compose.yaml":
    'services:\n  db:\n    image: postgres\n    ports:\n      - "${BIND:?where}:5432:5432"\n      - 5433:5432\n',
  "main.tf": `resource "aws_security_group" "a" {
  description = "a"
  ingress {
    description = "partner"
    cidr_blocks = ["52.1.2.0/28"]
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
  }
  ingress {
    description = "partner"
    cidr_blocks = ["52.1.2.0/28"]
    protocol    = "tcp"
    from_port   = 8443
    to_port     = 8443
  }
}
`,
  "tests/compose.yaml": "services:\n  db:\n    image: redis\n    ports:\n      - 6379:6379\n",
};

const sketch = `# The configuration of portcullis. Every key is optional, and docs/configuration.schema.json describes them all.
# Take the mark of a line away to have it hold. Nothing is ever taken from the environment.

# Rules: off, or the severity of all that a rule finds; portcullis explain RULE tells what it means.
#rules:
#  public-database: high  # 3 findings
#  folders: [security/rules]  # rules of your own

# Sources that get in somewhere: give them names.
#zones:
#  zone-1: [52.1.2.0/28]

# What meets on one machine: what runs there, which it is (is), and whether the internet reaches it (public).
#hosts:
#  machine-1: { compose: ["app/compose.yaml"] }  # and is, public, securityGroups, nginx, databases
#  machine-2: { compose: ["tests/compose.yaml"] }  # and is, public, securityGroups, nginx, databases

# Compose files that are run together, where neither their names nor .env say so.
#compose:
#  - { files: ["app/compose.yaml"] }  # and profiles, env_file, project_directory
#  - { files: ["tests/compose.yaml"] }  # and profiles, env_file, project_directory

# What is meant to be reached; with this list, all else that can be is reported.
#approved:
#  - { to: "db", ports: [5433, 6379], from: internet, reason: say why it is meant }  # app/compose.yaml:6
#  - { to: "aws_security_group.a", ports: [443, 8443], from: zone-1, reason: say why it is meant }  # main.tf:5

# Values that the files leave open. What --var says goes before.
#variables:
#  "BIND": 127.0.0.1  # app/compose.yaml:5

# What is left out, in the patterns of .gitignore.
#ignore:
#  - "/tests/"
`;

function init(cwd: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, "init", ...args], { cwd, encoding: "utf8" });
}

function written(folder: string): string | undefined {
  const path = join(folder, "portcullis.yaml");
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

test("without a terminal it is shown and not written", () => {
  const folder = folderOf(files);
  expect(init(folder)).toMatchObject({
    status: 0,
    stdout: sketch,
    stderr: "portcullis: nothing was written: portcullis init --yes writes it to portcullis.yaml\n",
  });
  expect(written(folder)).toBeUndefined();
});

test("with --yes it is shown and written", () => {
  const folder = folderOf(files);
  expect(init(folder, "--yes")).toMatchObject({
    status: 0,
    stdout: sketch,
    stderr: "portcullis: portcullis.yaml is written\n",
  });
  expect(written(folder)).toBe(sketch);
});

test.each([
  [[], 0],
  [["--yes"], 2],
])("what is there is not written over: init %j exits %d", (args, status) => {
  const folder = folderOf({ ...files, "portcullis.yaml": "# mine\n" });
  expect(init(folder, ...args)).toMatchObject({ status, stdout: sketch });
  expect(init(folder, ...args).stderr).toMatch(/^portcullis: portcullis\.yaml is there already and stays as it is/);
  expect(written(folder)).toBe("# mine\n");
});

const hasScript = spawnSync("script", ["--version"]).status === 0;
const answers: readonly (readonly [string, string | undefined])[] = [
  ["y", sketch],
  ["yes", sketch],
  ["n", undefined],
  ["", undefined],
];
(hasScript ? test.each(answers) : test.skip.each(answers))("on a terminal it asks: %j (script)", (answer, content) => {
  const folder = folderOf(files);
  const command = `script -qec '${process.execPath} ${program} init' /dev/null`;
  // The answer comes when it is asked for, as people give it.
  const { stdout } = spawnSync("sh", ["-c", `(sleep 1; echo "${answer}"; sleep 0.5) | ${command}`], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout.replaceAll("\r", "")).toContain(`${sketch}\nWrite this to portcullis.yaml? [y/N] `);
  expect(written(folder)).toBe(content);
});

describe("what was written", () => {
  const scan = (folder: string): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [program, "scan", "--format", "json"], { cwd: folder, encoding: "utf8" });

  test("changes nothing as it stands", () => {
    const folder = folderOf(files);
    const before = scan(folder);
    expect(init(folder, "--yes").status).toBe(0);
    const after = scan(folder);
    expect([after.status, after.stdout, after.stderr]).toEqual([before.status, before.stdout, ""]);
  });

  test("holds once its marks are gone", () => {
    const lines = sketch.split("\n").filter((line) => /^#(\w| {2})/.test(line) && !line.includes("folders:"));
    const plain = lines.map((line) => line.slice(1)).join("\n");
    expect(plain).toMatch(
      /^rules:\n {2}public-database: high .*\nzones:\n[^]*\nhosts:\n[^]*\ncompose:\n[^]*\napproved:\n[^]*\nvariables:\n {2}"BIND": .*\nignore:\n {2}- .*$/,
    );
    const ran = scan(folderOf({ ...files, "portcullis.yaml": plain.replace(/\nignore:[^]*/, "") }));
    expect(ran.stderr).toBe("");
    const report = JSON.parse(ran.stdout) as { findings: readonly { suppressed: object | null }[]; problems: unknown };
    expect(report.problems).toEqual([]);
    // All that was open is on the list, and every entry of it is of something.
    expect(report.findings.map(({ suppressed }) => suppressed)).toEqual([
      { reason: "approved: say why it is meant", file: "portcullis.yaml", line: expect.any(Number) as number },
      { reason: "approved: say why it is meant", file: "portcullis.yaml", line: expect.any(Number) as number },
    ]);
  });

  test("an empty folder gets examples that hold too", () => {
    const { status, stdout } = init(folderOf({}));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^#ignore:\n# {2}- "\/examples\/"$/m);
    expect(stdout).toMatch(/^#variables:\n# {2}"var\.office": \[10\.0\.0\.0\/8\]$/m);
  });
});

const commands: readonly (readonly [readonly string[], object])[] = [
  [["init"], { kind: "init", writes: "asked" }],
  [["init", "--yes"], { kind: "init", writes: "surely" }],
  [
    ["init", "infra"],
    { kind: "mistake", message: 'init takes no "infra": it writes portcullis.yaml in the folder in which it runs' },
  ],
  [["scan", "--yes"], { kind: "mistake", message: "--yes is an option of init, not of scan" }],
  [["init", "--config", "x"], { kind: "mistake", message: "--config is an option of scan and aws, not of init" }],
];
test.each(commands)("%j", (args, command) => {
  expect(readCommand(args)).toEqual(command);
});

test("hostile names stay in their lines", () => {
  const folder = folderOf({ "a\nrules: x/compose.yaml": files["app/compose.yaml"] });
  expect(
    init(folder)
      .stdout.split("\n")
      .filter((line) => line !== "" && !line.startsWith("#")),
  ).toEqual([]);
});

test("a devcontainer is offered as what runs on a machine, and not as a compose file", () => {
  const folder = folderOf({ ".devcontainer/devcontainer.json": '{ "image": "node", "appPort": ["3000:3000"] }' });
  const { stdout } = init(folder);
  expect(stdout).toContain('{ compose: [".devcontainer/devcontainer.json"] }');
  expect(stdout).not.toContain('files: [".devcontainer');
});
