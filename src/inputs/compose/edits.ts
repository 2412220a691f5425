import { addresses, everyIPv4, everyIPv6 } from "../../model/addresses";
import type { Edit, Fact, Forward } from "../../model/facts";
import { isSubset } from "../../model/sets";
import { placeOf, type FilePlace, type Place, type SourceText } from "../../model/source";

interface Editable {
  readonly source: SourceText;
  readonly amongServices: () => readonly boolean[];
}

/**
 * The facts with an edit for each port that is published on every address and could be bound to 127.0.0.1 by changing its
 * own text, in one of the project's own files: one that a variable is a part of, that several services share by an alias,
 * or that stands outside of `services`, is no place for that.
 */
export function withEdits(facts: readonly Fact[], sources: readonly SourceText[]): readonly Fact[] {
  const files = new Map(sources.map((source) => [source.file, editable(source)] as const));
  const uses = new Map<string, number>();
  for (const fact of facts) {
    if (fact.kind !== "forward") continue;
    const place = keyOf(fact.statement.at);
    uses.set(place, (uses.get(place) ?? 0) + 1);
  }
  return facts.map((fact) => {
    if (fact.kind !== "forward" || uses.get(keyOf(fact.statement.at)) !== 1) return fact;
    const edit = editOf(fact, files);
    return edit ? { ...fact, statement: { ...fact.statement, edit } } : fact;
  });
}

function editable(source: SourceText): Editable {
  let lines: readonly boolean[] | undefined;
  return { source, amongServices: () => (lines ??= linesOfServices(source)) };
}

function keyOf(at: Place): string {
  return at.kind === "file" ? `${at.file}:${at.line}:${at.column}` : at.object;
}

function editOf({ bind, statement: { at, focus } }: Forward, files: ReadonlyMap<string, Editable>): Edit | undefined {
  const file = at.kind === "file" ? files.get(at.file) : undefined;
  const isWildcard = [everyIPv4, everyIPv6].some((every) => isSubset(addresses, every, bind.must));
  if (at.kind !== "file" || focus.kind !== "file" || !isWildcard || !file?.amongServices()[at.line - 1])
    return undefined;
  const { source } = file;
  const text = textAt(source, at);
  if (text.includes("$")) return undefined;
  return (
    boundShort(text, at) ??
    (focus.line === at.line && focus.column === at.column ? boundLong(text, source, at) : boundField(source, focus))
  );
}

/** `[ADDRESS:][HOST:]CONTAINER` on a line, quoted or not; without a host port the runtime picks one on the address. */
function boundShort(text: string, at: FilePlace): Edit | undefined {
  const [, address = "", ports] =
    /^["']?((?:0\.0\.0\.0|\[::\]):)?((?:[\d-]*:)?\d[\d-]*(?:\/\w+)?)["']?$/.exec(text) ?? [];
  if (ports === undefined) return undefined;
  const loopback = address.startsWith("[") ? "[::1]" : "127.0.0.1";
  return { at, text: `"${loopback}:${ports.includes(":") ? ports : `:${ports}`}"` };
}

/** The long syntax without an address: one more line before it, or one more field in braces. */
function boundLong(text: string, source: SourceText, at: FilePlace): Edit | undefined {
  const start = offsetOf(source, at);
  if (/^\{\s*\w/.test(text))
    return { at: placeOf(source, { start: start + 1, end: start + 1 }), text: "host_ip: 127.0.0.1, " };
  if (!/^\w+:/.test(text)) return undefined;
  const indentation = " ".repeat(at.column - 1);
  return { at: placeOf(source, { start, end: start }), text: `host_ip: 127.0.0.1\n${indentation}` };
}

/** The long syntax with a wildcard as its address. */
function boundField(source: SourceText, focus: FilePlace): Edit | undefined {
  const written = textAt(source, focus).replace(/^["']|["']$/g, "");
  if (written === "0.0.0.0") return { at: focus, text: "127.0.0.1" };
  return written === "::" ? { at: focus, text: '"::1"' } : undefined;
}

/** For each line whether the key at the top that it is under is `services`: no template is changed. */
function linesOfServices(source: SourceText): readonly boolean[] {
  let among = false;
  return source.text.split("\n").map((line) => {
    if (/^[^\s#-]/.test(line)) among = /^["']?services["']?\s*:/.test(line);
    return among;
  });
}

function textAt(source: SourceText, at: FilePlace): string {
  const end = (source.lineStarts[at.endLine - 1] ?? 0) + at.endColumn - 1;
  return source.text.slice(offsetOf(source, at), end);
}

function offsetOf(source: SourceText, at: FilePlace): number {
  return (source.lineStarts[at.line - 1] ?? 0) + at.column - 1;
}
