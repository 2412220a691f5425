import { listOf, objectOf, primitive, type ListValue, type SettledValue, type Value } from "./value";

/** A value that is known through and through. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly entries: ReadonlyMap<string, Plain>;
}

/** The plain form of a value, or nothing where any part of it is not known. */
export function plainOf(value: Value): Plain | undefined {
  switch (value.kind) {
    case "primitive":
      return value.value;
    case "list": {
      const items = value.items.map(plainOf);
      return value.open.length > 0 ? undefined : allKnown(items);
    }
    case "object": {
      const entries = new Map<string, Plain>();
      for (const [key, item] of value.entries) {
        const plain = plainOf(item);
        if (plain === undefined) return undefined;
        entries.set(key, plain);
      }
      return value.open.length > 0 ? undefined : { entries };
    }
    default:
      return undefined;
  }
}

function allKnown(items: readonly (Plain | undefined)[]): readonly Plain[] | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}

export function valueOf(plain: Plain): SettledValue {
  if (isPlainList(plain)) return listOf(plain.map(valueOf));
  if (isPlainObject(plain)) return objectOf(new Map([...plain.entries].map(([key, item]) => [key, valueOf(item)])));
  return primitive(plain);
}

export function isPlainList(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}

export function isPlainObject(plain: Plain): plain is PlainObject {
  return typeof plain === "object" && plain !== null && "entries" in plain && plain.entries instanceof Map;
}

/** What users or JSON give, as a value; anything but data is null. */
export function fromData(data: unknown): Value {
  if (Array.isArray(data)) return listOf(data.map(fromData));
  if (typeof data === "object" && data !== null)
    return objectOf(new Map(Object.entries(data).map(([key, item]) => [key, fromData(item)])));
  if (typeof data === "string" || typeof data === "number" || typeof data === "boolean") return primitive(data);
  return primitive(null);
}

/** A number as Terraform writes it: in decimal, without an exponent. */
export function numberText(n: number): string {
  if (!/e/.test(String(n))) return String(n);
  return Number.isInteger(n) ? BigInt(n).toString() : n.toFixed(20).replace(/0+$/, "");
}

/** A primitive as a string; nothing for null and for what is no primitive. */
export function textOf(value: Value): string | undefined {
  return value.kind === "primitive" ? plainText(value.value) : undefined;
}

export function plainText(plain: Plain): string | undefined {
  if (typeof plain === "string") return plain;
  if (typeof plain === "number") return numberText(plain);
  return typeof plain === "boolean" ? String(plain) : undefined;
}

export function numberOf(value: Value): number | undefined {
  return value.kind === "primitive" ? plainNumber(value.value) : undefined;
}

/** A number, or nothing for what is none; one too large for a double is none here. */
export function plainNumber(plain: Plain): number | undefined {
  if (typeof plain === "string" && !/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(plain)) return undefined;
  const n = typeof plain === "string" || typeof plain === "number" ? Number(plain) : undefined;
  return Number.isFinite(n) ? n : undefined;
}

export function truthOf(value: Value): boolean | undefined {
  if (value.kind !== "primitive") return undefined;
  if (typeof value.value === "boolean") return value.value;
  return value.value === "true" ? true : value.value === "false" ? false : undefined;
}

/** Items as a set: each known one once, primitives in their order. Items that are not known may be equal and are all kept. */
export function setOf(items: readonly Value[], open: ListValue["open"] = []): ListValue {
  const seen = new Set<string>();
  const distinct = items.filter((item) => {
    const plain = plainOf(item);
    if (plain === undefined) return true;
    const key = keyOf(plain);
    return seen.has(key) ? false : seen.add(key);
  });
  return listOf(distinct.toSorted(inSetOrder), { shape: "set", open });
}

/** Equal for equal plain values, and for no others. */
export function keyOf(plain: Plain): string {
  if (isPlainList(plain)) return `[${plain.map(keyOf).join(",")}]`;
  if (!isPlainObject(plain)) return JSON.stringify(plain);
  const entries = [...plain.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${keyOf(item)}`).join(",")}}`;
}

function inSetOrder(a: Value, b: Value): number {
  if (a.kind !== "primitive" || b.kind !== "primitive" || a.value === null || b.value === null) return 0;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** What readers take for characters: Terraform counts grapheme clusters. A segmenter is slow to make and seldom needed. */
export function graphemesOf(text: string): readonly string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return Array.from(text);
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
