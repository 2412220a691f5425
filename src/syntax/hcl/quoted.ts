import { refuse, report, take } from "./cursor";
import { assemble } from "./template-tree";
import { readSequence, stripped } from "./sequences";
import type { Cursor } from "./cursor";
import type { HclExpression, HclLabel } from "./tree";
import type { Piece, TextPiece } from "./sequences";

/** Reads a quoted template; the cursor stands on the quote. A template without sequences is a literal. */
export function readQuoted(cursor: Cursor): HclExpression | null {
  const plain = readPlain(cursor);
  return plain ? { kind: "literal", value: plain.text, span: plain.span } : readTemplate(cursor);
}

/** Reads a quoted label of a block, in which no sequence may stand. */
export function readLabel(cursor: Cursor): HclLabel | null {
  const plain = readPlain(cursor);
  if (plain) return plain;
  const label = readTemplate(cursor);
  if (!label) return null;
  const { span } = label;
  if (label.kind === "literal" && typeof label.value === "string") return { text: label.value, span };
  return report(cursor, "syntax", "a label holds no ${ and no %{; write it as plain text", span);
}

/** The quick way for the strings that most strings are: no escape, no sequence, closed on its line. */
function readPlain(cursor: Cursor): HclLabel | null {
  const { text, at: start } = cursor;
  for (let at = start + 1; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        take(cursor, at + 1 - start);
        return { text: text.slice(start + 1, at), span: { start, end: at + 1 } };
      case 0x0a:
      case 0x0d:
      case 0x24:
      case 0x25:
      case 0x5c:
        return null;
    }
  }
  return null;
}

function readTemplate(cursor: Cursor): HclExpression | null {
  const start = cursor.at;
  const pieces: Piece[] = [];
  let trimsNext = false;
  cursor.at += 1;
  for (;;) {
    const text = readText(cursor);
    if (!text) return null;
    if (text.span.end > text.span.start) pieces.push(trimsNext ? stripped(text, "start") : text);
    if (cursor.text[cursor.at] === '"') break;
    const sequence = readSequence(cursor, pieces);
    if (!sequence) return null;
    trimsNext = sequence.trimsNext;
  }
  take(cursor, 1);
  return assemble(cursor, pieces, { start, end: cursor.end });
}

/** Reads up to the closing quote, or to a sequence that opens. Leaves the cursor there. */
function readText(cursor: Cursor): TextPiece | null {
  const { text } = cursor;
  const start = cursor.at;
  let decoded = "";
  let from = start;
  let at = start;
  for (;;) {
    const character = text[at];
    switch (character) {
      case undefined:
      case "\n":
      case "\r":
        cursor.at = at;
        return refuse(cursor, "a closing quote");
      case '"':
        cursor.at = at;
        return { kind: "text", text: decoded + text.slice(from, at), span: { start, end: at } };
      case "\\": {
        const escape = escapeAt(text, at);
        if (!escape)
          return report(cursor, "syntax", "this escape is none of HCL's; write \\\\ for a backslash", {
            start: at,
            end: at + 2,
          });
        decoded += text.slice(from, at) + escape.text;
        at = from = at + escape.length;
        break;
      }
      case "$":
      case "%":
        if (text.startsWith(`${character}{`, at + 1)) {
          decoded += `${text.slice(from, at)}${character}{`;
          at = from = at + 3;
        } else if (text[at + 1] === "{") {
          cursor.at = at;
          return { kind: "text", text: decoded + text.slice(from, at), span: { start, end: at } };
        } else at += 1;
        break;
      default:
        at += 1;
    }
  }
}

interface Escape {
  readonly text: string;
  readonly length: number;
}

const shortEscapes: ReadonlyMap<string | undefined, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);
const longEscape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** The escapes of hclsyntax/spec.md, "Template Expressions"; a code point that UTF-8 cannot carry is no escape. */
function escapeAt(text: string, at: number): Escape | undefined {
  const short = shortEscapes.get(text[at + 1]);
  if (short !== undefined) return { text: short, length: 2 };
  longEscape.lastIndex = at;
  const match = longEscape.exec(text);
  if (!match) return undefined;
  const codePoint = parseInt(match[1] ?? match[2] ?? "", 16);
  const isCharacter = codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return isCharacter ? { text: String.fromCodePoint(codePoint), length: match[0].length } : undefined;
}
