import type { Subject } from "../../model/facts";
import type { ResourceInstance } from "./resources";
import { worldsOf } from "./choices";
import { textOf } from "./plain";
import { argumentIn, sectionOf } from "./sections";
import { nothing } from "./value";
import { isNull } from "./written";

/**
 * What rules that stand by themselves belong to where it is not of this input: rules that name it by one id, or by one
 * expression in one instance of a module, belong together. A rule that stands alone stands for itself.
 */
export function ownersElsewhere(
  rules: readonly ResourceInstance[],
  argument: string,
): (rule: ResourceInstance) => Subject {
  const named = new Map([...new Set(rules)].map((rule) => [rule, namedIn(rule, argument)]));
  const times = new Map<string, number>();
  for (const owner of named.values()) if (owner) times.set(owner.id, (times.get(owner.id) ?? 0) + 1);
  return (rule) => {
    const owner = named.get(rule);
    return owner && (times.get(owner.id) ?? 0) > 1 ? owner : rule.subject;
  };
}

function namedIn(rule: ResourceInstance, argument: string): Subject | undefined {
  const [world, ...others] = worldsOf([argumentIn(sectionOf(rule), argument)?.value ?? nothing]);
  const id = others.length === 0 && world?.values[0] ? textOf(world.values[0]) : undefined;
  if (id === "" || (world?.values[0] && isNull(world.values[0]))) return undefined;
  const name = id ?? rule.spelling(argument);
  return name === undefined ? undefined : { id: `${rule.rootFolder}#${name}`, name };
}
