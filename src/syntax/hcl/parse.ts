import { readFileBody } from "./bodies";
import { startOfText } from "./cursor";
import { readExpression } from "./expressions";
import type { SourceText } from "../../model/source";
import type { Parsed } from "../tree";
import type { HclBody } from "./tree";

/**
 * Reads a text in HCL's native syntax (hashicorp/hcl, hclsyntax/spec.md).
 *
 * Any text gives a tree: what could not be read is left out, or stands as a `broken` expression, and has a problem
 * that says why. `limit` problems mark what nests too deep to be read.
 */
export function parseHcl(source: SourceText): Parsed<HclBody> {
  const byBraces = startOfText(source, { readExpression, blocksEnd: "at braces" });
  const tree = readFileBody(byBraces);
  if (!byBraces.endsInBlock) return { source, tree, problems: byBraces.problems };
  const byColumn = startOfText(source, { readExpression, blocksEnd: "at the first column" });
  return { source, tree: readFileBody(byColumn), problems: byColumn.problems };
}
