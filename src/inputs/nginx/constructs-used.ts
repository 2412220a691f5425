import type { Fact, Subject } from "../../model/facts";
import { treatmentOf } from "./constructs";
import { headOf, type Directive } from "./directive";

/** Every directive by its treatment, so that none passes in silence; the maps and types within some blocks are data. */
export function treated(directives: readonly Directive[], touches: Subject): readonly Fact[] {
  const facts: Fact[] = [];
  const visit = (list: readonly Directive[], inside: string): void => {
    for (const directive of list) {
      const { name, body } = directive;
      const treatment = inside === "upstream" && name === "server" ? "modelled" : treatmentOf(name);
      if (treatment === "opaque")
        facts.push({ kind: "opaque", touches, reason: { kind: "construct", name, at: headOf(directive) } });
      if (treatment === undefined)
        facts.push({
          kind: "opaque",
          touches,
          reason: { kind: "construct", name: `"${name}", no directive of nginx's own modules,`, at: headOf(directive) },
        });
      if (body && !isData.has(name)) visit(body, name);
    }
  };
  visit(directives, "");
  return facts;
}

const isData: ReadonlySet<string> = new Set([
  "map",
  "geo",
  "types",
  "split_clients",
  "charset_map",
  "match",
  "upstream_conf",
]);
