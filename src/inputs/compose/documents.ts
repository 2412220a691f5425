import type { Problem, SourceText } from "../../model/source";
import type { Lookup } from "./interpolate";
import type { Library } from "./library";
import { substitute } from "./substitute";
import { problemAt, type Mapping } from "./value";

/** A list of files that are laid over each other, and what they are read with. */
export interface Loading {
  readonly files: readonly string[];
  readonly folder: string;
  readonly library: Library;
  readonly lookup: Lookup;
  /** The files on the way here, the outermost first, so that a cycle ends. */
  readonly way: readonly string[];
}

/** Fills as files are read. */
export interface Findings {
  readonly problems: Problem[];
  readonly sources: Map<string, SourceText>;
  readonly included: Set<string>;
  /** The services of other files that are extended, by the ids that they have as subjects of their own. */
  readonly extended: Set<string>;
}

/** The documents of one file after substitution; those that are no mapping are reported and left out. */
export function documentsOf(file: string, loading: Loading, findings: Findings): readonly Mapping[] {
  const parsed = loading.library.parsed(file);
  if (!parsed) return [];
  const { source, tree, problems } = parsed;
  if (!findings.sources.has(source.file)) {
    findings.sources.set(source.file, source);
    findings.problems.push(...problems);
  }
  return tree.flatMap((document) => {
    const { value, problems } = substitute(document, source, loading);
    findings.problems.push(...problems);
    if (value.kind === "mapping") return [value];
    const message = "a compose file is a mapping with the key services; this document is not";
    findings.problems.push(problemAt("invalid-value", message, value));
    return [];
  });
}
