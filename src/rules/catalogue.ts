import type { Files } from "../model/files";
import type { Service } from "../model/service";
import { sourceText, startOf, type Problem } from "../model/source";
import { validatorOf, type Check, type Validated } from "../syntax/validated";
import type { Catalogue, Rule, RuleFile } from "./rule";
import { readRuleFile } from "./rule-file";

export interface ReadCatalogue {
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
}

/** The schemas that rules and services are held to: `rules/schema.json` and `rules/knowledge/services.schema.json`. */
export interface CatalogueSchemas {
  readonly rule: object;
  readonly services: object;
}

const knowledge = "rules/knowledge/services.yaml";

/** Reads `rules/*.yaml` and what is known of services. A file that breaks its schema is left out and said. */
export function readCatalogue(files: Files, schemas: CatalogueSchemas): ReadCatalogue {
  const problems: Problem[] = [];
  const accept = <T>(read: Validated<T>): T | undefined => {
    if (read.ok) return read.value;
    problems.push(...read.problems);
    return undefined;
  };
  const asRule = validatorOf<RuleFile>(schemas.rule);
  const asServices = validatorOf<{ readonly services: readonly Service[] }>(schemas.services);
  const rules = files.paths.filter(isRule).flatMap((path): readonly Rule[] => {
    const rule = accept(readAs(files, path, asRule));
    return rule ? [{ ...rule, id: idOf(path) }] : [];
  });
  const services = accept(readAs(files, knowledge, asServices))?.services ?? [];
  return { catalogue: { rules, services }, problems };
}

/** Rules lie in their folder itself, one file each; the folders below hold what rules rest on. */
function isRule(path: string): boolean {
  return /(^|\/)rules\/[^/]+\.yaml$/.test(path);
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1, -".yaml".length);
}

function readAs<T>(files: Files, path: string, check: Check<T>): Validated<T> {
  const text = files.text(path);
  if (text !== undefined) return readRuleFile(sourceText(path, text), check);
  return { ok: false, problems: [{ code: "unreadable", message: `${path} cannot be read`, at: startOf(path) }] };
}
