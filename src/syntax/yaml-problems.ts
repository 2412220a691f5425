import type { YAMLError } from "yaml";
import type { Flaw } from "./tree";

/** Where an error really starts, if that is known better, and the length of the text, which no span exceeds. */
export interface ErrorBounds {
  readonly start: number | undefined;
  readonly length: number;
}

/** Says an error of the `yaml` package in a sentence of ours. */
export function syntaxFlaw({ code, message, pos }: YAMLError, bounds: ErrorBounds): Flaw {
  const start = Math.min(bounds.start ?? pos[0], bounds.length);
  return {
    code: code === "RESOURCE_EXHAUSTION" ? "limit" : "syntax",
    message: finer.find(([said]) => said.test(message))?.[1] ?? sentences[code],
    start,
    end: Math.max(start, Math.min(bounds.start === undefined ? pos[1] : start + 1, bounds.length)),
  };
}

/** One code of the package covers several mistakes. Only the wording hangs on its prose, so a change there loses detail. */
const finer: readonly (readonly [RegExp, string])[] = [
  [/closing ['"]quote/, "a quote is opened here and never closed; close it"],
  [/sufficiently indented and end with a/, 'a "[" or "{" before this is not closed; close it, or indent this more'],
  [/need to be followed by map values/, 'this key has no ":" after it; add one, or indent it with what it belongs to'],
  [/^Comments must be separated/, 'a comment needs a space before its "#"; add one'],
  [/^Tags and anchors must be separated/, "a tag or an anchor needs a space after it; add one"],
  [/^Missing directives-end/, 'a "%" line needs a "---" line after it; add one'],
  [/without - indicator/, 'this item of a list has no "-" before it; add one'],
  [
    /^Block collection cannot start on same line/,
    'a mapping or list cannot start beside "---"; put it on its own line',
  ],
  [/^Missing , /, "a comma is missing before this; add one"],
  [/^Missing space after :/, 'a space is missing after ":"; add one'],
  [/^Block scalar header/, 'only an indentation, "+" or "-" and a comment may follow "|" or ">" on its line'],
];

const sentences: Readonly<Record<YAMLError["code"], string>> = {
  ALIAS_PROPS: 'a value given by "*" can have no tag or anchor of its own; take it away',
  BAD_ALIAS: 'a "*" or "&" needs a name right after it; name it',
  BAD_COLLECTION_TYPE: "this tag does not fit its value; take it away",
  BAD_DIRECTIVE: 'this "%" line is no directive that YAML knows; take it away',
  BAD_DQ_ESCAPE: "this escape means nothing between double quotes; write \\\\ for a backslash, or use single quotes",
  BAD_INDENT: "this is not indented like its neighbours; align it with them",
  BAD_PROP_ORDER: 'a tag or an anchor stands before "-", "?" or ":"; put it after',
  BAD_SCALAR_START: "an unquoted value cannot start with this character; quote it",
  BLOCK_AS_IMPLICIT_KEY:
    "a mapping or list starts on the line of another's key; put it on its own line, or quote the value",
  BLOCK_IN_FLOW: "an indented mapping or list stands between brackets; a comma or a closing bracket may be missing",
  DUPLICATE_KEY: "this key stands twice in this mapping; keep one",
  IMPOSSIBLE: "this is not YAML",
  KEY_OVER_1024_CHARS: 'the ":" of a key is over 1024 characters away; shorten the key',
  MISSING_CHAR: "something is missing here",
  MULTILINE_IMPLICIT_KEY: 'this key runs over several lines; a ":" may be missing on the first',
  MULTIPLE_ANCHORS: "this value has two anchors; keep one",
  MULTIPLE_DOCS: 'another document starts here; put it after a "---" line',
  MULTIPLE_TAGS: "this value has two tags; keep one",
  NON_STRING_KEY: "this key is no string; quote it",
  RESOURCE_EXHAUSTION: "this is nested too deep and was not read; flatten it",
  TAB_AS_INDENT: "a tab indents this line; use spaces",
  TAG_RESOLVE_FAILED: "this tag cannot be resolved; correct it, or declare its prefix in a %TAG line",
  UNEXPECTED_TOKEN: "this does not belong here; the line before it may be unfinished, or this one indented wrongly",
};
