import { placeOf, sourceText, type Problem, type SourceText, type Span } from "../../model/source";
import { parseHcl } from "../../syntax/hcl/parse";
import { spannedAs } from "./json-spans";
import type { HclAttribute, HclBlock, HclBody, HclExpression, HclLabel } from "../../syntax/hcl/tree";
import type { DocumentNode, MappingEntry, Parsed } from "../../syntax/tree";

/**
 * The body that a JSON configuration says (Terraform language, "JSON Configuration Syntax"): strings are templates, and
 * objects within a block are attributes, as only a schema tells them from nested blocks. `dynamic` alone makes blocks.
 */
export function hclOfJson({ source, tree, problems }: Parsed<DocumentNode | undefined>): Parsed<HclBody> {
  const reader: Reader = { source, problems: [...problems] };
  const blocks = entriesIn(reader, tree).flatMap((entry) => blocksOf(reader, entry));
  return { source, tree: { attributes: [], blocks }, problems: reader.problems };
}

interface Reader {
  readonly source: SourceText;
  readonly problems: Problem[];
}

/** How many labels a block has, of those that have any. */
const labelCounts: ReadonlyMap<string, number> = new Map([
  ["resource", 2],
  ["data", 2],
  ["ephemeral", 2],
  ["check", 1],
  ["module", 1],
  ["output", 1],
  ["provider", 1],
  ["variable", 1],
]);

/** The entries of an object, or of all objects of an array; keys called `//` are comments. */
function entriesIn(reader: Reader, node: DocumentNode | undefined): readonly MappingEntry[] {
  if (node === undefined) return [];
  if (node.kind === "mapping") return node.entries.filter(({ key }) => key.text !== "//");
  if (node.kind === "sequence") return node.items.flatMap((item) => entriesIn(reader, item));
  const message = "an object stands here in Terraform's JSON syntax; write { … }";
  reader.problems.push({ code: "invalid-value", message, at: placeOf(reader.source, node) });
  return [];
}

function blocksOf(reader: Reader, { key, value }: MappingEntry): readonly HclBlock[] {
  const type = key.text;
  return labelled(reader, value, labelCounts.get(type) ?? 0).flatMap(({ labels, node, header }) => {
    const nodes = node.kind === "sequence" ? node.items : [node];
    const span = { start: (labels.at(-1)?.span ?? key).start, end: node.end };
    return nodes.map((each): HclBlock => ({
      type,
      labels,
      body: bodyOf(reader, each, type),
      span,
      headerSpan: header ?? { start: key.start, end: key.end },
    }));
  });
}

interface Labelled {
  readonly labels: readonly HclLabel[];
  readonly node: DocumentNode;
  readonly header: Span | undefined;
}

function labelled(reader: Reader, node: DocumentNode, count: number): readonly Labelled[] {
  if (count === 0) return [{ labels: [], node, header: undefined }];
  return entriesIn(reader, node).flatMap(({ key, value }) => {
    const label: HclLabel = { text: key.text, span: { start: key.start, end: key.end } };
    return labelled(reader, value, count - 1).map((inner) => ({
      labels: [label, ...inner.labels],
      node: inner.node,
      header: inner.header ?? label.span,
    }));
  });
}

function bodyOf(reader: Reader, node: DocumentNode, type: string): HclBody {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (const { key, value } of entriesIn(reader, node)) {
    const nameSpan = { start: key.start, end: key.end };
    if (key.text === "dynamic") blocks.push(...dynamicBlocks(reader, value));
    else {
      const isType = type === "variable" && key.text === "type";
      const expression = isType ? typeOf(reader, value) : expressionOf(reader, value);
      attributes.push({ name: key.text, nameSpan, expression });
    }
  }
  return { attributes, blocks };
}

function dynamicBlocks(reader: Reader, node: DocumentNode): readonly HclBlock[] {
  return labelled(reader, node, 1).flatMap(({ labels, node: content, header }) => {
    const nodes = content.kind === "sequence" ? content.items : [content];
    return nodes.map((each): HclBlock => {
      const written = bodyOf(reader, each, "dynamic");
      const inner = entriesIn(reader, each).filter(({ key }) => key.text === "content");
      const blocks = inner.map(({ key, value }): HclBlock => ({
        type: "content",
        labels: [],
        body: bodyOf(reader, value, "content"),
        span: { start: key.start, end: value.end },
        headerSpan: { start: key.start, end: key.end },
      }));
      const attributes = written.attributes.flatMap((attribute) => {
        if (attribute.name === "content") return [];
        const { expression } = attribute;
        if (attribute.name !== "iterator" || expression.kind !== "literal") return [attribute];
        const name = String(expression.value);
        return [{ ...attribute, expression: { kind: "variable" as const, name, span: expression.span } }];
      });
      const span = { start: each.start, end: each.end };
      return { type: "dynamic", labels, body: { attributes, blocks }, span, headerSpan: header ?? span };
    });
  });
}

function expressionOf(reader: Reader, node: DocumentNode): HclExpression {
  const span = { start: node.start, end: node.end };
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string"
        ? templateOf(reader, node.value, span)
        : { kind: "literal", value: node.value, span };
    case "sequence":
      return { kind: "tuple", items: node.items.map((item) => expressionOf(reader, item)), span };
    case "mapping":
      return {
        kind: "object",
        items: node.entries.map(({ key, value }) => ({
          key: templateOf(reader, key.text, { start: key.start, end: key.end }),
          value: expressionOf(reader, value),
          span: { start: key.start, end: value.end },
        })),
        span,
      };
  }
}

/**
 * The template in a string. It is read as a heredoc, in which a backslash is only itself, and every part of it gets the
 * place of the whole string, as escapes of JSON move what stands behind them.
 */
function templateOf(reader: Reader, text: string, span: Span): HclExpression {
  if (!/[$%]\{/.test(text)) return { kind: "literal", value: text, span };
  let marker = "END";
  while (text.includes(marker)) marker += "_";
  const read = expressionIn(reader, `x = <<${marker}\n${text}\n${marker}\n`, span);
  if (read.kind === "literal" && typeof read.value === "string")
    return { kind: "literal", value: read.value.replace(/\n$/, ""), span };
  if (read.kind !== "template") return read;
  const last = read.parts.at(-1);
  if (last?.kind !== "literal" || typeof last.value !== "string") return read;
  const rest = last.value.slice(0, -1);
  const parts = [...read.parts.slice(0, -1), ...(rest === "" ? [] : [{ ...last, value: rest }])];
  const [only] = parts;
  const isValue = parts.length === 1 && only && text.startsWith("${");
  return isValue ? { kind: "interpolation", expression: only, span } : { ...read, parts };
}

function typeOf(reader: Reader, node: DocumentNode): HclExpression {
  const span = { start: node.start, end: node.end };
  return node.kind === "scalar" && typeof node.value === "string"
    ? expressionIn(reader, `x = ${node.value}\n`, span)
    : expressionOf(reader, node);
}

function expressionIn(reader: Reader, text: string, span: Span): HclExpression {
  const { tree, problems } = parseHcl(sourceText(reader.source.file, text));
  const at = placeOf(reader.source, span);
  reader.problems.push(...problems.map((problem) => ({ ...problem, at })));
  const [attribute] = tree.attributes;
  return attribute ? spannedAs(attribute.expression, span) : { kind: "broken", span };
}
