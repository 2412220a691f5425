import { readFileSync } from "node:fs";
import type { Catalogue } from "../rules/rule";

/** The catalogue that the build made; it was checked there, so that no scan pays for it again. */
export function readBuiltCatalogue(path: string): Catalogue {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isCatalogue(value)) throw new Error(`${path} is not a catalogue: build portcullis again`);
  return value;
}

function isCatalogue(value: unknown): value is Catalogue {
  return typeof value === "object" && value !== null && "rules" in value && "services" in value;
}
