import type { Problem, ProblemCode, SourceText, Span } from "../../model/source";
import { placeOf } from "../../model/source";

/** More than this many problems in one file say no more than that it is not an nginx configuration. */
const mostProblems = 100;

/** Adds a problem to those of a file, unless there are so many that one more says nothing. */
export function report(
  into: { readonly source: SourceText; readonly problems: Problem[] },
  problem: { readonly code: ProblemCode; readonly message: string; readonly at: Span },
): void {
  const { source, problems } = into;
  if (problems.length > mostProblems) return;
  const at = placeOf(source, problem.at);
  if (problems.length < mostProblems) problems.push({ ...problem, at });
  else problems.push({ code: "limit", message: `more than ${mostProblems} problems; the rest is not listed`, at });
}

/** A word for a message, cut where it is too long for one. */
export function shown(word: string): string {
  return word.length <= 40 ? word : `${word.slice(0, 40)}…`;
}
