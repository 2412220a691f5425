import { comparePlaces, compareText, type Problem } from "../model/source";

/** Whether something was not looked at, rather than looked at and not understood. */
export function wasNotLookedAt({ code }: Problem): boolean {
  switch (code) {
    case "syntax":
    case "unreadable":
    case "denied":
    case "limit":
      return true;
    case "unrecognised":
    case "invalid-value":
      return false;
  }
}

/** By place, as reports show them. */
export function compareProblems(a: Problem, b: Problem): number {
  return comparePlaces(a.at, b.at) || compareText(a.message, b.message);
}

export interface ProblemsOfPlace {
  /** The file, or the object of an account that runs. */
  readonly place: string;
  readonly shown: readonly Problem[];
  /** How many more there are. */
  readonly rest: number;
}

/** The first problems of each file, and how many more it has, so that one broken file does not bury the others. */
export function firstOfEachPlace(problems: readonly Problem[], most: number): readonly ProblemsOfPlace[] {
  const ofPlace = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { at } = problem;
    const place = at.kind === "file" ? at.file : at.object;
    const all = ofPlace.get(place);
    if (all) all.push(problem);
    else ofPlace.set(place, [problem]);
  }
  return [...ofPlace].map(([place, all]) => ({
    place,
    shown: all.slice(0, most),
    rest: Math.max(all.length - most, 0),
  }));
}
