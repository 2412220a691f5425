import type { Subject } from "../../model/facts";
import { valueOf } from "../../syntax/tree";
import { textOf, type PlannedResource } from "./plan-resources";
import type { Attribute } from "./value";

/** Attributes by which resources name each other. */
const identifying = [
  "id",
  "arn",
  "default_security_group_id",
  "default_network_acl_id",
  "main_route_table_id",
] as const;

/** What AWS makes up itself and uses once; a name that somebody chose may stand for something else. */
const madeUp = /^(?:[a-z][a-z0-9]*-[0-9a-f]{8,}|arn:.+)$/;

/** Every identifier that a resource of the plan already has, and which attribute it is the value of. */
export function identifiersOf(
  resources: readonly PlannedResource[],
  subjectOf: (resource: PlannedResource) => Subject,
): ReadonlyMap<string, Attribute> {
  const found = new Map<string, Attribute>();
  for (const name of identifying)
    for (const resource of resources) {
      const text = textOf(valueOf(resource.values, name));
      if (text === undefined || !madeUp.test(text) || found.has(text)) continue;
      found.set(text, { subject: subjectOf(resource), type: resource.type, name });
    }
  return found;
}
