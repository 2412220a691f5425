import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../support/catalogue";
import { describeWith } from "../support/judges";

/** Microsoft's SARIF Multitool, which holds a log to the published schema and to the rules of GitHub code scanning. */
const multitool = process.env["PORTCULLIS_SARIF_MULTITOOL"];

describeWith(
  multitool !== undefined && existsSync(multitool) ? multitool : undefined,
  "SARIF Multitool accepts",
  (tool) => {
    test.each(["fixtures/first-look", "fixtures/whole-tree", "fixtures/cloudformation", "fixtures/compose"])(
      "%s",
      (folder) => {
        const work = mkdtempSync(join(tmpdir(), "sarif-"));
        try {
          const log = join(work, "report.sarif");
          const scan = [join(root, "dist/portcullis.cjs"), "scan", folder, "--output", `sarif=${log}`];
          spawnSync(process.execPath, scan, { cwd: root });
          const judged = join(work, "judged.sarif");
          spawnSync(
            tool,
            [
              "validate",
              log,
              "--output",
              judged,
              "--rule-kind",
              "Sarif;Ghas",
              "--level",
              "Error",
              "--log",
              "ForceOverwrite",
            ],
            {
              env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
            },
          );
          const { runs } = JSON.parse(readFileSync(judged, "utf8")) as {
            runs: { results: { ruleId: string; message: unknown }[] }[];
          };
          expect(runs.flatMap(({ results }) => results)).toEqual([]);
        } finally {
          rmSync(work, { recursive: true, force: true });
        }
      },
    );
  },
);
