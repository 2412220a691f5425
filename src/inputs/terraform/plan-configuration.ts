import { valueOf, type DocumentNode } from "../../syntax/tree";
import { itemsOf, textOf } from "./plan-resources";

/** The configuration that a plan was made of: no values, only what each expression refers to. */
export interface Configuration {
  /** A module by the names of the calls that lead to it. */
  readonly module: (calls: readonly string[]) => ConfiguredModule | undefined;
}

export interface ConfiguredModule {
  /** By `type.name`. */
  readonly resources: ReadonlyMap<string, ConfiguredResource>;
  /** What an argument of a call refers to, and what the calls are repeated for. */
  readonly argument: (call: string, name: string) => readonly Reference[];
  readonly forEach: (call: string) => readonly Reference[];
  /** What an output refers to. */
  readonly output: (name: string) => readonly Reference[];
}

export interface ConfiguredResource {
  /** What tells of each argument and of the nested blocks of each type; `dynamic` blocks are left out. */
  readonly expressions: DocumentNode | undefined;
  /** The provider that makes it, with its alias and the module that has it. */
  readonly provider: string | undefined;
  readonly forEach: readonly Reference[];
}

export interface Reference {
  readonly text: string;
  readonly node: DocumentNode;
}

export function configurationIn(tree: DocumentNode | undefined): Configuration | undefined {
  const root = valueOf(valueOf(tree, "configuration"), "root_module");
  if (!root) return undefined;
  const known = new Map<string, ConfiguredModule | undefined>();
  const nodes = new Map<string, DocumentNode | undefined>([["", root]]);
  const nodeOf = (calls: readonly string[]): DocumentNode | undefined => {
    const key = calls.join(".");
    if (!nodes.has(key)) {
      const call = valueOf(valueOf(nodeOf(calls.slice(0, -1)), "module_calls"), calls.at(-1) ?? "");
      nodes.set(key, valueOf(call, "module"));
    }
    return nodes.get(key);
  };
  return {
    module: (calls) => {
      const key = calls.join(".");
      if (!known.has(key)) known.set(key, moduleOf(nodeOf(calls)));
      return known.get(key);
    },
  };
}

function moduleOf(node: DocumentNode | undefined): ConfiguredModule | undefined {
  if (!node) return undefined;
  const resources = itemsOf(valueOf(node, "resources")).map((each): [string, ConfiguredResource] => [
    textOf(valueOf(each, "address")) ?? "",
    {
      expressions: valueOf(each, "expressions"),
      provider: textOf(valueOf(each, "provider_config_key")),
      forEach: referencesIn(valueOf(each, "for_each_expression")),
    },
  ]);
  const callOf = (call: string): DocumentNode | undefined => valueOf(valueOf(node, "module_calls"), call);
  return {
    resources: new Map(resources),
    argument: (call, name) => referencesIn(valueOf(valueOf(callOf(call), "expressions"), name)),
    forEach: (call) => referencesIn(valueOf(callOf(call), "for_each_expression")),
    output: (name) => referencesIn(valueOf(valueOf(valueOf(node, "outputs"), name), "expression")),
  };
}

/**
 * What expressions refer to. Terraform lists each chain of names with all of its beginnings behind it, the longest first; the
 * chain alone is kept.
 */
export function referencesIn(...nodes: readonly (DocumentNode | undefined)[]): readonly Reference[] {
  let before = "";
  const chains = nodes.flatMap(allReferences).filter(({ text }) => {
    const isBeginning = before.startsWith(`${text}.`) || before.startsWith(`${text}[`);
    before = text;
    return !isBeginning;
  });
  return [...new Map(chains.map((each) => [each.text, each])).values()];
}

function allReferences(node: DocumentNode | undefined): readonly Reference[] {
  if (node?.kind === "sequence") return node.items.flatMap(allReferences);
  if (node?.kind !== "mapping") return [];
  return node.entries.flatMap(({ key, value }) => {
    if (key.text === "constant_value") return [];
    if (key.text !== "references") return allReferences(value);
    return itemsOf(value).flatMap((item) => {
      const text = textOf(item);
      return text === undefined ? [] : [{ text, node: item }];
    });
  });
}
