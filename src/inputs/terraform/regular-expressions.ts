import type { failed } from "./function";
import { beyond, type Outcome } from "./function";
import { joinedTexts } from "./long-texts";
import type { Plain } from "./plain";

const longestSubject = 1000;
const longestReplacement = 200;
const mostRepeats = 2;

/**
 * Terraform's expressions are RE2's, which never backtrack; ours do. So only those are followed that cannot run away: no
 * repeated group, and few unbounded repeats over a short text.
 */
function tame(pattern: string, subject: string): RegExp | typeof failed | typeof beyond {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const body = pattern.slice(flags?.[0].length ?? 0).replaceAll("(?P<", "(?<");
  const repeats = body.match(/[*+]|\{\d+,\d*\}/g) ?? [];
  if (/\)[*+{]|\(\?[^:<]|\\[pPQEAzCbB1-9]|\[\[:/.test(body)) return beyond;
  if (repeats.length > mostRepeats || subject.length > longestSubject) return beyond;
  try {
    return new RegExp(body, `gu${flags?.[1] ?? ""}`);
  } catch {
    return beyond;
  }
}

/** Every match: its text where the pattern has no groups, else the list or the map of what the groups caught. */
export function matchesOf(pattern: string, subject: string): Outcome {
  const expression = tame(pattern, subject);
  if (!(expression instanceof RegExp)) return expression;
  return [...subject.matchAll(expression)].map((match): Plain => {
    const [whole, ...groups] = match;
    if (match.groups) return { entries: new Map(Object.entries(match.groups)) };
    return groups.length > 0 ? groups.map((group: string | undefined) => group ?? null) : whole;
  });
}

/** A text between slashes is a pattern, in whose replacement `$1` and `${name}` stand for groups. */
export function replaced(subject: string, wanted: string, replacement: string): Outcome {
  if (!/^\/.*\/$/s.test(wanted) || wanted.length < 2) return joinedTexts(subject.split(wanted), replacement) ?? beyond;
  const expression = tame(wanted.slice(1, -1), subject);
  if (!(expression instanceof RegExp)) return expression;
  if (replacement.length > longestReplacement) return beyond;
  return subject.replace(
    expression,
    replacement.replace(/\$(?:\{(\w+)\}|0)/g, (_, name?: string) => groupOf(name ?? "0")),
  );
}

/** How JavaScript writes what Go writes as `${name}`. */
function groupOf(name: string): string {
  if (name === "0") return "$&";
  return /^\d+$/.test(name) ? `$${name}` : `$<${name}>`;
}
