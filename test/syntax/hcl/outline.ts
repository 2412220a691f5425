import { sourceText } from "../../../src/model/source";
import { parseHcl } from "../../../src/syntax/hcl/parse";
import type { Span } from "../../../src/model/source";
import type { HclBody, HclExpression } from "../../../src/syntax/hcl/tree";
import type { Parsed } from "../../../src/syntax/tree";

export function parse(text: string): Parsed<HclBody> {
  return parseHcl(sourceText("main.tf", text));
}

/** The expression of `x = …`; a problem in it is an error of the test. */
export function expressionOf(text: string): HclExpression {
  const { tree, problems } = parse(`x = ${text}\n`);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("; "));
  return tree.attributes[0]!.expression;
}

/** An expression with every operator before its operands, in parentheses. */
export function outline(expression: HclExpression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "template":
      return `(text ${expression.parts.map(outline).join(" ")})`;
    case "interpolation":
      return `(the ${outline(expression.expression)})`;
    case "call":
      return `(${[`${expression.name}()`, ...expression.args.map(outline)].join(" ")}${expression.spreadsLast ? "..." : ""})`;
    case "variable":
      return expression.name;
    case "attribute":
      return `(. ${outline(expression.of)} ${expression.name})`;
    case "index":
      return `(at ${outline(expression.of)} ${outline(expression.key)})`;
    case "splat":
      return `(each ${outline(expression.of)} ${outline(expression.each)})`;
    case "item":
      return "@";
    case "conditional":
      return `(? ${[expression.condition, expression.whenTrue, expression.whenFalse].map(outline).join(" ")})`;
    case "unary":
      return `(${expression.operator} ${outline(expression.operand)})`;
    case "binary":
      return `(${expression.operator} ${outline(expression.left)} ${outline(expression.right)})`;
    case "tuple":
      return `[${expression.items.map(outline).join(" ")}]`;
    case "object":
      return `{${expression.items.map(({ key, value }) => `${outline(key)}=${outline(value)}`).join(" ")}}`;
    case "for": {
      const names = [expression.keyName, expression.valueName].filter((name) => name !== undefined).join(",");
      const key = "key" in expression ? `${outline(expression.key)} => ` : "";
      const condition = expression.condition ? ` if ${outline(expression.condition)}` : "";
      return `(${expression.makes} ${names} in ${outline(expression.collection)}: ${key}${outline(expression.value)}${condition})`;
    }
    case "broken":
      return "!";
  }
}

/** A body in one line: `name=expression`, `type.label{…}`, in the order of the text. */
export function outlineBody({ attributes, blocks }: HclBody): string {
  const items = [
    ...attributes.map(({ name, nameSpan, expression }) => ({ span: nameSpan, text: `${name}=${outline(expression)}` })),
    ...blocks.map(({ type, labels, body, span }) => ({
      span,
      text: `${[type, ...labels.map((label) => label.text)].join(".")}{${outlineBody(body)}}`,
    })),
  ];
  return items
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ text }) => text)
    .join(" ");
}

/** Every span in a tree, each under the spans that it must lie in. */
export interface SpanTree {
  readonly span: Span;
  readonly inside: readonly SpanTree[];
}

/** What a node holds that has a span, found without knowing the kinds of nodes. */
export function spansOf(node: unknown): readonly SpanTree[] {
  if (Array.isArray(node)) return node.flatMap(spansOf);
  if (typeof node !== "object" || node === null) return [];
  const inside = Object.entries(node)
    .filter(([name]) => name !== "span")
    .flatMap(([name, value]) => (/Span$/.test(name) ? [{ span: value as Span, inside: [] }] : spansOf(value)));
  return "span" in node ? [{ span: node.span as Span, inside }] : inside;
}
