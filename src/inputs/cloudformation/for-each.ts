import type { DocumentNode, MappingEntry, ScalarNode } from "../../syntax/tree";

/** What a loop runs over, or nothing where that is not known before the stack is deployed. */
type ItemsOf = (collection: DocumentNode) => readonly string[] | undefined;

/** More entries than a template may have resources by far; a loop that makes more is not followed. */
const maxEntries = 2000;

/** Whether an entry stands for the entries that a loop makes (User Guide, "Fn::ForEach"). */
export function isLoop({ key }: MappingEntry): boolean {
  return key.text.startsWith("Fn::ForEach::");
}

/**
 * The entries of a mapping once its loops have run; a loop that cannot be run stays as it is written. The nodes that a loop
 * makes stand where its body does.
 */
export function withoutLoops(entries: readonly MappingEntry[], itemsOf: ItemsOf): readonly MappingEntry[] {
  if (!entries.some(isLoop)) return entries;
  return entries.flatMap((entry) => (isLoop(entry) ? (entriesOf(entry, itemsOf) ?? [entry]) : [entry]));
}

function entriesOf({ value }: MappingEntry, itemsOf: ItemsOf): readonly MappingEntry[] | undefined {
  const [identifier, collection, body] = value.kind === "sequence" ? value.items : [];
  if (identifier?.kind !== "scalar" || !collection || body?.kind !== "mapping") return undefined;
  const items = itemsOf(collection);
  if (!items || items.length * body.entries.length > maxEntries) return undefined;
  const made = items.flatMap((item) => {
    const written: Item = { name: identifier.text, text: item };
    return withoutLoops(
      body.entries.map((entry) => entryFor(entry, written)),
      itemsOf,
    );
  });
  return made.length > maxEntries ? undefined : made;
}

/** One item of a collection, and the name that the body of the loop gives it. */
interface Item {
  readonly name: string;
  readonly text: string;
}

function entryFor({ key, value }: MappingEntry, item: Item): MappingEntry {
  return { key: scalarFor(key, item), value: nodeFor(value, item) };
}

function nodeFor(node: DocumentNode, item: Item): DocumentNode {
  switch (node.kind) {
    case "scalar":
      return node.tag === "!Ref" && node.text === item.name ? plain(node, item) : scalarFor(node, item);
    case "sequence":
      return { ...node, items: node.items.map((each) => nodeFor(each, item)) };
    case "mapping": {
      const [only, ...others] = node.entries;
      const isItem = only?.key.text === "Ref" && only.value.kind === "scalar" && only.value.text === item.name;
      if (isItem && others.length === 0) return plain(node, item);
      return { ...node, entries: node.entries.map((entry) => entryFor(entry, item)) };
    }
  }
}

function plain({ start, end }: DocumentNode, { text }: Item): ScalarNode {
  return { kind: "scalar", value: text, text, style: "quoted", start, end };
}

/** `${Name}` is the item as it is, `&{Name}` what is left of it in a logical id: its letters and digits. */
function scalarFor(node: ScalarNode, { name, text }: Item): ScalarNode {
  const written = node.text
    .replaceAll(`\${${name}}`, () => text)
    .replaceAll(`&{${name}}`, () => text.replaceAll(/[^A-Za-z0-9]/g, ""));
  return written === node.text ? node : { ...node, text: written, value: written };
}
