import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/catalogue";

/**
 * Every `console` block of the documentation is run and must print what it shows.
 * `UPDATE_GOLDEN=1 npx jest test/docs` writes what is printed now.
 */
const block = /```console\n\$ npx portcullis (.*)\n([\s\S]*?)```/g;

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "ARCHITECTURE.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
];

function printed(command: string): string {
  const words = command.split(" ");
  return spawnSync(process.execPath, [join(root, "dist/portcullis.cjs"), ...words], { cwd: root, encoding: "utf8" })
    .stdout;
}

const examples = pages
  .filter((page) => page.endsWith(".md"))
  .flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(block)].map(
      ([, command = "", shown = ""]) => [page, command, shown] as const,
    ),
  );

if (process.env["UPDATE_GOLDEN"])
  for (const page of pages.filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(join(root, page), "utf8");
    const updated = text.replace(
      block,
      (_, command: string) => `\`\`\`console\n$ npx portcullis ${command}\n${printed(command)}\`\`\``,
    );
    if (updated !== text) writeFileSync(join(root, page), updated);
  }

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(0);
});

test.each(examples)("%s: portcullis %s", (_page, command, shown) => {
  if (!process.env["UPDATE_GOLDEN"]) expect(printed(command)).toBe(shown);
});
