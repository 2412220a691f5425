import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../../src/model/files";
import { readCatalogue } from "../../src/rules/catalogue";
import type { Catalogue } from "../../src/rules/rule";

export const root = join(__dirname, "../..");

/** Files that exist only in a test. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  return { paths: Object.keys(texts).toSorted(), text: (path) => texts[path] };
}

/** Files below a folder of this repository, by their paths from its root. */
export function filesUnder(folder: string): Files {
  const paths = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
  return { paths, text: (path) => (paths.includes(path) ? readFileSync(join(root, path), "utf8") : undefined) };
}

function schema(path: string): object {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as object;
}

export const catalogueSchemas = {
  rule: schema("rules/schema.json"),
  services: schema("rules/knowledge/services.schema.json"),
};

let cached: Catalogue | undefined;

/** The rules and services of this repository, read from their files. */
export function catalogue(): Catalogue {
  if (!cached) {
    const read = readCatalogue(filesUnder("rules"), catalogueSchemas);
    if (read.problems.length > 0) throw new Error(`rules are broken: ${JSON.stringify(read.problems, null, 2)}`);
    cached = read.catalogue;
  }
  return cached;
}
