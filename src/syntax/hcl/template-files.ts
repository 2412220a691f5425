import { startOfText } from "./cursor";
import { readExpression } from "./expressions";
import { readTextLine } from "./heredocs";
import { readSequence, stripped } from "./sequences";
import { assemble } from "./template-tree";
import type { SourceText } from "../../model/source";
import type { Parsed } from "../tree";
import type { Piece } from "./sequences";
import type { HclExpression } from "./tree";

/**
 * Reads a text that is a template from its first character to its last, as a heredoc's is between its markers
 * (hclsyntax/spec.md, "Template Expressions"). Where it cannot be read there is no tree, and the problems say why.
 */
export function parseTemplate(source: SourceText): Parsed<HclExpression | undefined> {
  const cursor = startOfText(source, { readExpression, blocksEnd: "at braces" });
  const pieces: Piece[] = [];
  let trimsNext = false;
  cursor.at = 0;
  while (cursor.at < source.text.length) {
    const line = readTextLine(cursor);
    if (!line) return { source, tree: undefined, problems: cursor.problems };
    if (line.span.end > line.span.start) pieces.push(trimsNext ? stripped(line, "start") : line);
    trimsNext = false;
    if (source.text[cursor.at - 1] === "\n" && line.span.end > line.span.start) continue;
    if (cursor.at >= source.text.length) break;
    const sequence = readSequence(cursor, pieces);
    if (!sequence) return { source, tree: undefined, problems: cursor.problems };
    ({ trimsNext } = sequence);
  }
  const tree = assemble(cursor, pieces, { start: 0, end: source.text.length }) ?? undefined;
  return { source, tree, problems: cursor.problems };
}
