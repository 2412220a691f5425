import { placeOf, sourceText, type Problem } from "../../model/source";
import { interpolate, type Lookup } from "./interpolate";

export interface DotEnv {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

const statement = /^(?:export[ \t]+)?([A-Za-z0-9_.]+)[ \t]*(?:[=:][ \t]*|$)/;

/**
 * The variables of a `.env` file, later lines winning and seeing earlier ones. Values in double quotes and without quotes
 * are substituted, those in single quotes are not; either quote may span lines. A `#` after a blank begins a comment
 * outside of quotes (compose-spec 05-services.md, "Env_file format"; compose-go dotenv/parser.go). No problem shows a
 * value: they may be secrets. `outer` wins over the file.
 */
export function parseDotEnv(file: string, text: string, outer: Lookup): DotEnv {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const source = sourceText(file, text);
  const lookup: Lookup = (name) => outer(name) ?? values.get(name);
  let at = text.startsWith("\u{feff}") ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end).trim();
    const start = at + text.slice(at, end).search(/\S|$/);
    at = end + 1;
    if (line === "" || line.startsWith("#")) continue;
    const [opening = "", name = ""] = statement.exec(line) ?? [];
    if (name === "") {
      const message = "this line is no NAME=value; compose refuses the file";
      problems.push({ code: "syntax", message, at: placeOf(source, { start, end: start + line.length }) });
      continue;
    }
    if (!/[=:]/.test(opening)) continue;
    const written = valueAt(text, start + opening.length);
    if (written === undefined) {
      const message = `the quote that the value of ${name} opens with is not closed; compose refuses the file`;
      problems.push({ code: "syntax", message, at: placeOf(source, { start, end: start + name.length }) });
      continue;
    }
    at = Math.max(at, lineEnd(text, written.end) + 1);
    values.set(name, written.substitutes ? interpolate(written.value, lookup).text : written.value);
  }
  return { values, problems };
}

interface WrittenValue {
  readonly value: string;
  readonly substitutes: boolean;
  readonly end: number;
}

function valueAt(text: string, start: number): WrittenValue | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    const end = lineEnd(text, start);
    const value = text
      .slice(start, end)
      .replace(/(?:^|\s)#.*$/, "")
      .trimEnd();
    return { value, substitutes: true, end };
  }
  let end = start + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
  if (end >= text.length) return undefined;
  const inner = text.slice(start + 1, end);
  return quote === "'"
    ? { value: inner, substitutes: false, end }
    : { value: unescaped(inner), substitutes: true, end };
}

/** An escaped dollar sign stays one through the substitution that follows. */
function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, escaped: string) => {
    switch (escaped) {
      case "n":
        return "\n";
      case "r":
        return "\r";
      case "t":
        return "\t";
      case "$":
        return "$$";
      default:
        return escaped;
    }
  });
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
