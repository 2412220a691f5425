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
