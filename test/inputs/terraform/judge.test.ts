import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith, found } from "../../support/judges";
import { evaluated, written } from "./evaluated";
import { expressions } from "./expressions";

/** What Terraform makes of all expressions, as JSON; it wants each heredoc on lines of its own. */
function judged(terraform: string): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-terraform-"));
  try {
    const items = expressions.map((expression, i) => `  e${i} = jsonencode(\n${expression}\n)\n`).join("");
    writeFileSync(join(folder, "main.tf"), `locals {\n${items}}\n`);
    writeFileSync(join(folder, "cli.tfrc"), "");
    const names = expressions.map((_, i) => `local.e${i}`).join(", ");
    const { stdout, stderr } = spawnSync(terraform, ["console"], {
      cwd: folder,
      input: `jsonencode([${names}])\n`,
      encoding: "utf8",
      env: { ...process.env, TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc"), CHECKPOINT_DISABLE: "1" },
    });
    if (stdout === "") throw new Error(stderr);
    const texts: unknown = JSON.parse(JSON.parse(stdout.replaceAll("$${", "${").replaceAll("%%{", "%{")) as string);
    return (texts as readonly string[]).map((text) => JSON.parse(text) as unknown);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWith(found("terraform"), "terraform console", (terraform) => {
  test("gives what we do for every expression", () => {
    const theirs = judged(terraform);
    const ours = expressions.map((expression) => {
      const text = written(evaluated(expression).value);
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    });
    const pairs = (values: readonly unknown[]): readonly unknown[] =>
      expressions.map((expression, i) => [expression, values[i]]);
    expect(pairs(ours)).toEqual(pairs(theirs));
  });
});
