import { numbers, type IntervalSet } from "../../model/intervals";
import type { PortEntry } from "./ports";

/** An entry with what of it is left after later entries. */
export interface EffectivePort {
  readonly entry: PortEntry;
  /** The host's ports where each is published on its own; nothing where the entry is of another kind or not known. */
  readonly published: IntervalSet<number> | undefined;
  readonly target: IntervalSet<number> | undefined;
}

/**
 * The ports that are left when later entries replace equal earlier ones: first by the text of the entry, then, ranges
 * taken apart, by address, host port, container port and protocol, no address being equal to 0.0.0.0 (compose-spec
 * 13-merge.md, "Unique resources"; compose-go override/uncity.go runs before and after short entries become long).
 */
export function effectivePorts(entries: readonly PortEntry[]): readonly EffectivePort[] {
  const left: EffectivePort[] = [];
  const taken = new Map<string, IntervalSet<number>>();
  for (const entry of distinctTexts(entries).toReversed()) {
    const room = roomOf(entry);
    if (!room) {
      left.push({ entry, published: undefined, target: undefined });
      continue;
    }
    const { key, ports, shift } = room;
    const before = taken.get(key) ?? [];
    const rest = numbers.difference(ports, before);
    taken.set(key, numbers.union(before, ports));
    if (rest.length === 0) continue;
    const each = entry.published.known && entry.published.value.kind === "each";
    left.push({ entry, published: each ? rest : undefined, target: shifted(rest, -shift) });
  }
  return left.toReversed();
}

function distinctTexts(entries: readonly PortEntry[]): readonly PortEntry[] {
  return [...new Map(entries.map((entry) => [entry.rawKey, entry])).values()];
}

interface Room {
  /** Entries of one key replace each other where their ports meet. */
  readonly key: string;
  readonly ports: IntervalSet<number>;
  /** From container port to the numbers in `ports`. */
  readonly shift: number;
}

function roomOf({ hostIp, published, target, protocol, publishedAs }: PortEntry): Room | undefined {
  if (!hostIp.known || !published.known || !target.known || !protocol.known) return undefined;
  const key = [hostIp.value ?? "0.0.0.0", protocol.value, publishedAs, published.value.kind];
  switch (published.value.kind) {
    case "each": {
      const shift = published.value.ports[0] - target.value[0];
      return { key: [...key, shift].join(" "), ports: [published.value.ports], shift };
    }
    case "one-of":
      return { key: [...key, ...published.value.ports].join(" "), ports: [target.value], shift: 0 };
    case "random":
      return { key: key.join(" "), ports: [target.value], shift: 0 };
  }
}

function shifted(ports: IntervalSet<number>, by: number): IntervalSet<number> {
  return ports.map(([first, last]) => [first + by, last + by]);
}
