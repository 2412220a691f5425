import type { Reason } from "../../model/bounds";
import type { FilePlace } from "../../model/source";
import type { HclBlock, HclBody } from "../../syntax/hcl/tree";
import { worldsOf } from "./choices";
import { roundsOf } from "./for-loops";
import { attributeIn } from "./module";
import { because, placeIn, withOwn, type Scope } from "./scope";
import { objectOf, reasonsIn, type SettledValue, type Value } from "./value";

/**
 * The arguments of a resource or of a nested block, wherever they come from: a block, what a dynamic block makes, or an
 * object where blocks are written as an attribute.
 */
export interface Section {
  /** `ingress[0]`; nothing for the resource itself. */
  readonly name: string;
  readonly at: FilePlace;
  readonly header: FilePlace;
  readonly content: Content;
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
}

export type Content =
  | { readonly kind: "bodies"; readonly layers: readonly { readonly body: HclBody; readonly scope: Scope }[] }
  | { readonly kind: "object"; readonly value: SettledValue }
  /** Whoever made the section answers himself. */
  | {
      readonly kind: "given";
      readonly argument: (name: string) => Argument | undefined;
      readonly nested: (type: string) => readonly Nested[];
      /** The names of all that it may be asked for. */
      readonly names: () => readonly string[];
    }
  /** There may be any number of sections, of which nothing is known. */
  | { readonly kind: "unread" };

export interface Argument {
  readonly value: Value;
  /** Where the value is written. */
  readonly at: FilePlace;
  /** Where each item is written, where the value is a list that is written here. */
  readonly items: readonly FilePlace[];
}

/** A resource as the section of its own arguments. */
export function sectionOf({ content, at, header, doubt }: Omit<Section, "name">): Section {
  return { name: "", at, header, content, doubt };
}

/** An argument of a section, or nothing where it is not written or null. */
export function argumentIn({ content, at }: Section, name: string): Argument | undefined {
  switch (content.kind) {
    case "unread":
      return undefined;
    case "given": {
      const found = content.argument(name);
      return found && !isNull(found.value) ? found : undefined;
    }
    case "object": {
      const { value } = content;
      const found = value.kind === "object" ? value.entries.get(name) : undefined;
      return found && !isNull(found) ? { value: found, at, items: [] } : undefined;
    }
    case "bodies": {
      const layers = content.layers.map(({ body, scope }) => ({ body, source: scope.source, scope }));
      const found = attributeIn(layers, name);
      const scope = layers.find(({ source }) => source === found?.source)?.scope;
      if (!found || !scope) return undefined;
      const { expression } = found.attribute;
      const value = scope.work.evaluate(expression, scope);
      if (isNull(value)) return undefined;
      const items = expression.kind === "tuple" ? expression.items.map(({ span }) => placeIn(scope, span)) : [];
      return { value, at: placeIn(scope, expression.span), items };
    }
  }
}

function isNull(value: Value): boolean {
  return value.kind === "primitive" && value.value === null;
}

/** The names of what a section writes as arguments, and the types of what it writes as blocks; blocks may be written as either. */
export function namesIn({ content }: Section): {
  readonly arguments: readonly string[];
  readonly blocks: readonly string[];
} {
  switch (content.kind) {
    case "unread":
      return { arguments: [], blocks: [] };
    case "given":
      return { arguments: content.names(), blocks: content.names() };
    case "object": {
      const names = content.value.kind === "object" ? [...content.value.entries.keys()] : [];
      return { arguments: names, blocks: names };
    }
    case "bodies": {
      const bodies = content.layers.map(({ body }) => body);
      const attributes = bodies.flatMap((body) => body.attributes.map(({ name }) => name));
      const blocks = bodies.flatMap((body) =>
        body.blocks.map(({ type, labels }) => (type === "dynamic" ? (labels[0]?.text ?? "") : type)),
      );
      return { arguments: [...new Set(attributes)], blocks: [...new Set(blocks)] };
    }
  }
}

/** The nested sections of one type, in order: blocks, what dynamic blocks make, and blocks that are written as an attribute. */
export function sectionsIn(section: Section, type: string): readonly Section[] {
  const { content } = section;
  const found =
    content.kind === "given" ? content.nested(type) : [...fromBlocks(section, type), ...fromAttribute(section, type)];
  return found.map((each, i) => ({ ...each, name: `${type}[${each.content.kind === "unread" ? "*" : i}]` }));
}

/** A section before its place among those of its type gives it a name. */
export type Nested = Omit<Section, "name">;

/** Blocks of an override file replace all blocks of their type. */
function fromBlocks({ content }: Section, type: string): readonly Nested[] {
  if (content.kind !== "bodies") return [];
  const has = (body: HclBody): boolean => body.blocks.some((block) => block.type === type || makes(block, type));
  const layer = content.layers.findLast(({ body }) => has(body));
  if (!layer) return [];
  return layer.body.blocks.flatMap((block) => {
    if (block.type === type) return [blockSection(block, layer.scope, [])];
    return makes(block, type) ? dynamicSections(block, layer.scope) : [];
  });
}

function makes({ type, labels }: HclBlock, wanted: string): boolean {
  return type === "dynamic" && labels[0]?.text === wanted;
}

function blockSection(block: HclBlock, scope: Scope, doubt: readonly Reason[]): Nested {
  return {
    at: placeIn(scope, block.span),
    header: placeIn(scope, block.headerSpan),
    content: { kind: "bodies", layers: [{ body: block.body, scope }] },
    doubt,
  };
}

/** One section for each item of `for_each`, in which the iterator stands for it (Terraform language, "dynamic Blocks"). */
function dynamicSections(block: HclBlock, scope: Scope): readonly Nested[] {
  const inner = block.body.blocks.find(({ type }) => type === "content");
  const forEach = block.body.attributes.find(({ name }) => name === "for_each")?.expression;
  const unread = (reasons: readonly Reason[]): Nested => ({
    ...blockSection(block, scope, reasons),
    content: { kind: "unread" },
  });
  const itself = because(scope, "construct", {
    name: `dynamic ${block.labels[0]?.text ?? ""}`,
    span: block.headerSpan,
  });
  if (!inner || !forEach) return [unread([itself])];
  const worlds = worldsOf([scope.work.evaluate(forEach, scope)]);
  return worlds.flatMap(({ values: [collection], because: doubt }) => {
    const found = collection && roundsOf(collection);
    if (!found) return [unread([itself, ...doubt, ...(collection ? reasonsIn(collection) : [])])];
    const made = found.rounds.map((round) => {
      const iterator = objectOf(new Map(Object.entries(round)));
      return blockSection(inner, withOwn(scope, [[iteratorOf(block), iterator]]), doubt);
    });
    return found.open.length > 0 ? [...made, unread([itself, ...doubt, ...found.open])] : made;
  });
}

function iteratorOf({ body, labels }: HclBlock): string {
  const iterator = body.attributes.find(({ name }) => name === "iterator")?.expression;
  return iterator?.kind === "variable" ? iterator.name : (labels[0]?.text ?? "");
}

/** `ingress = [{ … }]` (Terraform language, "Attributes as Blocks"); a single object stands for a list of one. */
function fromAttribute(section: Section, type: string): readonly Nested[] {
  const argument = argumentIn(section, type);
  if (!argument) return [];
  return worldsOf([argument.value]).flatMap(({ values: [value], because: doubt }) => {
    if (!value) return [];
    const items = value.kind === "list" ? value.items : [value];
    const made = items.flatMap((item, i) => fromItem(item, argument.items[i] ?? argument.at, doubt));
    return value.kind === "list" && value.open.length > 0
      ? [...made, objectSection({ kind: "unread" }, argument.at, [...doubt, ...value.open])]
      : made;
  });
}

function fromItem(item: Value, at: FilePlace, doubt: readonly Reason[]): readonly Nested[] {
  return worldsOf([item]).flatMap(({ values: [value], because: reasons }) => {
    if (!value || isNull(value)) return [];
    const all = [...doubt, ...reasons];
    if (value.kind === "object" && value.open.length === 0) return [objectSection({ kind: "object", value }, at, all)];
    return [
      objectSection({ kind: "unread" }, at, [
        ...all,
        ...reasonsIn(value),
        { kind: "value", name: "a block that is no object", at },
      ]),
    ];
  });
}

function objectSection(content: Content, at: FilePlace, doubt: readonly Reason[]): Nested {
  return { at, header: at, content, doubt };
}
