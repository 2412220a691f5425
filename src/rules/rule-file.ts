import { placeOf, type SourceText } from "../model/source";
import type { Check, Validated } from "../syntax/validated";
import { parseYaml } from "../syntax/yaml";

/** The one document of a file of rules or knowledge, as what its schema promises, or what is wrong with it. */
export function readRuleFile<T>(source: SourceText, check: Check<T>): Validated<T> {
  const { tree, problems } = parseYaml(source);
  if (problems.length > 0) return { ok: false, problems };
  const [document, second] = tree;
  if (document && !second) return check(document, source);
  const at = placeOf(source, second ?? { start: 0, end: 0 });
  const message = `${source.file} must hold exactly one document`;
  return { ok: false, problems: [{ code: "invalid-value", message, at }] };
}
