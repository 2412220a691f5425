import { beyond, failed, pure, type Arguments, type CallSite, type Fn, type Outcome } from "./function";
import { formatted } from "./format";
import { joinedTexts, longestText } from "./long-texts";
import { graphemesOf, isPlainList, textOf, type Plain } from "./plain";
import { matchesOf, replaced } from "./regular-expressions";
import { listOf, type SettledValue, type Value } from "./value";

export const stringFunctions: readonly (readonly [string, Fn])[] = [
  ["lower", pure((a) => a.text(0).toLowerCase())],
  ["upper", pure((a) => a.text(0).toUpperCase())],
  [
    "title",
    pure((a) =>
      a
        .text(0)
        .replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
    ),
  ],
  ["trimspace", pure((a) => a.text(0).trim())],
  ["trim", pure((a) => trimmed(a))],
  ["trimprefix", pure((a) => withoutPrefix(a.text(0), a.text(1)))],
  ["trimsuffix", pure((a) => withoutSuffix(a.text(0), a.text(1)))],
  ["chomp", pure((a) => a.text(0).replace(/[\r\n]+$/, ""))],
  ["startswith", pure((a) => a.text(0).startsWith(a.text(1)))],
  ["endswith", pure((a) => a.text(0).endsWith(a.text(1)))],
  ["strcontains", pure((a) => a.text(0).includes(a.text(1)))],
  ["strrev", pure((a) => graphemesOf(a.text(0)).toReversed().join(""))],
  ["substr", pure((a) => substring(graphemesOf(a.text(0)), a.number(1), a.number(2)))],
  ["join", join],
  ["split", split],
  ["replace", pure((a) => replaced(a.text(0), a.text(1), a.text(2)))],
  ["regex", pure((a) => firstMatch(a))],
  ["regexall", pure((a) => matchesOf(a.text(0), a.text(1)))],
  ["indent", pure(indented)],
  ["sort", pure((a) => a.texts(0).toSorted())],
  ["format", pure((a) => formatted(a.text(0), rest(a)))],
  ["formatlist", pure(formatList)],
  ["basename", pure((a) => a.text(0).replace(/\/+$/, "").replace(/^.*\//, "") || (a.text(0) === "" ? "." : "/"))],
  ["dirname", pure((a) => directory(a.text(0)))],
  ["pathexpand", pure((a) => (a.text(0).startsWith("~") ? beyond : a.text(0)))],
];

function trimmed(a: Arguments): string {
  const cut = new Set(a.text(1));
  const characters = Array.from(a.text(0));
  let from = 0;
  let to = characters.length;
  while (from < to && cut.has(characters[from] ?? "")) from++;
  while (to > from && cut.has(characters[to - 1] ?? "")) to--;
  return characters.slice(from, to).join("");
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function withoutSuffix(text: string, suffix: string): string {
  return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

/** A position below zero counts from the end, and a length below zero reaches to it. */
function substring(characters: readonly string[], offset: number, length: number): string {
  const from = offset < 0 ? Math.max(characters.length + offset, 0) : offset;
  return characters.slice(from, length < 0 ? undefined : from + length).join("");
}

/** One item is joined with nothing: an identifier that is not known yet is still that of its resource. */
function join(args: readonly SettledValue[], call: CallSite): Value {
  const [, list, ...others] = args;
  const [only, ...more] = list?.kind === "list" && list.open.length === 0 ? list.items : [];
  const isAlone = only !== undefined && more.length + others.length === 0;
  return isAlone && isIdentifier(only) ? only : pure(joined)(args, call);
}

/** No identifier that AWS makes up has a separator of a list in it. */
function split(args: readonly SettledValue[], call: CallSite): Value {
  const [separator, text] = args;
  const isComma = separator !== undefined && textOf(separator) === ",";
  return isComma && text && isIdentifier(text)
    ? listOf([text], { shape: "list" })
    : pure((a) => a.text(1).split(a.text(0)))(args, call);
}

function isIdentifier(value: Value): boolean {
  return value.kind === "unknown" && value.of?.name === "id";
}

function joined(a: Arguments): Outcome {
  const texts = Array.from({ length: a.count - 1 }, (_, i) => a.texts(i + 1)).flat();
  return joinedTexts(texts, a.text(0)) ?? beyond;
}

function indented(a: Arguments): Outcome {
  const by = " ".repeat(Math.min(Math.max(a.number(0), 0), 1000));
  return joinedTexts(a.text(1).split("\n"), `\n${by}`) ?? beyond;
}

function firstMatch(a: Arguments): Outcome {
  const matches = matchesOf(a.text(0), a.text(1));
  if (matches === beyond || matches === failed || !isPlainList(matches)) return matches;
  return matches[0] ?? failed;
}

function rest(a: Arguments): readonly Plain[] {
  return Array.from({ length: a.count - 1 }, (_, i) => a.any(i + 1));
}

/** Lists among the values are gone through together; what is no list stays the same for each. */
function formatList(a: Arguments): Outcome {
  const values = rest(a);
  const lengths = new Set(values.filter(isPlainList).map((list) => list.length));
  const [length = 1] = lengths;
  if (lengths.size > 1) return failed;
  const lines: Plain[] = [];
  let total = 0;
  for (let i = 0; i < length; i++) {
    const line = formatted(
      a.text(0),
      values.map((value) => (isPlainList(value) ? (value[i] ?? null) : value)),
    );
    if (line === failed || line === beyond) return line;
    total += line.length;
    if (total > longestText) return beyond;
    lines.push(line);
  }
  return lines;
}

function directory(path: string): string {
  const cut = path.replace(/\/[^/]*$/, "");
  if (cut === path) return ".";
  return cut === "" ? "/" : cut;
}
