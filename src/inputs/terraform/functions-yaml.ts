import { beyond, type Outcome } from "./function";
import { isPlainList, isPlainObject, plainText, type Plain } from "./plain";

/** YAML as Terraform writes it: keys in order and in quotes, lists as far left as what they belong to. */
export function yamlOf(plain: Plain): Outcome {
  const lines = linesOf(plain);
  return lines ? `${lines.join("\n")}\n` : beyond;
}

/** Lines without an end; nothing where a text would need a way of writing that is not worked out here. */
function linesOf(plain: Plain): readonly string[] | undefined {
  if (isPlainList(plain)) return plain.length === 0 ? ["[]"] : collected(plain.map(itemLines));
  if (!isPlainObject(plain)) return scalarLines(plain);
  if (plain.entries.size === 0) return ["{}"];
  const entries = [...plain.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return collected(entries.map(([key, value]) => entryLines(key, value)));
}

function collected(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : known.flat();
}

function itemLines(item: Plain): readonly string[] | undefined {
  return linesOf(item)?.map((line, i) => (i === 0 ? `- ${line}` : indented(line)));
}

function entryLines(key: string, value: Plain): readonly string[] | undefined {
  const name = quoted(key);
  const lines = linesOf(value);
  if (name === undefined || !lines) return undefined;
  const [first = "", ...rest] = lines;
  if (isPlainObject(value) && value.entries.size > 0) return [`${name}:`, ...lines.map(indented)];
  if (isPlainList(value) && value.length > 0) return [`${name}:`, ...lines];
  return [`${name}: ${first}`, ...rest];
}

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

function scalarLines(plain: Plain): readonly string[] | undefined {
  if (plain === null) return ["null"];
  if (typeof plain !== "string") return [plainText(plain) ?? "null"];
  if (!plain.includes("\n")) {
    const text = quoted(plain);
    return text === undefined ? undefined : [text];
  }
  const kept = plain.endsWith("\n") ? (/(^|\n)\n$/.test(plain) ? "+" : "") : "-";
  const lines = plain.replace(/\n$/, "").split("\n");
  const isSimple =
    !/^\s|[^\S\n]$/.test(plain) && lines.every((line) => /^[\x20-\x7e]*$/.test(line) && !line.endsWith(" "));
  return isSimple ? [`|${kept}`, ...lines.map(indented)] : undefined;
}

function quoted(text: string): string | undefined {
  if (!/^[^\p{Cc}\p{Cs}\u2028\u2029\ufeff\u0085\u00a0]*$/u.test(text)) return undefined;
  return text.length > 60 && text.includes(" ") ? undefined : `"${text.replace(/["\\]/g, "\\$&")}"`;
}
