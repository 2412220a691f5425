import type { SourceText } from "../model/source";
import { parseJson } from "./json";
import type { DocumentNode, Parsed } from "./tree";

/** Reads JSON in which comments, and commas before a closing bracket, are allowed, as editors write it ("JSON with Comments"). */
export function parseJsonc(source: SourceText): Parsed<DocumentNode | undefined> {
  const { tree, problems } = parseJson({ ...source, text: withoutComments(source.text) });
  return { source, tree, problems };
}

/** The same text with blanks in their place, so that every offset stays. */
function withoutComments(text: string): string {
  const plain = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/g, (found) =>
    found.startsWith('"') ? found : blank(found),
  );
  return plain.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (found) => (found === "," ? " " : found));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
