import type { Reason } from "../../model/bounds";
import { valueOf } from "../../syntax/tree";
import type { Evaluator } from "./expression";
import type { Resource } from "./template";
import { worldsOf } from "./value";

/** Whether a thing is there once the template is deployed: `doubt` says why it may not be. */
export interface Presence {
  readonly possible: boolean;
  readonly doubt: readonly Reason[];
}

export const present: Presence = { possible: true, doubt: [] };

/** Whether a resource is made, by its condition. */
export function presenceOf(evaluator: Evaluator, resource: Resource): Presence {
  const { doubt: around } = evaluator.around;
  const named = valueOf(resource.node, "Condition");
  if (!named) return around.length > 0 ? { possible: true, doubt: around } : present;
  if (named.kind !== "scalar") {
    evaluator.report("Condition of a resource takes the name of a condition", named);
    return { possible: true, doubt: [...around, evaluator.reason("value", "Condition", named)] };
  }
  const worlds = worldsOf([evaluator.condition(named.text, named)]);
  const made = worlds.filter(({ values: [value] }) => value?.kind !== "text" || value.text === "true");
  const doubt = worlds.flatMap(({ values: [value], because }) =>
    value?.kind === "unknown" ? [...because, ...value.because] : because,
  );
  return { possible: made.length > 0, doubt: [...around, ...(made.length === worlds.length ? [] : doubt)] };
}
