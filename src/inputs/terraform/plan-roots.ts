import type { Reason } from "../../model/bounds";
import { placeOf } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { plainNode } from "./functions-encoding";
import type { Module } from "./module";
import { configurationIn } from "./plan-configuration";
import { resourceAddress } from "./plan-addresses";
import { instancesIn } from "./plan-instances";
import { valueOf as valueOfPlain } from "./plain";
import { plannedResources } from "./plan-resources";
import { withSources, type DeclaredBeside } from "./plan-sources";
import type { PlanFile } from "./plans";
import type { ResourceInstance } from "./resources";
import { unknownValue, type Value } from "./value";

/** What stands for the sources of a root module. */
export interface PlannedRoot {
  readonly resources: readonly ResourceInstance[];
  /** Whether a plan knows a module by the names of the calls that lead to it. */
  readonly knowsModule: (calls: readonly string[]) => boolean;
}

/** Whether a plan was made of a module: it knows something that the module declares, or the module declares nothing. */
export function isPlanOf({ source, tree }: PlanFile, { resources, calls }: Module): boolean {
  if (resources.size + calls.size === 0) return true;
  const configuration = configurationIn(tree);
  const root = configuration?.module([]);
  const blocks = new Set(plannedResources(source, tree).resources.map(({ address }) => blockOf(address)));
  const isResource = (name: string): boolean => root?.resources.has(name) === true || blocks.has(blockOf(name));
  return [...resources.keys()].some(isResource) || [...calls.keys()].some((call) => configuration?.module([call]));
}

/**
 * A plan stands for the root module in its folder, as it has values that the sources leave open. What it was not made of, as
 * the sources have changed since, is read from them.
 */
export function plannedRoot(
  { source, tree }: PlanFile,
  rootFolder: string,
  declared: readonly ResourceInstance[],
): PlannedRoot {
  const configuration = configurationIn(tree);
  const beside = besideOf(declared);
  const planned = instancesIn(source, tree, { rootFolder, beside });
  const blocks = new Set(planned.map(({ subject }) => blockOf(subject.name)));
  const left = declared.filter(({ subject: { name } }) => {
    const found = resourceAddress(name);
    const isConfigured = found && configuration?.module(found.calls)?.resources.has(`${found.type}.${found.name}`);
    return isConfigured !== true && !blocks.has(blockOf(name));
  });
  const joined = planned.map((resource) => {
    const found = beside(resource.subject.name);
    return found ? withSources(resource, found) : resource;
  });
  return { resources: [...joined, ...left], knowsModule: (calls) => configuration?.module(calls) !== undefined };
}

/** Finds the declaration of a resource by its address: itself, or else any other of its block. */
function besideOf(declared: readonly ResourceInstance[]): (address: string) => DeclaredBeside | undefined {
  const same = new Map(declared.map((resource) => [resource.subject.name, resource]));
  const ofBlock = new Map(declared.map((resource) => [blockOf(resource.subject.name), resource]));
  return (address) => {
    const itself = same.get(address);
    if (itself) return { resource: itself, is: "the same" };
    const other = ofBlock.get(blockOf(address));
    return other && { resource: other, is: "of the same block" };
  };
}

function blockOf(address: string): string {
  const found = resourceAddress(address);
  return found ? `${found.calls.join(".")}#${found.type}.${found.name}` : address;
}

/** The variables that a plan was made with. Those that must not be shown are not known. */
export function variablesIn({ source, tree }: PlanFile): ReadonlyMap<string, Value> {
  const configured = valueOf(valueOf(valueOf(tree, "configuration"), "root_module"), "variables");
  const node = valueOf(tree, "variables");
  const entries = node?.kind === "mapping" ? node.entries : [];
  return new Map(
    entries.flatMap(({ key, value }): [string, Value][] => {
      const given = valueOf(value, "value");
      if (!given) return [];
      const isSensitive = isTrue(valueOf(valueOf(configured, key.text), "sensitive"));
      const because: Reason = {
        kind: "variable",
        name: `var.${key.text}, which is sensitive`,
        at: placeOf(source, key),
      };
      return [[key.text, isSensitive ? unknownValue([because]) : valueOfPlain(plainNode(given))]];
    }),
  );
}

function isTrue(node: DocumentNode | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}
