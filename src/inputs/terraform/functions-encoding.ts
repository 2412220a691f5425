import { sourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { parseYaml } from "../../syntax/yaml";
import type { DocumentNode } from "../../syntax/tree";
import { beyond, failed, pure, type Fn, type Outcome } from "./function";
import { fromCsv } from "./functions-csv";
import { yamlOf } from "./functions-yaml";
import { isPlainList, isPlainObject, type Plain } from "./plain";

export const encodingFunctions: readonly (readonly [string, Fn])[] = [
  ["jsonencode", pure((a) => jsonOf(a.any(0)))],
  ["jsondecode", pure((a) => fromJson(a.text(0)))],
  ["yamldecode", pure((a) => fromYaml(a.text(0)))],
  ["yamlencode", pure((a) => yamlOf(a.any(0)))],
  ["csvdecode", pure((a) => fromCsv(a.text(0)))],
  ["base64encode", pure((a) => Buffer.from(a.text(0), "utf8").toString("base64"))],
  ["base64decode", pure((a) => Buffer.from(a.text(0), "base64").toString("utf8"))],
  ["textencodebase64", pure((a) => encodedText(a.text(0), a.text(1)))],
  ["textdecodebase64", pure((a) => decodedText(a.text(0), a.text(1)))],
  ["urlencode", pure((a) => new URLSearchParams([["", a.text(0)]]).toString().slice(1))],
];

/** JSON as Go writes it: keys in order, and `<`, `>` and `&` escaped. */
export function jsonOf(plain: Plain): string {
  if (isPlainList(plain)) return `[${plain.map(jsonOf).join(",")}]`;
  if (isPlainObject(plain)) {
    const entries = [...plain.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, value]) => `${jsonText(key)}:${jsonOf(value)}`).join(",")}}`;
  }
  return typeof plain === "string" ? jsonText(plain) : JSON.stringify(plain);
}

function jsonText(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function fromJson(text: string): Outcome {
  const { tree, problems } = parseJson(sourceText("", text));
  return tree === undefined || problems.some(({ code }) => code !== "invalid-value") ? failed : plainNode(tree);
}

/** One document; none at all is null. */
function fromYaml(text: string): Outcome {
  const { tree, problems } = parseYaml(sourceText("", text));
  const [document, ...others] = tree;
  if (others.length > 0 || problems.length > 0) return failed;
  return document ? plainNode(document) : null;
}

export function plainNode(node: DocumentNode): Plain {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(plainNode);
    case "mapping":
      return { entries: new Map(node.entries.map(({ key, value }) => [key.text, plainNode(value)])) };
  }
}

/** How Node calls the character encodings that it has as IANA means them; others are not worked out. */
const encodings: ReadonlyMap<string, BufferEncoding> = new Map([
  ["UTF-8", "utf8"],
  ["UTF-16LE", "utf16le"],
]);

function encodedText(text: string, encoding: string): Outcome {
  const name = encodings.get(encoding.toUpperCase());
  return name === undefined ? beyond : Buffer.from(text, name).toString("base64");
}

function decodedText(text: string, encoding: string): Outcome {
  const name = encodings.get(encoding.toUpperCase());
  return name === undefined ? beyond : Buffer.from(text, "base64").toString(name);
}
