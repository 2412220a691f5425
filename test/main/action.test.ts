import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { folderOf, removeFolders, type Content } from "./folders";

afterAll(removeFolders);

const root = join(__dirname, "../..");

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const metadata = parse(readFileSync(join(root, "action.yml"), "utf8")) as Metadata;

const database = "services:\n  db:\n    image: postgres\n    ports:\n      - 5432:5432\n";
const closed = "services:\n  db:\n    image: postgres\n    ports:\n      - 127.0.0.1:5432:5432\n";

interface Ran {
  readonly status: number | null;
  readonly log: string;
  readonly errors: readonly string[];
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** A file of the workspace; nothing where it is not there. */
  readonly file: (path: string) => string | undefined;
}

/** Runs the entry as the runner does: inputs with their defaults and the files of the step in variables, in the workspace. */
function action(files: Readonly<Record<string, Content>>, inputs: Readonly<Record<string, string>> = {}): Ran {
  const workspace = folderOf(files);
  const step = folderOf({ summary: "", output: "", "event.json": '{ "pull_request": { "number": 1 } }' });
  const given = Object.entries(metadata.inputs).map(([name, { default: otherwise }]) => [
    `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
    inputs[name] ?? otherwise,
  ]);
  const ran = spawnSync(process.execPath, [join(root, metadata.runs.main)], {
    cwd: workspace,
    encoding: "utf8",
    env: {
      ...(Object.fromEntries(given) as Record<string, string>),
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_EVENT_PATH: join(step, "event.json"),
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: join(step, "summary"),
      GITHUB_OUTPUT: join(step, "output"),
    },
  });
  expect(ran.stdout).not.toMatch(/is a bug/);
  const output = readFileSync(join(step, "output"), "utf8").trimEnd().split("\n");
  return {
    status: ran.status,
    log: ran.stdout,
    errors: ran.stdout.split("\n").filter((line) => line.startsWith("::error")),
    summary: readFileSync(join(step, "summary"), "utf8"),
    outputs: Object.fromEntries(output.filter(Boolean).map((line) => line.split("=") as [string, string])),
    file: (path) => {
      const at = join(workspace, path);
      return existsSync(at) ? readFileSync(at, "utf8") : undefined;
    },
  };
}

test("the metadata names a runtime that GitHub has, and says what every input and output is", () => {
  expect(metadata.runs).toEqual({ using: "node24", main: "action/main.cjs" });
  for (const { description } of [...Object.values(metadata.inputs), ...Object.values(metadata.outputs)])
    expect(description).not.toBe("");
});

describe("a finding", () => {
  const ran = action({ "deploy/compose.yaml": database });

  test("is annotated where it stands, and fails the step", () => {
    expect(ran.status).toBe(1);
    expect(ran.errors[0]).toMatch(
      /^::error file=deploy\/compose\.yaml,line=5,endLine=5,col=9,endColumn=17,title=high%3A public-database::db lets everyone/,
    );
    expect(ran.errors.slice(1)).toEqual([
      "::error title=portcullis::this fails by fail-on: high and unknown: warn; the job summary lists everything",
    ]);
  });

  test("is in the job summary", () => {
    expect(ran.summary).toMatch(/^## Portcullis: 1 finding \(1 high\)/);
    expect(ran.summary).toContain("| high | `deploy/compose.yaml:5:9` |");
    expect(ran.summary).toContain("      - 5432:5432");
  });

  test("is in the SARIF that the workflow uploads", () => {
    const log = JSON.parse(ran.file("portcullis.sarif") ?? "") as {
      readonly runs: readonly { readonly results: readonly object[] }[];
    };
    expect(log.runs[0]!.results).toMatchObject([{ ruleId: "public-database" }]);
  });

  test("is told to later steps, by exactly the outputs of the metadata", () => {
    expect(ran.outputs).toEqual({ findings: "1", "exit-code": "1", "sarif-file": "portcullis.sarif" });
    expect(Object.keys(ran.outputs).toSorted()).toEqual(Object.keys(metadata.outputs).toSorted());
  });
});

test("nothing at or above the threshold passes", () => {
  const { status, errors, outputs } = action({ "compose.yaml": database }, { "fail-on": "critical" });
  expect([status, errors.length]).toEqual([0, 1]);
  expect(outputs).toMatchObject({ findings: "1", "exit-code": "0" });
});

test("what is closed passes without an annotation", () => {
  const { status, log, summary, outputs } = action({ "compose.yaml": closed });
  expect([status, outputs["findings"]]).toEqual([0, "0"]);
  expect(log).not.toContain("::");
  expect(summary).toMatch(/^## Portcullis: no findings/);
});

test("several paths, and only these", () => {
  const files = { "a b/compose.yaml": database, "c/compose.yaml": database, "d/compose.yaml": database };
  const { log } = action(files, { paths: "a b\n  c/compose.yaml\n" });
  expect([...log.matchAll(/ file=([^,]*)/g)].map(([, file]) => file)).toEqual(["a b/compose.yaml", "c/compose.yaml"]);
});

test("SARIF in a folder that is made, or nowhere", () => {
  const files = { "compose.yaml": closed };
  const written = action(files, { "sarif-file": "out/deep/a.sarif" });
  expect(written.outputs["sarif-file"]).toBe("out/deep/a.sarif");
  expect(written.file("out/deep/a.sarif")).toContain('"version": "2.1.0"');
  const none = action(files, { "sarif-file": "" });
  expect([none.status, none.outputs["sarif-file"], none.file("portcullis.sarif")]).toEqual([0, "", undefined]);
});

test("a configuration by its name", () => {
  const files = { "compose.yaml": database, "security/lint.yaml": "rules: { public-database: off }\n" };
  expect(action(files, { config: "security/lint.yaml" }).status).toBe(0);
});

const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  [
    "a severity",
    { "fail-on": "hihg" },
    /^::error title=portcullis::fail-on takes .*, not "hihg"; did you mean "high"$/,
  ],
  ["a mode", { unknown: "explode" }, /^::error title=portcullis::unknown takes ignore, warn, fail, not "explode"$/],
  ["a configuration that is not there", { config: "none.yaml" }, /^::error file=none\.yaml,.*there is no such file/],
  ["a file of several lines", { "sarif-file": "a\nb" }, /^::error title=portcullis::sarif-file takes one path/],
  [
    "a value that is a command",
    { "fail-on": "a\n::warning::b" },
    /^::error title=portcullis::fail-on takes .*"a\\x0a::warning::b"/,
  ],
];
test.each(mistakes)("%s that is wrong is one error", (_, inputs, message) => {
  const { status, log, summary } = action({ "compose.yaml": database }, inputs);
  expect(status).toBe(2);
  expect(log.trimEnd().split("\n")).toEqual([expect.stringMatching(message)]);
  expect(summary).toBe("");
});

test("SARIF that cannot be written", () => {
  const { status, errors, outputs } = action(
    { "compose.yaml": database, out: { link: "/dev/null" } },
    { "sarif-file": "out/a" },
  );
  expect(status).toBe(2);
  expect(errors).toEqual([expect.stringMatching(/sarif-file: out\/a cannot be written/)]);
  expect(outputs).toEqual({});
});

test("nothing to look at is an error, and so is a path that is not there", () => {
  const nothing = action({ "README.md": "" });
  expect([nothing.status, nothing.outputs["exit-code"]]).toEqual([3, "3"]);
  expect(nothing.errors).toEqual([expect.stringMatching(/^::error title=portcullis::nothing to look at in \.: /)]);
  const missing = action({ "compose.yaml": closed }, { paths: "compose.yaml\ninfra" });
  expect(missing.status).toBe(3);
  expect(missing.log).toMatch(/^::warning file=infra,line=1,.*there is no such file or folder/m);
});

test("the names of files cannot speak to the runner", () => {
  const name = "x%0A::warning::y,title=z:é\n::error::w/compose.yaml";
  const { log } = action({ [name]: database });
  expect(log.split("\n").filter((line) => /^\s*(::|##\[)/.test(line))).toHaveLength(2);
  expect(log).toContain("file=x%250A%3A%3Awarning%3A%3Ay%2Ctitle=z%3Aé%0A%3A%3Aerror%3A%3Aw/compose.yaml,line=5");
});

test("the committed files are what the sources make, wherever they are built", () => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-action-"));
  const built = join(folder, "action");
  const { status, stderr } = spawnSync(process.execPath, ["esbuild.config.mjs", built], {
    cwd: root,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  const names = readdirSync(built).toSorted();
  expect(readdirSync(join(root, "action")).toSorted()).toEqual(names);
  for (const name of names)
    expect([name, readFileSync(join(root, "action", name)).equals(readFileSync(join(built, name)))]).toEqual([
      name,
      true,
    ]);
  rmSync(folder, { recursive: true });
});
