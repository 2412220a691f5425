import type { Span } from "../../model/source";

/**
 * The tree of HCL's native syntax (hashicorp/hcl, hclsyntax/spec.md): structure and expressions with their spans, and no
 * meaning given to any name.
 *
 * The syntax decides nothing that needs values: an evaluator walks `HclExpression` with one case for every kind.
 */
interface HclNode {
  readonly span: Span;
}

/** What stands in a file, or between the braces of a block. Both lists are in the order of the text. */
export interface HclBody {
  /** A name that is set twice stands here twice, and the second is reported as a problem. */
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** `name = expression`, from where its name begins to where its expression ends. */
export interface HclAttribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly expression: HclExpression;
}

/** `type "label" label { … }`. The span reaches to the closing brace, the header's to the end of the last label. */
export interface HclBlock extends HclNode {
  readonly type: string;
  readonly labels: readonly HclLabel[];
  readonly body: HclBody;
  readonly headerSpan: Span;
}

/** The text is without quotes and escapes, the span is with them. */
export interface HclLabel extends HclNode {
  readonly text: string;
}

export type HclExpression =
  | HclLiteral
  | HclTemplate
  | HclInterpolation
  | HclCall
  | HclVariable
  | HclAttributeOf
  | HclIndex
  | HclSplat
  | HclSplatItem
  | HclConditional
  | HclUnary
  | HclBinary
  | HclTuple
  | HclObject
  | HclFor
  | HclBroken;

/**
 * A number, `true`, `false`, `null`, or a quoted string or heredoc without any `${` and `%{`.
 *
 * Numbers are doubles: digits of an integer beyond 2^53 are lost.
 */
export interface HclLiteral extends HclNode {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
}

/**
 * A string that is put together: the value of every part, as a string, one after the other.
 *
 * Text between sequences is a literal, `%{ if }` a conditional whose branches are strings, `%{ for }` a `for` that
 * makes a text. Strip markers and the indentation of `<<-` heredocs are already applied.
 */
export interface HclTemplate extends HclNode {
  readonly kind: "template";
  readonly parts: readonly HclExpression[];
}

/** `"${expression}"` with nothing around it: the value itself, of any type, and no string. */
export interface HclInterpolation extends HclNode {
  readonly kind: "interpolation";
  readonly expression: HclExpression;
}

/** `name(a, b...)`. A name in a namespace keeps its `::`. */
export interface HclCall extends HclNode {
  readonly kind: "call";
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly HclExpression[];
  /** Whether `...` spreads the last argument over the parameters that are left. */
  readonly spreadsLast: boolean;
}

/** The first name of a traversal, such as `var` in `var.ports[0]`. */
export interface HclVariable extends HclNode {
  readonly kind: "variable";
  readonly name: string;
}

/** `of.name` */
export interface HclAttributeOf extends HclNode {
  readonly kind: "attribute";
  readonly of: HclExpression;
  readonly name: string;
  readonly nameSpan: Span;
}

/** `of[key]`, and the older `of.0`, whose key is a number literal. */
export interface HclIndex extends HclNode {
  readonly kind: "index";
  readonly of: HclExpression;
  readonly key: HclExpression;
}

/**
 * `of[*]` and `of.*` with the traversals that go on inside: `each` is worked out for every item of `of`, and there the
 * innermost `item` stands for that item. After `.*` an index applies to the list again, and so stands outside.
 */
export interface HclSplat extends HclNode {
  readonly kind: "splat";
  readonly of: HclExpression;
  readonly each: HclExpression;
}

/** The item that the nearest splat around is at. Its span is that of `[*]` or `.*`. */
export interface HclSplatItem extends HclNode {
  readonly kind: "item";
}

export interface HclConditional extends HclNode {
  readonly kind: "conditional";
  readonly condition: HclExpression;
  readonly whenTrue: HclExpression;
  readonly whenFalse: HclExpression;
}

export interface HclUnary extends HclNode {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly operand: HclExpression;
}

export interface HclBinary extends HclNode {
  readonly kind: "binary";
  readonly operator: HclBinaryOperator;
  readonly left: HclExpression;
  readonly right: HclExpression;
}

export type HclBinaryOperator = "||" | "&&" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "*" | "/" | "%";

export interface HclTuple extends HclNode {
  readonly kind: "tuple";
  readonly items: readonly HclExpression[];
}

export interface HclObject extends HclNode {
  readonly kind: "object";
  readonly items: readonly HclObjectItem[];
}

/** `key = value` or `key: value`. A bare word as the key is the literal of its text; in parentheses it is a variable. */
export interface HclObjectItem extends HclNode {
  readonly key: HclExpression;
  readonly value: HclExpression;
}

export type HclFor = HclForList | HclForObject;

interface HclForNode extends HclNode {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: HclExpression;
  readonly value: HclExpression;
  readonly condition: HclExpression | undefined;
}

/** `[for k, v in collection : value if condition]`, or `%{ for }`, which joins the values to one string. */
export interface HclForList extends HclForNode {
  readonly makes: "tuple" | "text";
}

/** `{for k, v in collection : key => value if condition}`; with `...` after the value it makes a tuple of values for each key. */
export interface HclForObject extends HclForNode {
  readonly makes: "object" | "groups";
  readonly key: HclExpression;
}

/** An expression that could not be read: a problem says why, and its value is not known. */
export interface HclBroken extends HclNode {
  readonly kind: "broken";
}
