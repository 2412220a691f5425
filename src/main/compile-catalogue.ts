import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Files } from "../model/files";
import { readCatalogue } from "../rules/catalogue";

/** Run by the build in the root of the project: checks the rules and what is known of services, and writes both as JSON. */
export function compileCatalogue(target: string): void {
  const paths = readdirSync("rules")
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => `rules/${name}`);
  paths.push("rules/knowledge/services.yaml");
  const files: Files = { paths: paths.toSorted(), text: (path) => readFileSync(path, "utf8") };
  const { catalogue, problems } = readCatalogue(files, {
    rule: schemaIn("rules/schema.json"),
    services: schemaIn("rules/knowledge/services.schema.json"),
  });
  if (problems.length > 0) {
    const lines = problems.map(({ message, at }) =>
      at.kind === "file" ? `${at.file}:${at.line}: ${message}` : message,
    );
    throw new Error(lines.join("\n"));
  }
  writeFileSync(target, JSON.stringify(catalogue));
}

function schemaIn(path: string): object {
  const schema: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof schema !== "object" || schema === null) throw new Error(`${path} is not a JSON Schema`);
  return schema;
}
