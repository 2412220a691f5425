import { placeOf, type FilePlace, type SourceText, type Span } from "../../model/source";

/**
 * A directive with the file that it stands in, and its block with every include put in its place.
 *
 * The span is the whole of it, its block included. Places are worked out when they are asked for: of most directives nobody does.
 */
export interface Directive extends Span {
  readonly name: string;
  readonly args: readonly string[];
  readonly body: readonly Directive[] | undefined;
  /** Whether it is a server that a template puts something into. */
  readonly isTemplate: boolean;
  readonly source: SourceText;
  /** The offset behind its last argument. */
  readonly headEnd: number;
}

/** The place of a whole directive. */
export function wholeOf(directive: Directive): FilePlace {
  return placeOf(directive.source, directive);
}

/** The place of its name and arguments, without the block. */
export function headOf({ source, start, headEnd }: Directive): FilePlace {
  return placeOf(source, { start, end: headEnd });
}
