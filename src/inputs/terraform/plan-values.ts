import type { Reason } from "../../model/bounds";
import { placeOf, type FilePlace, type SourceText } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { canStandForMany } from "./plan-blocks";
import { itemsOf } from "./plan-resources";
import type { Argument, Content, Nested } from "./sections";
import { listOf, objectOf, primitive, unknownValue, type Attribute, type Value } from "./value";
import { reference } from "./world";

/** What a plan tells of a resource or of a nested block. */
export interface Part {
  /** `ingress[0]`; nothing for the resource itself. */
  readonly path: string;
  readonly values: DocumentNode | undefined;
  readonly unknown: DocumentNode | undefined;
  readonly sensitive: DocumentNode | undefined;
  /** What the configuration says of the blocks that this may be of. */
  readonly expressions: readonly DocumentNode[];
}

/** What a resource of a plan knows beyond its own text. */
export interface Reader {
  readonly source: SourceText;
  readonly address: string;
  /** The attribute that an identifier is the value of, where a resource of the plan has it. */
  readonly attributeWith: (identifier: string) => Attribute | undefined;
  /** The value of an argument that is known only after apply. */
  readonly unknownArgument: (part: Part, name: string, at: FilePlace) => Value;
  /** Whether an argument that is known only after apply is one that the configuration has. */
  readonly isWritten: (part: Part, name: string) => boolean;
  /** Whether a list of blocks that is known only after apply is one that the configuration has. */
  readonly mayHave: (part: Part, type: string) => boolean;
  /** What is left of a block without what other resources say; nothing where they say all of it. */
  readonly ownPart: (part: Part, type: string, block: DocumentNode) => DocumentNode | undefined;
}

export function contentOf(reader: Reader, part: Part): Content {
  return {
    kind: "given",
    argument: (name) => argumentOf(reader, part, name),
    nested: (type) => nestedIn(reader, part, type),
    names: () => keysOf([part.values, part.unknown]),
  };
}

function keysOf(nodes: readonly (DocumentNode | undefined)[]): readonly string[] {
  const keys = nodes.flatMap((node) => (node?.kind === "mapping" ? node.entries.map(({ key }) => key.text) : []));
  return [...new Set(keys)];
}

function argumentOf(reader: Reader, part: Part, name: string): Argument | undefined {
  const node = valueOf(part.values, name);
  const unknown = valueOf(part.unknown, name);
  const place = node ?? unknown;
  if (!place || (isTrue(unknown) && !reader.isWritten(part, name))) return undefined;
  const at = placeOf(reader.source, place);
  const given = { node, unknown, sensitive: valueOf(part.sensitive, name), name: nameOf(part, name) };
  const value = isTrue(unknown) ? reader.unknownArgument(part, name, at) : valueIn(reader, given);
  const items = node?.kind === "sequence" ? node.items.map((item) => placeOf(reader.source, item)) : [];
  return { value, at, items };
}

interface Given {
  readonly node: DocumentNode | undefined;
  readonly unknown: DocumentNode | undefined;
  readonly sensitive: DocumentNode | undefined;
  readonly name: string;
}

/** Lists of the same length stand beside each other; what is `true` in one of them is unknown, or must not be shown. */
function valueIn(reader: Reader, { node, unknown, sensitive, name }: Given): Value {
  const place = node ?? unknown;
  if (!place) return primitive(null);
  const at = placeOf(reader.source, place);
  const full = `${reader.address}.${name}`;
  if (isTrue(sensitive)) return unknownValue([sensitiveReason(full, at)]);
  if (isTrue(unknown)) return unknownValue([reference(full, at)]);
  switch (place.kind) {
    case "scalar":
      return node ? scalarValue(reader, place, at) : primitive(null);
    case "sequence": {
      const length = Math.max(itemsOf(node).length, itemsOf(unknown).filter(isTrue).length);
      const items = Array.from({ length }, (_, i) =>
        valueIn(reader, {
          node: itemsOf(node)[i],
          unknown: itemsOf(unknown)[i],
          sensitive: itemsOf(sensitive)[i],
          name: `${name}[${i}]`,
        }),
      );
      return listOf(items, { shape: "list" });
    }
    case "mapping": {
      const entries = keysOf([node, unknown]).map((key): readonly [string, Value] => {
        const [inNode, inUnknown, inSensitive] = [node, unknown, sensitive].map((each) => valueOf(each, key));
        return [
          key,
          valueIn(reader, { node: inNode, unknown: inUnknown, sensitive: inSensitive, name: `${name}.${key}` }),
        ];
      });
      return objectOf(new Map(entries));
    }
  }
}

/** The identifier of a resource of the plan is that attribute of it, whose value the plan happens to know. */
function scalarValue(reader: Reader, node: Extract<DocumentNode, { kind: "scalar" }>, at: FilePlace): Value {
  const attribute = typeof node.value === "string" ? reader.attributeWith(node.value) : undefined;
  if (!attribute) return primitive(node.value);
  return unknownValue([reference(`${attribute.subject.name}.${attribute.name}`, at)], attribute);
}

function nestedIn(reader: Reader, part: Part, type: string): readonly Nested[] {
  const [values, unknown, sensitive] = [part.values, part.unknown, part.sensitive].map((each) => valueOf(each, type));
  const full = `${reader.address}.${nameOf(part, type)}`;
  const place = values ?? unknown;
  if (!place) return [];
  const at = placeOf(reader.source, place);
  if (isTrue(unknown)) return reader.mayHave(part, type) ? [unread(reference(full, at), at)] : [];
  if (isTrue(sensitive)) return [unread(sensitiveReason(full, at), at)];
  const expressions = part.expressions.flatMap((each) => expressionsIn(each, type));
  const blocks = values?.kind === "mapping" ? [values] : itemsOf(values);
  const further = itemsOf(unknown).slice(blocks.length).filter(isTrue);
  return [...blocks, ...further].flatMap((each, i): readonly Nested[] => {
    const [unknownHere, sensitiveHere] = [unknown, sensitive].map((list) =>
      list?.kind === "mapping" ? list : itemsOf(list)[i],
    );
    const itsPlace = placeOf(reader.source, each);
    if (isTrue(unknownHere) || isTrue(sensitiveHere)) return [unread(reference(full, itsPlace), itsPlace)];
    const block = reader.ownPart(part, type, each);
    if (block?.kind !== "mapping") return [];
    const path = nameOf(part, `${type}[${i}]`);
    const inner: Part = { path, values: block, unknown: unknownHere, sensitive: sensitiveHere, expressions };
    const isMany = canStandForMany(type, (argument) => isTrue(valueOf(unknownHere, argument)));
    const doubt = isMany ? [reference(`how many ${full} there are`, itsPlace)] : [];
    return [{ at: itsPlace, header: itsPlace, content: contentOf(reader, inner), doubt }];
  });
}

function unread(because: Reason, at: FilePlace): Nested {
  return { at, header: at, content: { kind: "unread" }, doubt: [because] };
}

/** The nodes that tell of an argument or a nested block: of each block of a list; blocks that are written as an attribute have but one. */
export function expressionsIn(node: DocumentNode, name: string): readonly DocumentNode[] {
  if (node.kind === "sequence") return node.items.flatMap((item) => expressionsIn(item, name));
  if (valueOf(node, "references")) return [node];
  const found = valueOf(node, name);
  return found ? [found] : [];
}

function nameOf({ path }: Part, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function sensitiveReason(name: string, at: FilePlace): Reason {
  return { kind: "value", name: `${name}, which is sensitive`, at };
}

function isTrue(node: DocumentNode | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}
