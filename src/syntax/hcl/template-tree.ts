import { deepestNesting, report } from "./cursor";
import type { Span } from "../../model/source";
import type { Cursor } from "./cursor";
import type { Directive, Piece, TextPiece } from "./sequences";
import type { HclConditional, HclExpression, HclFor } from "./tree";

/** Gives the tree of a whole template, whose span is that of its quotes or heredoc markers. */
export function assemble(cursor: Cursor, pieces: readonly Piece[], span: Span): HclExpression | null {
  const row = melded(pieces);
  const [first] = row;
  if (first === undefined) return { kind: "literal", value: "", span };
  if (row.length === 1 && first.kind === "text") return { kind: "literal", value: first.text, span };
  if (row.length === 1 && first.kind === "value") return { kind: "interpolation", expression: first.expression, span };
  const sequence = { row, at: 0, depth: 0, highest: 0 };
  const read = readParts(cursor, sequence);
  if (!read) return null;
  if (read.closing) return unexpected(cursor, read.closing);
  cursor.height += 2 * sequence.highest;
  return { kind: "template", parts: read.parts, span };
}

/** Neighbouring texts as one. An empty text stays: beside it, a sequence is not alone and makes a string. */
function melded(pieces: readonly Piece[]): readonly Piece[] {
  const row: Piece[] = [];
  let texts: TextPiece[] = [];
  for (const piece of pieces) {
    if (piece.kind === "text") {
      texts.push(piece);
      continue;
    }
    if (texts.length > 0) row.push(joined(texts));
    texts = [];
    row.push(piece);
  }
  if (texts.length > 0) row.push(joined(texts));
  return row;
}

function joined(texts: readonly TextPiece[]): TextPiece {
  const start = texts[0]?.span.start ?? 0;
  const end = texts.at(-1)?.span.end ?? start;
  return { kind: "text", text: texts.map(({ text }) => text).join(""), span: { start, end } };
}

interface Sequence {
  readonly row: readonly Piece[];
  at: number;
  depth: number;
  highest: number;
}

interface Parts {
  readonly parts: readonly HclExpression[];
  /** The directive that ended the parts; nothing at the end of the template. */
  readonly closing: Directive | undefined;
}

/** Reads up to the next `else`, `endif` or `endfor` that no directive on the way has opened. */
function readParts(cursor: Cursor, sequence: Sequence): Parts | null {
  const parts: HclExpression[] = [];
  for (let piece = sequence.row[sequence.at]; piece; piece = sequence.row[sequence.at]) {
    sequence.at += 1;
    switch (piece.kind) {
      case "text":
        if (piece.text !== "") parts.push({ kind: "literal", value: piece.text, span: piece.span });
        break;
      case "value":
        parts.push(piece.expression);
        break;
      case "if":
      case "for": {
        const directive = readNested(cursor, sequence, piece);
        if (!directive) return null;
        parts.push(directive);
        break;
      }
      case "else":
      case "endif":
      case "endfor":
        return { parts, closing: piece };
    }
  }
  return { parts, closing: undefined };
}

type Opening = Extract<Directive, { readonly kind: "if" | "for" }>;

function readNested(cursor: Cursor, sequence: Sequence, opening: Opening): HclExpression | null {
  if (cursor.depth + sequence.depth >= deepestNesting)
    return report(cursor, "limit", `directives are nested more than ${deepestNesting} levels deep`, opening.span);
  sequence.depth += 1;
  sequence.highest = Math.max(sequence.highest, sequence.depth);
  const directive = opening.kind === "if" ? readIf(cursor, sequence, opening) : readFor(cursor, sequence, opening);
  sequence.depth -= 1;
  return directive;
}

type If = Extract<Directive, { readonly kind: "if" }>;
type For = Extract<Directive, { readonly kind: "for" }>;

function readIf(cursor: Cursor, sequence: Sequence, opening: If): HclConditional | null {
  const first = readParts(cursor, sequence);
  if (!first) return null;
  const second = first.closing?.kind === "else" ? readParts(cursor, sequence) : undefined;
  if (second === null) return null;
  const closing = second ? second.closing : first.closing;
  if (closing?.kind !== "endif") return unclosed(cursor, opening, closing);
  const middle = second && first.closing ? first.closing.span : closing.span;
  return {
    kind: "conditional",
    condition: opening.condition,
    whenTrue: textOf(first.parts, { start: opening.span.end, end: middle.start }),
    whenFalse: textOf(second?.parts ?? [], { start: second ? middle.end : middle.start, end: closing.span.start }),
    span: { start: opening.span.start, end: closing.span.end },
  };
}

function readFor(cursor: Cursor, sequence: Sequence, opening: For): HclFor | null {
  const body = readParts(cursor, sequence);
  if (!body) return null;
  const { closing } = body;
  if (closing?.kind !== "endfor") return unclosed(cursor, opening, closing);
  return {
    kind: "for",
    makes: "text",
    ...opening.introduction,
    value: textOf(body.parts, { start: opening.span.end, end: closing.span.start }),
    condition: undefined,
    span: { start: opening.span.start, end: closing.span.end },
  };
}

/** What stands between two directives is a string, even where it is a single value. */
function textOf(parts: readonly HclExpression[], span: Span): HclExpression {
  const [first] = parts;
  if (first === undefined) return { kind: "literal", value: "", span };
  return { kind: "template", parts, span };
}

function unclosed(cursor: Cursor, opening: Opening, closing: Directive | undefined): null {
  if (closing) return unexpected(cursor, closing);
  return report(cursor, "syntax", `this "%{ ${opening.kind} }" has no "%{ end${opening.kind} }"`, opening.span);
}

function unexpected(cursor: Cursor, closing: Directive): null {
  return report(cursor, "syntax", `no directive before it waits for this "%{ ${closing.kind} }"`, closing.span);
}
