import type { Fact } from "../model/facts";
import { comparePlaces, compareText, startOf, type Place, type Problem, type SourceText } from "../model/source";

/** What was read and not understood, said once for each construct and file, at its first place. */
export function opaqueProblems(facts: readonly Fact[]): readonly Problem[] {
  const groups = new Map<string, { readonly name: string; readonly at: Place; readonly times: number }>();
  for (const fact of facts) {
    if (fact.kind !== "opaque") continue;
    const { name, at } = fact.reason;
    const key = JSON.stringify([name, at.kind === "file" ? at.file : at.call]);
    const before = groups.get(key);
    groups.set(key, { name, at: before?.at ?? at, times: (before?.times ?? 0) + 1 });
  }
  return [...groups.values()].map(({ name, at, times }) => ({
    code: "unrecognised",
    message: `${name} is not modelled${times > 1 ? ` (${times} times in this file)` : ""}: what it opens or closes is not known`,
    at,
  }));
}

/** Files that were named and that no format took for its own. */
export function unclaimedProblems(named: readonly string[], sources: readonly SourceText[]): readonly Problem[] {
  const read = new Set(sources.map(({ file }) => file));
  return named
    .filter((file) => !read.has(file))
    .map((file) => ({
      code: "unreadable",
      message: `${file} is no Terraform, CloudFormation, compose, nginx, database, script or describe-* file that can be recognised, so nothing in it was looked at`,
      at: startOf(file),
    }));
}

/** In order of place, each once: two formats may complain of the same text. */
export function problemsInOrder(problems: readonly Problem[]): readonly Problem[] {
  const sorted = problems.toSorted((a, b) => comparePlaces(a.at, b.at) || compareText(a.message, b.message));
  return sorted.filter((problem, i) => {
    const before = sorted[i - 1];
    return !before || comparePlaces(before.at, problem.at) !== 0 || before.message !== problem.message;
  });
}
