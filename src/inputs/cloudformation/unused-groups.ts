import type { Trait } from "../../model/facts";
import type { DocumentNode } from "../../syntax/tree";
import type { Endpoint } from "../shared/network";
import { unusedGroups } from "../shared/unused-groups";
import type { Evaluator } from "./expression";
import type { Resource, Template } from "./template";
import { ownedOfType, unreadIn } from "./vpcs";
import { harmlessMacros } from "./constructs";

const ofGroups: ReadonlySet<string> = new Set([
  "AWS::EC2::SecurityGroup",
  "AWS::EC2::SecurityGroupIngress",
  "AWS::EC2::SecurityGroupEgress",
]);

/** Groups that stand before nothing in their stacks, and that nothing but rules of groups speaks of. */
export function unusedGroupsIn(stacks: readonly Evaluator[], endpoints: readonly Endpoint[]): readonly Trait[] {
  const groups = ownedOfType(stacks, "AWS::EC2::SecurityGroup");
  if (groups.length === 0 || endpoints.length === 0) return [];
  if (stacks.some((stack) => unreadIn(stack, harmlessMacros).length > 0)) return [];
  const words = new Map(stacks.map(({ template }) => [template, wordsIn(template)]));
  const spokenOf = new Set(
    groups.flatMap(({ evaluator: { template }, resource }) =>
      words.get(template)?.has(resource.id) ? [resource.subject.id] : [],
    ),
  );
  return unusedGroups(
    groups.map(({ resource: { subject, at } }) => ({ subject, at })),
    endpoints,
    ({ id }) => spokenOf.has(id),
  );
}

/** All words in which a template may name a resource, but in groups and their rules. */
function wordsIn(template: Template): ReadonlySet<string> {
  const speaking = [...template.resources.values()].filter(({ type }) => !ofGroups.has(type));
  const nodes = [...speaking.map(({ node }: Resource) => node), ...template.outputs.values()];
  return new Set(nodes.flatMap(textsIn).flatMap((text) => text.match(/[A-Za-z0-9]+/g) ?? []));
}

function textsIn(node: DocumentNode): readonly string[] {
  switch (node.kind) {
    case "scalar":
      return [node.text];
    case "sequence":
      return node.items.flatMap(textsIn);
    case "mapping":
      return node.entries.flatMap(({ value }) => textsIn(value));
  }
}
