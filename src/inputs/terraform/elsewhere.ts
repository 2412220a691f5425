import type { Subject } from "../../model/facts";
import { attributeIn } from "./module";
import type { ResourceInstance } from "./resources";
import { textIn } from "./scope";
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

/** Names that mean something else in each instance of a block say nothing about others. */
const ownNames = /\b(each|count|self)\b/;

function namedIn(rule: ResourceInstance, argument: string): Subject | undefined {
  const [world, ...others] = worldsOf([argumentIn(sectionOf(rule), argument)?.value ?? nothing]);
  const id = others.length === 0 && world?.values[0] ? textOf(world.values[0]) : undefined;
  const { rootFolder } = rule.world;
  if (id !== undefined) return id === "" ? undefined : { id: `${rootFolder}#${id}`, name: id };
  const found = attributeIn(rule.declared.layers, argument);
  if (!found || (world?.values[0] && isNull(world.values[0]))) return undefined;
  const text = textIn({ ...rule.scope, source: found.source }, found.attribute.expression.span).replace(
    /^"\$\{([^{}"]*)\}"$/,
    "$1",
  );
  const name = `${rule.scope.module.id.slice(rootFolder.length + 1)}${text}`;
  return ownNames.test(text) ? undefined : { id: `${rootFolder}#${name}`, name };
}
