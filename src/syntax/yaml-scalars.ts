import type { ParsedNode, Scalar } from "yaml";
import type { ScalarNode } from "./tree";

const coreTag = "tag:yaml.org,2002:";

/** The node of a scalar of a text. A block scalar ends with its last character that is no white space. */
export function scalarOf(scalar: Scalar.Parsed, text: string): ScalarNode {
  const style = styleOf(scalar);
  const [start, end] = scalar.range;
  return {
    kind: "scalar",
    value: valueOfScalar(scalar),
    text: scalar.source,
    style,
    ...tagOf(scalar),
    start,
    end: style === "block" ? start + text.slice(start, end).trimEnd().length : end,
  };
}

/** A local tag says what a value is for and not what it is, so `!reset null` is null all the same. */
function valueOfScalar({ source, tag, type }: Scalar.Parsed): ScalarNode["value"] {
  switch (tag) {
    case "!":
    case `${coreTag}str`:
      return source;
    case `${coreTag}int`:
    case `${coreTag}float`:
    case `${coreTag}bool`:
    case `${coreTag}null`:
      return coreValue(source);
    default:
      return type === "PLAIN" ? coreValue(source) : source;
  }
}

/** The null that a key without a value has. */
export function absent(at: number): ScalarNode {
  return { kind: "scalar", value: null, text: "", style: "plain", start: at, end: at };
}

/** Whether the quote that a scalar opens with is also its end. */
export function isClosed({ style, start, end }: ScalarNode, text: string): boolean {
  return style !== "quoted" || (end - start > 1 && text[end - 1] === text[start]);
}

/** The tag of a node, unless it is one of the core schema. */
export function tagOf({ tag }: ParsedNode): { readonly tag?: string } {
  return tag === undefined || tag === "!" || tag.startsWith(coreTag) ? {} : { tag };
}

function styleOf({ type }: Scalar.Parsed): ScalarNode["style"] {
  switch (type) {
    case "QUOTE_DOUBLE":
    case "QUOTE_SINGLE":
      return "quoted";
    case "BLOCK_FOLDED":
    case "BLOCK_LITERAL":
      return "block";
    default:
      return "plain";
  }
}

/**
 * What a plain scalar means in the core schema (YAML 1.2.2, section 10.3.2): `0o17` and `0xF` are numbers, `022` is 22,
 * and what only YAML 1.1 resolves, such as `yes` and `22:22`, is a string.
 */
export function coreValue(text: string): ScalarNode["value"] {
  switch (text) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return startsLikeNumber.test(text) ? (coreNumber(text) ?? text) : text;
  }
}

const startsLikeNumber = /^[-+.0-9]/;
const integer = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const infinity = /^[-+]?\.(?:inf|Inf|INF)$/;
const notNumber = /^\.(?:nan|NaN|NAN)$/;

function coreNumber(text: string): number | undefined {
  if (integer.test(text) || float.test(text)) return Number(text);
  if (infinity.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return notNumber.test(text) ? NaN : undefined;
}
