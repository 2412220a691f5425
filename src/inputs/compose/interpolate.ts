import { hole } from "./value";

/** A text after its variables are replaced. */
export interface Interpolated {
  /** A `hole` stands for each variable that is required (`:?`, `?`) and has no value. */
  readonly text: string;
  /** As in `text`, with a hole also for each variable that is not set and has no default. */
  readonly open: string;
  readonly required: readonly string[];
  readonly unset: readonly string[];
  /** Variables in whose place their default stands. */
  readonly defaulted: readonly string[];
  /** The first `${` that is no substitution; compose refuses the file. */
  readonly invalid: string | undefined;
}

export type Lookup = (name: string) => string | undefined;

/**
 * Replaces `$V`, `${V}`, `${V:-d}`, `${V-d}`, `${V:?e}`, `${V?e}`, `${V:+r}` and `${V+r}`, nested at will; `$$` is a
 * dollar sign, and so is a `$` that nothing follows that could be a name. A variable that is not set is empty
 * (compose-spec 12-interpolation.md; compose-go template/template.go, `+` only there).
 */
export function interpolate(written: string, lookup: Lookup): Interpolated {
  const text = written.replaceAll(hole, "\u{fffd}");
  if (!text.includes("$")) return { text, open: text, required: [], unset: [], defaulted: [], invalid: undefined };
  const found: Found = { required: new Set(), unset: new Set(), defaulted: new Set(), invalid: undefined };
  const whole = substituted({ text, closing: closingBraces(text), lookup, found }, 0, text.length, 0);
  const { required, unset, defaulted, invalid } = found;
  return { ...whole, required: [...required], unset: [...unset], defaulted: [...defaulted], invalid };
}

interface Template {
  readonly text: string;
  /** For the offset of each `${` the offset of the `}` that ends it. */
  readonly closing: ReadonlyMap<number, number>;
  readonly lookup: Lookup;
  readonly found: Found;
}

interface Found {
  readonly required: Set<string>;
  readonly unset: Set<string>;
  readonly defaulted: Set<string>;
  invalid: string | undefined;
}

/** The same stretch with and without what is not set. */
interface Both {
  readonly text: string;
  readonly open: string;
}

const deepestSubstitution = 100;

function substituted(template: Template, from: number, to: number, depth: number): Both {
  const { text, closing, found } = template;
  let done = "";
  let open = "";
  const add = (part: Both): void => {
    done += part.text;
    open += part.open;
  };
  let at = from;
  while (at < to) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1 || dollar >= to) {
      add(literal(text.slice(at, to)));
      break;
    }
    add(literal(text.slice(at, dollar)));
    const next = text[dollar + 1];
    if (next === "$") {
      add(literal("$"));
      at = dollar + 2;
    } else if (next === "{") {
      const end = closing.get(dollar);
      if (end === undefined || end >= to || depth > deepestSubstitution) {
        found.invalid ??= text.slice(dollar, to);
        add(literal(hole));
        break;
      }
      add(braced(template, dollar, end, depth));
      at = end + 1;
    } else {
      const name = nameAt(text, dollar + 1);
      add(name === "" ? literal("$") : plainVariable(template, name));
      at = dollar + 1 + name.length;
    }
  }
  return { text: done, open };
}

/** `dollar` is the offset of `${`, `end` that of its `}`. */
function braced(template: Template, dollar: number, end: number, depth: number): Both {
  const { text, lookup, found } = template;
  const name = nameAt(text, dollar + 2);
  const after = dollar + 2 + name.length;
  const operator = /^:?[-?+]/.exec(text.slice(after, after + 2))?.[0] ?? "";
  if (name === "" || (operator === "" && after !== end)) {
    found.invalid ??= text.slice(dollar, end + 1);
    return literal(hole);
  }
  const value = lookup(name);
  const counts = value !== undefined && (value !== "" || !operator.startsWith(":"));
  const operand = (): Both => substituted(template, after + operator.length, end, depth + 1);
  switch (operator.at(-1)) {
    case "-":
      if (counts) return literal(value);
      found.defaulted.add(name);
      return operand();
    case "+":
      return counts ? operand() : literal("");
    case "?":
      if (counts) return literal(value);
      found.required.add(name);
      return literal(hole);
    default:
      return plainVariable(template, name);
  }
}

function plainVariable({ lookup, found }: Template, name: string): Both {
  const value = lookup(name);
  if (value !== undefined) return literal(value);
  found.unset.add(name);
  return { text: "", open: hole };
}

function literal(text: string): Both {
  return { text, open: text };
}

const namePattern = /[_a-z][_a-z0-9]*/iy;

function nameAt(text: string, offset: number): string {
  namePattern.lastIndex = offset;
  return namePattern.exec(text)?.[0] ?? "";
}

/** Braces that stand alone do not count: only `${` opens one. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "$" && text[at + 1] === "{") open.push(at++);
    else if (text[at] === "}") {
      const dollar = open.pop();
      if (dollar !== undefined) closing.set(dollar, at);
    }
  }
  return closing;
}
