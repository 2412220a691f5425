import { failed, type Outcome } from "./function";
import type { Plain } from "./plain";

/** Rows as objects by the names in the first (RFC 4180); lines that are empty count for nothing. */
export function fromCsv(text: string): Outcome {
  const rows = rowsOf(text.replaceAll("\r\n", "\n"));
  if (!rows) return failed;
  const [names = [], ...others] = rows;
  if (rows.length === 0 || new Set(names).size < names.length) return failed;
  if (others.some((row) => row.length !== names.length)) return failed;
  return others.map((row): Plain => ({ entries: new Map(names.map((name, i) => [name, row[i] ?? ""])) }));
}

/** A field, and what ends it. A quote within a field that does not begin with one is no CSV. */
const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/y;

function rowsOf(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length || row.length > 0;) {
    field.lastIndex = at;
    const [whole, inQuotes, bare = "", end] = field.exec(text) ?? [];
    if (whole === undefined) return undefined;
    at += whole.length;
    if (row.length === 0 && whole === "\n") continue;
    row.push(inQuotes?.replaceAll('""', '"') ?? bare);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
