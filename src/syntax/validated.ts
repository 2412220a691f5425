import { Ajv, type ErrorObject } from "ajv";
import { placeOf, type Problem, type SourceText } from "../model/source";
import { entryOf, type DocumentNode } from "./tree";

/** A tree as the value that a schema promises, or what is wrong with it and where. */
export type Validated<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Holds a tree to what is promised of `T`. */
export type Check<T> = (node: DocumentNode, source: SourceText) => Validated<T>;

/** Holds trees to a JSON Schema (draft 07) that describes `T`; the schema itself is ours, so a fault in it is thrown. */
export function validatorOf<T>(schema: object): Check<T> {
  const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, verbose: true }).compile<T>(schema);
  return (node, source) => {
    const value: unknown = plainOf(node);
    if (validate(value)) return { ok: true, value };
    return {
      ok: false,
      problems: (validate.errors ?? []).filter(isTelling).map((error) => problemOf(error, node, source)),
    };
  };
}

/** The tree as plain values. */
export function plainOf(node: DocumentNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(plainOf);
    case "mapping":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
  }
}

/** `if` only repeats what the branch that failed has said. */
function isTelling({ keyword }: ErrorObject): boolean {
  return keyword !== "if";
}

function problemOf(error: ErrorObject, tree: DocumentNode, source: SourceText): Problem {
  const steps = error.instancePath.split("/").slice(1).map(unescaped);
  let node = tree;
  for (const step of steps) node = childOf(node, step) ?? node;
  const extra: unknown = error.keyword === "additionalProperties" ? error.params["additionalProperty"] : undefined;
  const at = typeof extra === "string" ? (entryOf(node, extra)?.key ?? node) : node;
  const where = steps.length === 0 ? "" : `${steps.join(".")}: `;
  return { code: "invalid-value", message: where + saying(error, extra), at: placeOf(source, at) };
}

function saying(error: ErrorObject, extra: unknown): string {
  const { keyword, message = "is not valid", params } = error;
  if (typeof extra === "string") return `"${extra}" is not a key that is known here: ${keysOf(error)}`;
  const allowed: unknown = keyword === "enum" ? params["allowedValues"] : undefined;
  return Array.isArray(allowed) ? `must be one of ${allowed.join(", ")}` : message;
}

function keysOf({ parentSchema }: ErrorObject): string {
  const properties: unknown = parentSchema?.["properties"];
  return typeof properties === "object" && properties !== null ? Object.keys(properties).join(", ") : "there are none";
}

function childOf(node: DocumentNode, step: string): DocumentNode | undefined {
  return node.kind === "sequence" ? node.items[Number(step)] : entryOf(node, step)?.value;
}

/** JSON Pointer's escapes (RFC 6901 section 3). */
function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
