import { placeOf, type FilePlace, type Problem, type SourceText } from "../model/source";
import type { DocumentNode, MappingEntry } from "../syntax/tree";

/** A text of a configuration, and where it is written. */
export interface Written {
  readonly text: string;
  readonly at: FilePlace;
}

export function written(node: DocumentNode, source: SourceText): Written {
  return { text: textOf(node), at: placeOf(source, node) };
}

export function wrong(node: DocumentNode, source: SourceText, message: string): Problem {
  return { code: "invalid-value", message, at: placeOf(source, node) };
}

export function entriesOf(node: DocumentNode | undefined): readonly MappingEntry[] {
  return node?.kind === "mapping" ? node.entries : [];
}

export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

export function textOf(node: DocumentNode | undefined): string {
  return node?.kind === "scalar" ? node.text : "";
}
