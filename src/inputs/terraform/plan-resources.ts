import { placeOf, type FilePlace, type SourceText } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { resourceAddress, type ResourceAddress } from "./plan-addresses";

/** A managed resource as it is after the changes of a plan, or as a state has it. */
export interface PlannedResource extends ResourceAddress {
  readonly address: string;
  /** What is known of its attributes. */
  readonly values: DocumentNode | undefined;
  /** `true` for each attribute that is known only after apply. */
  readonly unknown: DocumentNode | undefined;
  /** `true` for each attribute that must not be shown. */
  readonly sensitive: DocumentNode | undefined;
  readonly fate: "made" | "changed" | "kept";
  readonly at: FilePlace;
  readonly header: FilePlace;
}

/** What a resource was before the changes of a plan. */
export interface FormerResource extends ResourceAddress {
  readonly values: DocumentNode;
}

export interface PlannedResources {
  readonly resources: readonly PlannedResource[];
  readonly former: readonly FormerResource[];
}

/**
 * The resources of a plan or of a state in JSON (Terraform, "JSON Output Format"): those of `planned_values` or `values`, and
 * those of `resource_changes` that are not among them and are left there.
 */
export function plannedResources(source: SourceText, tree: DocumentNode | undefined): PlannedResources {
  const changes = changesIn(tree);
  const roots = ["planned_values", "values"].flatMap((key) => valueOf(valueOf(tree, key), "root_module") ?? []);
  const resources = new Map<string, PlannedResource>();
  for (const node of roots.flatMap(resourcesBelow)) {
    const found = addressOf(node);
    const change = found && changes.get(found.address);
    const planned = found && plannedResource(source, { ...found, node, change });
    if (planned) resources.set(planned.address, planned);
  }
  for (const [address, change] of changes) {
    const found = addressOf(change.node);
    const planned = found && plannedResource(source, { ...found, node: change.node, change });
    if (planned && !resources.has(address) && remains(change)) resources.set(address, planned);
  }
  for (const forgotten of forgottenIn(source, tree)) resources.set(forgotten.address, forgotten);
  return { resources: [...resources.values()], former: [...changes.values()].flatMap(formerResource) };
}

interface Change {
  readonly node: DocumentNode;
  readonly change: DocumentNode | undefined;
  readonly actions: readonly string[];
}

/** By address. A deposed object stands under the address of the one that has taken its place, and is not that one. */
function changesIn(tree: DocumentNode | undefined): ReadonlyMap<string, Change> {
  const deferred = itemsOf(valueOf(tree, "deferred_changes")).flatMap((node) => valueOf(node, "resource_change") ?? []);
  const all = [...itemsOf(valueOf(tree, "resource_changes")), ...deferred].flatMap((node): [string, Change][] => {
    const found = valueOf(node, "deposed") ? undefined : addressOf(node);
    const change = valueOf(node, "change");
    const actions = itemsOf(valueOf(change, "actions")).flatMap((action) => textOf(action) ?? []);
    return found ? [[found.address, { node, change, actions }]] : [];
  });
  return new Map(all);
}

function remains({ actions, change }: Change): boolean {
  const isGone = actions.length === 1 && ["delete", "forget"].includes(actions[0] ?? "");
  return !isGone && valueOf(change, "after")?.kind === "mapping";
}

/**
 * What Terraform forgets stays in the account as it was (Terraform language, "Remove Resources"). Where another object takes
 * its place, and where it has lost it before, it has a name of its own.
 */
function forgottenIn(source: SourceText, tree: DocumentNode | undefined): readonly PlannedResource[] {
  return itemsOf(valueOf(tree, "resource_changes")).flatMap((node): readonly PlannedResource[] => {
    const change = valueOf(node, "change");
    const actions = itemsOf(valueOf(change, "actions")).map(textOf);
    const found = addressOf(node);
    const values = valueOf(change, "before");
    if (!found || !actions.includes("forget") || values?.kind !== "mapping") return [];
    const deposed = textOf(valueOf(node, "deposed"));
    const suffix = deposed === undefined ? (actions.length > 1 ? " (forgotten)" : "") : ` (deposed ${deposed})`;
    const { parsed } = found;
    return [
      {
        ...parsed,
        name: `${parsed.name}${suffix}`,
        address: `${found.address}${suffix}`,
        values,
        unknown: undefined,
        sensitive: valueOf(change, "before_sensitive"),
        fate: "kept",
        at: placeOf(source, node),
        header: placeOf(source, valueOf(node, "address") ?? node),
      },
    ];
  });
}

/** The resources of a module and of all modules below it. */
function resourcesBelow(module: DocumentNode): readonly DocumentNode[] {
  return [
    ...itemsOf(valueOf(module, "resources")),
    ...itemsOf(valueOf(module, "child_modules")).flatMap(resourcesBelow),
  ];
}

interface Found {
  readonly address: string;
  readonly parsed: ResourceAddress;
}

function addressOf(node: DocumentNode): Found | undefined {
  const address = textOf(valueOf(node, "address"));
  const parsed = address === undefined ? undefined : resourceAddress(address);
  const isManaged = (textOf(valueOf(node, "mode")) ?? "managed") === "managed";
  return address !== undefined && parsed && isManaged ? { address, parsed } : undefined;
}

interface Entry extends Found {
  readonly node: DocumentNode;
  readonly change: Change | undefined;
}

function plannedResource(source: SourceText, { address, parsed, node, change }: Entry): PlannedResource {
  const header = valueOf(node, "address") ?? node;
  return {
    ...parsed,
    address,
    values: valueOf(node, "values") ?? valueOf(change?.change, "after"),
    unknown: valueOf(change?.change, "after_unknown"),
    sensitive: valueOf(node, "sensitive_values") ?? valueOf(change?.change, "after_sensitive"),
    fate: fateOf(change?.actions ?? []),
    at: placeOf(source, node),
    header: placeOf(source, header),
  };
}

function fateOf(actions: readonly string[]): PlannedResource["fate"] {
  if (actions.includes("create")) return "made";
  return actions.includes("update") ? "changed" : "kept";
}

function formerResource({ node, change }: Change): readonly FormerResource[] {
  const found = addressOf(node);
  const values = valueOf(change, "before");
  return found && values?.kind === "mapping" ? [{ ...found.parsed, values }] : [];
}

export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

/** A string, a number or a boolean as text. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}
