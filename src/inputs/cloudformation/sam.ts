import { entryOf, valueOf, type DocumentNode, type MappingNode } from "../../syntax/tree";
import { callOf, type Evaluator } from "./expression";
import { leavesOf } from "./paths";
import type { Resource } from "./template";

/** What `Globals` may say of, with the type of resource that it says it of (SAM Developer Guide, "Globals section"). */
export const globals: Readonly<Record<string, string>> = {
  Api: "AWS::Serverless::Api",
  CapacityProvider: "AWS::Serverless::CapacityProvider",
  Function: "AWS::Serverless::Function",
  HttpApi: "AWS::Serverless::HttpApi",
  LayerVersion: "AWS::Serverless::LayerVersion",
  SimpleTable: "AWS::Serverless::SimpleTable",
  StateMachine: "AWS::Serverless::StateMachine",
  WebSocketApi: "AWS::Serverless::WebSocketApi",
};

/** A resource with what `Globals` say of its type. */
export function withGlobals(resource: Resource, section: DocumentNode | undefined): Resource {
  const name = Object.keys(globals).find((each) => globals[each] === resource.type);
  const common = name === undefined ? undefined : valueOf(section, name);
  const { node } = resource;
  if (common?.kind !== "mapping" || node.kind !== "mapping") return resource;
  const own = entryOf(node, "Properties");
  const properties = own ? merged(common, own.value) : common;
  const key = own?.key ?? common.entries[0]?.key;
  if (!key) return resource;
  const others = node.entries.filter((entry) => entry !== own);
  return {
    ...resource,
    node: {
      ...node,
      entries: [...others, { key: { ...key, text: "Properties", value: "Properties" }, value: properties }],
    },
  };
}

/** Mappings are merged and lists come together, the common items first; of all else what the resource says counts. */
function merged(common: DocumentNode, own: DocumentNode): DocumentNode {
  if (callOf(common) || callOf(own)) return own;
  if (common.kind === "sequence" && own.kind === "sequence") return { ...own, items: [...common.items, ...own.items] };
  if (common.kind !== "mapping" || own.kind !== "mapping") return own;
  const entries = own.entries.map((entry) => {
    const before = valueOf(common, entry.key.text);
    return before ? { ...entry, value: merged(before, entry.value) } : entry;
  });
  return {
    ...own,
    entries: [...common.entries.filter(({ key }) => !entryOf(own, key.text)), ...entries],
  } satisfies MappingNode;
}

const apiEvents: readonly string[] = ["Api", "HttpApi"];

/** The kinds of API that the events of a function make beside what the template writes. */
export function apisMadeFor(evaluator: Evaluator, resource: Resource): readonly string[] {
  if (resource.type !== "AWS::Serverless::Function") return [];
  const events = valueOf(valueOf(resource.node, "Properties"), "Events");
  const names = events?.kind === "mapping" ? events.entries.map(({ key }) => key.text) : [];
  const types = names.flatMap((name) => leavesOf(evaluator, resource, ["Events", name, "Type"]));
  return apiEvents.filter((type) => types.some(({ value }) => value.kind === "text" && value.text === type));
}
