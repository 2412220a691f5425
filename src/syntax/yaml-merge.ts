import type { DocumentNode, Flaw, MappingEntry, MappingNode, ScalarNode } from "./tree";

/** An entry as it is written: a merge key is still one, and waits to give way to what its mappings hold. */
export interface WrittenEntry extends MappingEntry {
  readonly merges: boolean;
}

/** Whether a key asks for a merge: `<<` without quotes (yaml.org, "Merge Key Language-Independent Type for YAML 1.1"). */
export function isMergeKey({ text, style, tag }: ScalarNode): boolean {
  return text === "<<" && style === "plain" && tag === undefined;
}

/**
 * The entries of a mapping with those that its merge keys bring, where each merge key stood. A key that the mapping
 * itself has wins over a merged one, and an earlier mapping over a later one; values are taken whole, never combined.
 */
export function mergedEntries(entries: readonly WrittenEntry[]): readonly MappingEntry[] {
  if (!entries.some(({ merges }) => merges)) return entries.map(({ key, value }) => ({ key, value }));
  const taken = new Set(entries.filter(({ merges }) => !merges).map(({ key }) => key.text));
  return entries.flatMap(({ key, value, merges }) => {
    if (!merges) return [{ key, value }];
    return mappingsOf(value).flatMap((mapping) => {
      const fresh = mapping.entries.filter((entry) => !taken.has(entry.key.text));
      for (const entry of fresh) taken.add(entry.key.text);
      return fresh;
    });
  });
}

/** A flaw where a merge key has a value that is neither a mapping nor a list of mappings. */
export function mergeFlaws(entries: readonly WrittenEntry[]): readonly Flaw[] {
  return entries.filter(({ merges, value }) => merges && !canMerge(value)).map(({ key }) => unmergeable(key));
}

function mappingsOf(node: DocumentNode): readonly MappingNode[] {
  switch (node.kind) {
    case "mapping":
      return [node];
    case "sequence":
      return node.items.filter((item) => item.kind === "mapping");
    case "scalar":
      return [];
  }
}

function canMerge(node: DocumentNode): boolean {
  return node.kind === "mapping" || (node.kind === "sequence" && node.items.every(({ kind }) => kind === "mapping"));
}

function unmergeable({ start, end }: ScalarNode): Flaw {
  const message = '"<<" merges a mapping or a list of mappings, and this is neither; name one, or quote the key';
  return { code: "invalid-value", message, start, end };
}
