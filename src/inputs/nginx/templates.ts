import type { SourceText, Span } from "../../model/source";
import type { NginxDirective } from "../../syntax/nginx/tree";

/** `{{ }}` and `{% %}` of Jinja, Helm and Go; `<% %>` of ERB; `@NAME@` and `@@NAME@@` of autoconf and its like. */
const mark = /\{\{|\{%|<%|@@?\w+@@?/;

export function isTemplate(text: string): boolean {
  return mark.test(text);
}

/** The offsets at which a template would put something into a text, in order. */
export function marksOf({ text }: SourceText): readonly number[] {
  return [...text.matchAll(new RegExp(mark, "g"))].map(({ index }) => index);
}

/** No more than this of what a template inserts is kept, in UTF-16 code units. */
const longest = 80;

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

/**
 * The arguments of a directive. No `listen` has a block: what nginx would read as one is the `{{ … }}` of a template, which
 * is a part of the argument that it touches, or else an argument of its own.
 */
export function argumentsOf({ name, args, body, end }: NginxDirective, { text }: SourceText): readonly string[] {
  const words = args.map((word) => word.text);
  if (name.text !== "listen" || !body) return words;
  const behind = args.at(-1)?.end ?? name.end;
  // A block that is not closed reaches to the end of the file, and what is inserted is shown to people.
  const inserted = text.slice(behind, Math.min(end, behind + longest)).replaceAll(/\s+/g, " ");
  const touched = inserted.startsWith("{") ? words.pop() : undefined;
  return [...words, `${touched ?? ""}${inserted.trim()}`];
}
