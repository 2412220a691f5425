import { placeOf, type SourceText } from "../../model/source";
import type { Reason } from "../../model/bounds";
import { indexIn, partsOf, withoutIndex, type ResourceAddress } from "./plan-addresses";
import type { Configuration, Reference } from "./plan-configuration";
import type { PlannedResource } from "./plan-resources";
import { reference } from "./world";

/** What references of a plan are looked up in. */
export interface Directory {
  readonly source: SourceText;
  readonly configuration: Configuration | undefined;
  /** The instances of each resource, by its address without an index. */
  readonly instances: ReadonlyMap<string, readonly PlannedResource[]>;
}

/** Where references stand: the module, and the copy of the block that they stand in. */
export interface Standpoint extends Pick<ResourceAddress, "prefix" | "calls" | "index"> {
  readonly forEach: readonly Reference[];
}

/** What references lead to: attributes of resources of the plan, or what is not known of. */
export type Lead =
  | {
      readonly kind: "attribute";
      readonly of: PlannedResource;
      readonly name: string | undefined;
      readonly at: Reference;
    }
  | { readonly kind: "elsewhere"; readonly because: Reason };

const deepest = 30;

/**
 * Follows references through variables and outputs of modules to the attributes that they come from. Where one names a
 * resource that has several instances, the one with the index of the block is meant if the block speaks of its own index,
 * and otherwise all of them.
 */
export function leadsOf(
  directory: Directory,
  references: readonly Reference[],
  from: Standpoint,
  depth = 0,
): readonly Lead[] {
  const isByIndex = references.some(isOfOneInstance);
  return references.flatMap((written): readonly Lead[] => {
    const [root = "", first = "", ...rest] = partsOf(written.text);
    const elsewhere: Lead = {
      kind: "elsewhere",
      because: reference(`${from.prefix}${written.text}`, placeOf(directory.source, written.node)),
    };
    if (depth > deepest) return [elsewhere];
    switch (root) {
      case "count":
      case "path":
      case "terraform":
      case "self":
        return [];
      case "each":
        return first === "key" ? [] : eachLeads({ directory, from, written, rest, depth });
      case "var":
        return from.calls.length === 0 ? [] : argumentLeads({ directory, from, name: first, depth });
      case "module":
        return outputLeads({ directory, from, call: first, output: rest[0], depth }) ?? [elsewhere];
      default: {
        const found = instancesOf(directory, from, { type: root, name: first, isByIndex });
        const name = rest[0] === undefined ? undefined : withoutIndex(rest[0]);
        return found.length > 0 ? found.map((of) => ({ kind: "attribute", of, name, at: written })) : [elsewhere];
      }
    }
  });
}

/** Whether a reference means something else in each instance of a block. */
export function isOfOneInstance({ text }: Reference): boolean {
  return /^(each|count)\./.test(text);
}

interface Asked {
  readonly directory: Directory;
  readonly from: Standpoint;
  readonly depth: number;
}

/** `each.value` of a block that is repeated for the instances of a resource is the one with its own key. */
function eachLeads({
  directory,
  from,
  written,
  rest,
  depth,
}: Asked & { readonly written: Reference; readonly rest: readonly string[] }): readonly Lead[] {
  const leads = leadsOf(directory, from.forEach, { ...from, forEach: [] }, depth + 1);
  return leads.flatMap((lead): readonly Lead[] => {
    if (lead.kind === "elsewhere") return [lead];
    if (lead.of.index !== from.index) return [];
    return [{ ...lead, name: rest[0] === undefined ? lead.name : withoutIndex(rest[0]), at: written }];
  });
}

function argumentLeads({ directory, from, name, depth }: Asked & { readonly name: string }): readonly Lead[] {
  const call = from.calls.at(-1) ?? "";
  const calls = from.calls.slice(0, -1);
  const module = directory.configuration?.module(calls);
  const parts = partsOf(from.prefix);
  const prefix = parts
    .slice(0, -2)
    .map((part) => `${part}.`)
    .join("");
  const outer = { prefix, calls, index: indexIn(parts.at(-1) ?? ""), forEach: module?.forEach(call) ?? [] };
  return leadsOf(directory, module?.argument(call, withoutIndex(name)) ?? [], outer, depth + 1);
}

function outputLeads({
  directory,
  from,
  call,
  output,
  depth,
}: Asked & { readonly call: string; readonly output: string | undefined }): readonly Lead[] | undefined {
  const calls = [...from.calls, withoutIndex(call)];
  const module = directory.configuration?.module(calls);
  if (!module || output === undefined) return undefined;
  const inner = { prefix: `${from.prefix}module.${call}.`, calls, index: "", forEach: [] };
  const leads = leadsOf(directory, module.output(withoutIndex(output)), inner, depth + 1);
  return leads.length > 0 ? leads : undefined;
}

interface Named {
  readonly type: string;
  readonly name: string;
  readonly isByIndex: boolean;
}

function instancesOf(
  { instances }: Directory,
  { prefix, index }: Standpoint,
  { type, name, isByIndex }: Named,
): readonly PlannedResource[] {
  const all = instances.get(`${prefix}${type}.${withoutIndex(name)}`) ?? [];
  const written = indexIn(name);
  if (written !== "") return all.filter((each) => each.index === written);
  const own = isByIndex ? all.filter((each) => each.index === index) : [];
  return own.length > 0 ? own : all;
}
