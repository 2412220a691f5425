import type { Problem } from "../../model/source";
import { headOf, type Directive } from "./directive";
import { marksOf } from "./templates";

/** A directive that nginx stops at, and what it says. */
export interface Refusal {
  readonly message: string;
  readonly directive: Directive;
}

/** More than this many in one configuration say no more than that it is not one. */
export const mostRefusals = 100;

/** As problems; nothing of the configuration is lost by them. */
export function problemsOf(refusals: readonly Refusal[]): readonly Problem[] {
  return refusals
    .slice(0, mostRefusals)
    .map(({ message, directive }) => ({ code: "invalid-value", message, at: headOf(directive) }));
}

/** Whether a directive stands in a text into which a template puts something, which may be whatever is missed. */
export function templates(): (directive: Directive) => boolean {
  const known = new Map<Directive["source"], boolean>();
  return ({ source }) => {
    const before = known.get(source);
    if (before !== undefined) return before;
    const isTemplate = marksOf(source).length > 0;
    known.set(source, isTemplate);
    return isTemplate;
  };
}
