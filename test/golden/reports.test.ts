import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { setupWithout } from "../../src/main/configuration";
import { look } from "../../src/main/scan";
import { json } from "../../src/report/json";
import { plain, type ReportContext } from "../../src/report/reporter";
import { sarif } from "../../src/report/sarif";
import { text } from "../../src/report/text";
import { catalogue, filesUnder, root } from "../support/catalogue";
import { problemsInSarif } from "./sarif-shape";

/**
 * Every folder with an `expected.json` has beside it the report on all that it holds, for programs and as text.
 * `UPDATE_GOLDEN=1 npx jest test/golden` writes what is reported now.
 */
const folders = filesUnder("fixtures")
  .paths.filter((path) => path.endsWith("/expected.json"))
  .map((path) => path.slice(0, -"/expected.json".length));

const isUpdated = (process.env["UPDATE_GOLDEN"] ?? "") !== "";
const version = "0.0.0";

interface Written {
  readonly json: string;
  readonly text: string;
  readonly sarif: string;
}

/** What the command line writes, with a version that releases do not change. */
function writtenOn(folder: string): Written {
  const { report, text: textOf } = look(
    { paths: [folder], variables: new Map(), config: undefined },
    setupWithout(catalogue()),
  );
  const context: ReportContext = {
    version,
    rules: catalogue().rules,
    text: textOf,
    paint: plain,
    detail: "full",
    unknowns: "shown",
  };
  // How many rules there are is no property of what was looked at.
  const counted = { ...report, looked: { ...report.looked, rules: 0 } };
  return { json: json(counted, context), text: text(report, context), sarif: sarif(report, context) };
}

function expectFile(path: string, written: string): void {
  if (isUpdated) writeFileSync(join(root, path), written);
  expect(readFileSync(join(root, path), "utf8")).toBe(written);
}

test("there are reports", () => {
  expect(folders).toEqual(["fixtures/compose/mounted-databases", "fixtures/first-look", "fixtures/whole-tree"]);
});

describe.each(folders)("%s", (folder) => {
  const written = writtenOn(folder);

  test("for programs", () => {
    expectFile(`${folder}/expected.json`, written.json);
  });

  test("as text", () => {
    expectFile(`${folder}/expected.txt`, written.text);
  });

  test("for programs, as its schema says", () => {
    const schema = JSON.parse(readFileSync(join(root, "docs/report-v1.schema.json"), "utf8")) as object;
    const isReport = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(schema);
    isReport(JSON.parse(written.json));
    expect(isReport.errors).toBeNull();
  });

  test("as SARIF", () => {
    const lines = (file: string): readonly string[] => readFileSync(join(root, file), "utf8").split("\n");
    const rules = catalogue().rules.map(({ id }) => id);
    expect(problemsInSarif(JSON.parse(written.sarif), { lines, rules })).toEqual([]);
    const { findings } = JSON.parse(written.json) as { readonly findings: readonly { readonly fingerprint: string }[] };
    for (const { fingerprint } of findings) expect(written.sarif).toContain(`"portcullis/v1": "${fingerprint}"`);
  });

  const program = join(root, "dist/portcullis.cjs");
  const isBuilt = existsSync(program) && !isUpdated;
  (isBuilt ? test : test.skip)("from the built program (npm run build)", () => {
    const run = (format: string): string =>
      spawnSync(process.execPath, [program, "scan", folder, "--format", format], { cwd: root, encoding: "utf8" })
        .stdout;
    expect(run("text")).toBe(written.text);
    expect(
      run("json")
        .replace(/"version": "[^"]*"/, `"version": "${version}"`)
        .replace(/"rules": \d+/, '"rules": 0'),
    ).toBe(written.json);
  });
});
