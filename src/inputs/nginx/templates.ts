import type { SourceText, Span } from "../../model/source";
import type { NginxWord } from "../../syntax/nginx/tree";

/** `{{ }}` and `{% %}` of Jinja, Helm and Go; `<% %>` of ERB; `@NAME@` and `@@NAME@@` of autoconf and its like. */
const mark = /\{\{|\{%|<%|@@?\w+@@?/;

export function isTemplate(text: string): boolean {
  return mark.test(text);
}

/** The offsets at which a template would put something into a text, in order. */
export function marksOf({ text }: SourceText): readonly number[] {
  return [...text.matchAll(new RegExp(mark, "g"))].map(({ index }) => index);
}

/** Whether one of the marks stands in a span: by halving, because servers ask for each of theirs. */
export function isMarked(marks: readonly number[], { start, end }: Span): boolean {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle] ?? end) < start) low = middle + 1;
    else high = middle;
  }
  return (marks[low] ?? end) < end;
}

/** No configuration has this character; it stands for each of those of a mark that is a part of a word. */
const standIn = "\uf8ff";

/**
 * The same text with every mark of a template as nginx would read what it leaves: a value is a part of the word that it stands
 * in, and a statement, or whatever fills lines of its own, is blank. Offsets stay. Lua code has braces like those of marks.
 */
export function unmarked(text: string): string {
  let out = "";
  let done = 0;
  for (const { start, end, is } of marksIn(text)) {
    out += text.slice(done, start) + blank(text.slice(start, end), is === "value" ? standIn : " ");
    done = end;
  }
  return done === 0 ? text : out + text.slice(done);
}

/** What a template decides on or puts in whole, shortened; where a loop or condition ends is no statement of its own. */
export function statementsIn({ text }: SourceText): readonly (Span & { readonly name: string })[] {
  const statements = marksIn(text).filter(({ is }) => is === "statement");
  return statements.flatMap(({ start, end }) => {
    const name = text.slice(start, end).replaceAll(/\s+/g, " ");
    if (/^(\{#|\{\{-? ?\/\*|.{2}[-+]? ?(end|else|\}))/.test(name)) return [];
    return [{ start, end, name: name.length > 60 ? `${name.slice(0, 60)}…` : name }];
  });
}

interface Mark extends Span {
  readonly is: "value" | "statement";
}

function marksIn(text: string): readonly Mark[] {
  if (!/\{[{%#]|<%/.test(text) || text.includes("_by_lua_block")) return [];
  const marks: Mark[] = [];
  let done = 0;
  for (const { 0: opening, index: start } of text.matchAll(/\{[{%#]|<%=?/g)) {
    const end = start < done ? undefined : endOfMark(text, opening, start);
    if (end === undefined) continue;
    const isValue = (opening === "{{" || opening === "<%=") && !fillsLines(text, { start, end });
    marks.push({ start, end, is: isValue ? "value" : "statement" });
    done = end;
  }
  return marks;
}

const closings: ReadonlyMap<string, string> = new Map([
  ["{{", "}}"],
  ["{%", "%}"],
  ["{#", "#}"],
  ["<%", "%>"],
  ["<%=", "%>"],
]);

/** Marks reach over a few lines at most; one that is not closed ends with its line. A `{#` on one line alone is one. */
const longest = 2000;

function endOfMark(text: string, opening: string, start: number): number | undefined {
  const closing = closings.get(opening) ?? "";
  const near = text.slice(start + opening.length, start + longest);
  const at = near.indexOf(closing);
  const newline = near.indexOf("\n");
  const end = newline === -1 ? near.length : newline;
  if (opening === "{#" && (at === -1 || at > end)) return undefined;
  return start + opening.length + (at === -1 ? end : at + closing.length);
}

function fillsLines(text: string, { start, end }: Span): boolean {
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const newline = text.indexOf("\n", end);
  return (
    /^\s*$/.test(before.slice(-longest)) &&
    /^\s*$/.test(text.slice(end, newline === -1 ? text.length : Math.min(newline, end + longest)))
  );
}

function blank(mark: string, filling: string): string {
  return filling === " " ? mark.replaceAll(/[^\n]/g, " ") : filling.repeat(mark.length);
}

/** A word as it was written where a template puts something into it; otherwise as nginx reads it. */
export function wordIn({ text, style, start, end }: NginxWord, source: SourceText): string {
  if (!text.includes(standIn)) return text;
  const inset = style === "bare" ? 0 : 1;
  return source.text.slice(start + inset, end - inset);
}

/** Files whose variables `envsubst` puts in before nginx starts, as the official image does (`*.template`). */
export function isSubstituted(path: string): boolean {
  return path.endsWith(".template");
}

/** Puts in the variables that have a value: `$NAME` and `${NAME}`. Those of nginx look the same and have none here. */
export function substituted(text: string, variables: ReadonlyMap<string, unknown>): string {
  if (!text.includes("$")) return text;
  return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (written, braced: string | undefined, bare: string | undefined) => {
    const value = variables.get(braced ?? bare ?? "");
    return typeof value === "string" || typeof value === "number" ? String(value) : written;
  });
}
