import type { Problem } from "../../model/source";
import type { Shape } from "./shapes";
import { isNull, problemAt, type Value } from "./value";

/** What of a value is of another shape than compose takes, each at its own line; `path` is what messages call it. */
export function misshapen(value: Value, shape: Shape, path: string): readonly Problem[] {
  if (fits(value, shape)) return within(value, shape, path);
  return [problemAt("invalid-value", `${path} is ${described(shape)}; compose refuses this`, value)];
}

/** Whether a value is of the right kind, whatever it holds. A text of which a variable decides may be anything. */
function fits(value: Value, shape: Shape): boolean {
  if (value.kind === "scalar" && value.required.length + value.unset.length > 0 && isOfScalars(shape)) return true;
  if (typeof shape === "string") return shape === "anything" || (value.kind === "scalar" && isPlain(value, shape));
  if ("oneOf" in shape) return shape.oneOf.some((each) => fits(value, each));
  if ("list" in shape) return value.kind === "sequence";
  if ("like" in shape) return value.kind === "scalar" && isText(value) && shape.like.test(value.text);
  return value.kind === "mapping";
}

function isOfScalars(shape: Shape): boolean {
  if (typeof shape === "string" || "like" in shape) return true;
  return "oneOf" in shape && shape.oneOf.some(isOfScalars);
}

type Scalar = Extract<Value, { readonly kind: "scalar" }>;

/** Compose makes numbers and truth values of texts that are some (compose-go loader/interpolate.go). */
function isPlain(value: Scalar, shape: Extract<Shape, string>): boolean {
  switch (shape) {
    case "text":
      return typeof value.value === "string";
    case "number":
      return typeof value.value === "number" || /^[-+]?\d+(?:\.\d+)?$/.test(value.text);
    case "count":
      return /^\d+$/.test(value.text);
    case "boolean":
      return typeof value.value === "boolean" || /^(?:true|false|yes|no|y|n|on|off|1|0|t|f)$/i.test(value.text);
    case "amount":
      return typeof value.value === "string" || typeof value.value === "number";
    case "anything":
      return true;
  }
}

function isText(value: Scalar): boolean {
  return typeof value.value === "string" || isNull(value);
}

function within(value: Value, shape: Shape, path: string): readonly Problem[] {
  if (typeof shape === "string" || "like" in shape) return [];
  if ("oneOf" in shape) {
    const meant = shape.oneOf.find((each) => fits(value, each));
    return meant === undefined ? [] : within(value, meant, path);
  }
  if ("list" in shape)
    return value.kind === "sequence"
      ? value.items.flatMap((item, i) => misshapen(item, shape.list, `${path}[${i}]`))
      : [];
  if (value.kind !== "mapping") return [];
  const missing = "keys" in shape ? (shape.needs ?? []).filter((key) => !value.entries.has(key)) : [];
  const lacks = missing.map((key) => problemAt("invalid-value", `${path} has no ${key}; compose refuses this`, value));
  const parts = [...value.entries].flatMap(([name, { key, value: inner }]) => {
    const known = "names" in shape ? shape.names : Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
    if (known !== undefined) return misshapen(inner, known, `${path}.${name}`);
    return name.startsWith("x-") ? [] : [problemAt("unrecognised", `${path} has no key ${name} in compose`, key)];
  });
  return [...lacks, ...parts];
}

const words = {
  text: "a text",
  number: "a number",
  count: "a number from 0 on",
  boolean: "true or false",
  amount: "a text or a number",
  anything: "anything",
} as const satisfies Record<Extract<Shape, string>, string>;

function described(shape: Shape): string {
  if (typeof shape === "string") return words[shape];
  if ("like" in shape) return shape.means;
  if ("list" in shape) return "a list";
  if ("oneOf" in shape)
    return [...new Set(shape.oneOf.map(described))].filter((each) => each !== "nothing").join(" or ");
  return "a mapping";
}
