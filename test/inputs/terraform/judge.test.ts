import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { functions } from "../../../src/inputs/terraform/functions";
import { describeWith, found } from "../../support/judges";
import { plainOf } from "../../../src/inputs/terraform/plain";
import { evaluated, written } from "./evaluated";
import { expressions, filesBeside } from "./expressions";

/** What Terraform makes of all expressions, as JSON; it wants each heredoc on lines of its own. */
function judged(terraform: string, expressions: readonly string[]): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-terraform-"));
  try {
    const items = expressions.map((expression, i) => `  e${i} = jsonencode(\n${expression}\n)\n`).join("");
    writeFileSync(join(folder, "main.tf"), `locals {\n${items}}\n`);
    writeFileSync(join(folder, "cli.tfrc"), "");
    for (const [path, text] of Object.entries(filesBeside)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
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

const patterns = [
  [".", "*.tpl"],
  ["./", "*.t*pl"],
  [".", "**/*.{csv,txt}"],
  ["conf", "**"],
  ["conf/", "deep/?.txt"],
  ["conf", "*"],
  [".", "conf/*/*"],
] as const;

/** Functions whose calls are unknown by their name, and why. */
const leftUnknown = {
  abspath: "the folder in which Terraform will run is not that of the scan",
  base64gzip: "the bytes are those of Go's compressor",
  bcrypt: "salted: another text with each call",
  ephemeralasnull: "whether a value is ephemeral is not followed",
  plantimestamp: "the clock",
  rsadecrypt: "needs a private key, and gives a secret",
  timestamp: "the clock",
  uuid: "random",
} as const;

describeWith(found("terraform"), "terraform console", (terraform) => {
  test("gives what we do for every expression", () => {
    const theirs = judged(terraform, expressions);
    const ours = expressions.map((expression) => {
      const text = written(evaluated(expression, "", filesBeside).value);
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

  test("finds the files that we do", () => {
    const calls = patterns.map(([folder, pattern]) => `fileset(${JSON.stringify(folder)}, ${JSON.stringify(pattern)})`);
    const ours = calls.map((expression) => {
      const { value } = evaluated(expression, "", filesBeside);
      return value.kind === "list" ? value.items.map((item) => plainOf(item)) : value;
    });
    expect(ours).toEqual(judged(terraform, calls));
  });

  test("has no function that is neither worked out nor left unknown for a reason", () => {
    const { stdout } = spawnSync(terraform, ["metadata", "functions", "-json"], { encoding: "utf8" });
    const { function_signatures: all } = JSON.parse(stdout) as { readonly function_signatures: object };
    const theirs = Object.keys(all).filter((name) => !name.startsWith("core::"));
    const missing = theirs.filter((name) => !functions.has(name) && name !== "try" && name !== "can");
    expect(missing.toSorted()).toEqual(Object.keys(leftUnknown).toSorted());
  });
});
