import type { Exposure, Hop } from "../model/exposure";
import type { Report } from "../model/finding";
import type { Place } from "../model/source";
import { counted } from "./counted";
import { visible } from "./visible";
import { lineOf } from "./where";

/** How many ways to one socket are drawn before the rest is only counted; JSON always has all of them. */
const mostWays = 3;
/** Columns are aligned up to this width, so that one long name does not push all places out of sight. */
const widestColumn = 56;

/** Where every way begins. */
export const street = "the internet";

/** One line of the ways to a door, drawn from the street inwards. */
export interface Row {
  /** How many hops lie between the street and this one. */
  readonly depth: number;
  /** The branches of the tree that stand before it. */
  readonly branches: string;
  readonly what: string;
  readonly name: string;
  readonly at: Place;
  /** Whether closing this costs the least of all that would close every way. */
  readonly note: string | undefined;
}

interface Branch {
  readonly hop: Hop;
  readonly onward: readonly Branch[];
}

/** The ways to a door as a tree; nothing where the door stands right on the street, since its line is shown already. */
export function rowsOf(exposure: Exposure, served: Served): readonly Row[] {
  const { hops, otherWays, blockedBy } = exposure;
  if (hops.length < 2 && otherWays.length === 0) return [];
  const ways = [hops, ...otherWays.slice(0, mostWays - 1)];
  const isOnTheWay = blockedBy !== undefined && hops.some((hop) => isSame(hop, blockedBy));
  const stopped = blockedBy && !isOnTheWay ? ways.map((way) => [blockedBy, ...way]) : ways;
  const best = blockedBy ? undefined : cheapest(exposure, served);
  return drawn(branchesOf(stopped), { depth: 0, lead: "" }, (hop) => {
    if (blockedBy && isSame(hop, blockedBy)) return { what: `stopped by ${hop.what}`, note: undefined };
    return { what: hop.what, note: best && isSame(hop, best) ? noteOf(best, served) : undefined };
  });
}

function noteOf(best: Hop, served: Served): string {
  const others = served(best) - 1;
  return others > 0 ? `cheapest to close, and closes ${counted(others, "other opening")}` : "cheapest to close";
}

/** Ways that begin alike are one branch as far as they go together. */
function branchesOf(ways: readonly (readonly Hop[])[]): readonly Branch[] {
  const groups: { readonly hop: Hop; readonly rest: (readonly Hop[])[] }[] = [];
  for (const [hop, ...rest] of ways) {
    if (!hop) continue;
    const same = groups.find((group) => isSame(group.hop, hop));
    if (same) same.rest.push(rest);
    else groups.push({ hop, rest: [rest] });
  }
  return groups.map(({ hop, rest }) => ({ hop, onward: branchesOf(rest) }));
}

interface Drawing {
  readonly depth: number;
  readonly lead: string;
}

type Said = Pick<Row, "what" | "note">;

function drawn(branches: readonly Branch[], { depth, lead }: Drawing, said: (hop: Hop) => Said): readonly Row[] {
  return branches.flatMap(({ hop, onward }, i): readonly Row[] => {
    const isLast = i === branches.length - 1;
    const { name, at } = hop;
    const row = { depth, branches: lead + (isLast ? "└─ " : "├─ "), name, at, ...said(hop) };
    return [row, ...drawn(onward, { depth: depth + 1, lead: lead + (isLast ? "   " : "│  ") }, said)];
  });
}

/** The tree as lines of text, its columns aligned. */
export function treeLines(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ branches, what, name, at, note }) => {
    const last = lineOf(at) + (note === undefined ? "" : `  ← ${note}`);
    return [branches + visible(what), visible(name), last] as const;
  });
  const widthOf = (column: 0 | 1): number =>
    Math.max(...cells.map((row) => row[column].length).filter((length) => length <= widestColumn));
  const [first, second] = [widthOf(0), widthOf(1)];
  return [street, ...cells.map(([what, name, at]) => `${what.padEnd(first)}  ${name.padEnd(second)}  ${at}`)];
}

/** How many further ways there are than are drawn. */
export function furtherWays({ otherWays }: Exposure): readonly string[] {
  const rest = otherWays.length - (mostWays - 1);
  return rest > 0 ? [`and by ${counted(rest, "other way")}`] : [];
}

/** How many openings a statement serves. */
export type Served = (hop: Hop) => number;

/** What of a report's openings leads past each statement. */
export function servedIn({ exposures }: Pick<Report, "exposures">): Served {
  const times = new Map<string, number>();
  for (const { verdict, hops, otherWays } of exposures) {
    if (verdict === "safe") continue;
    const passed = new Set([hops, ...otherWays].flat().map(keyOf));
    for (const key of passed) times.set(key, (times.get(key) ?? 0) + 1);
  }
  return (hop) => times.get(keyOf(hop)) ?? 0;
}

/**
 * Of the statements that close every way to a door, up to the door itself, the one that serves the fewest openings; of
 * several the innermost, which closes it to neighbours, too.
 */
function cheapest({ hops, otherWays, door }: Exposure, served: Served): Hop | undefined {
  const isOnAll = (hop: Hop): boolean => otherWays.every((way) => way.some((other) => isSame(hop, other)));
  const last = hops.findIndex((hop) => isSame(hop, door));
  const closing = hops.slice(0, last + 1).filter(isOnAll);
  return closing.toReversed().toSorted((a, b) => served(a) - served(b))[0];
}

function isSame(a: Hop, b: Hop): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ what, name, at }: Hop): string {
  return JSON.stringify([what, name, lineOf(at)]);
}
