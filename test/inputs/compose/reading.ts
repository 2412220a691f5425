import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compose } from "../../../src/inputs/compose/input";
import type { Fact, Forward, Trait } from "../../../src/model/facts";
import type { Reading } from "../../../src/model/reading";

export type Texts = Readonly<Record<string, string>>;

export function readTexts(texts: Texts, variables: Readonly<Record<string, unknown>> = {}): Reading {
  const files = { paths: Object.keys(texts).toSorted(), text: (path: string) => texts[path] };
  return compose.read(files, { variables: new Map(Object.entries(variables)) });
}

/** The files of a folder under fixtures/compose, by their paths within it. */
export function fixture(name: string): Texts {
  const folder = join(__dirname, "../../../fixtures/compose", name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

export function forwardsOf(facts: readonly Fact[]): readonly Forward[] {
  return facts.filter((fact) => fact.kind === "forward");
}

export function traitsOf(facts: readonly Fact[]): readonly Trait[] {
  return facts.filter((fact) => fact.kind === "trait");
}
