import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { root } from "../support/catalogue";
import { describeWith } from "../support/judges";

/** Microsoft's SARIF Multitool: the published schema lies beside it, and it knows what GitHub code scanning refuses. */
const named = process.env["PORTCULLIS_SARIF_MULTITOOL"];
const multitool = named !== undefined && existsSync(named) ? named : undefined;

const folders = ["first-look", "whole-tree", "cloudformation", "compose"].map((name) => [`fixtures/${name}`]);

function sarifOf(folder: string, target: string): unknown {
  const scan = [join(root, "dist/portcullis.cjs"), "scan", folder, "--output", `sarif=${target}`];
  spawnSync(process.execPath, scan, { cwd: root });
  return JSON.parse(readFileSync(target, "utf8"));
}

function inNewFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "sarif-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describeWith(multitool, "the published schema of SARIF 2.1.0 accepts", (tool) => {
  const valid = (log: unknown): string[] => {
    const schema = JSON.parse(readFileSync(join(dirname(tool), "sarif-2.1.0.json"), "utf8")) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    return validate(log)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  test.each(folders)("%s", (folder) => {
    expect(inNewFolder((work) => valid(sarifOf(folder, join(work, "report.sarif"))))).toEqual([]);
  });

  test("and refuses a log that breaks it", () => {
    expect(valid({ version: "2.1.0", runs: [{ tool: {}, results: [{ level: "bad" }] }] })).not.toEqual([]);
  });
});

describeWith(multitool, "the rules of GitHub code scanning accept", (tool) => {
  test.each(folders)("%s", (folder) => {
    const results = inNewFolder((work) => {
      const log = join(work, "report.sarif");
      const judged = join(work, "judged.sarif");
      sarifOf(folder, log);
      const options = ["--output", judged, "--rule-kind", "Sarif;Ghas", "--level", "Error"];
      spawnSync(tool, ["validate", log, ...options], {
        env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
      });
      const { runs } = JSON.parse(readFileSync(judged, "utf8")) as { runs: { results: { ruleId: string }[] }[] };
      return runs.flatMap((run) => run.results.map(({ ruleId }) => ruleId));
    });
    expect(results).toEqual([]);
  });
});
