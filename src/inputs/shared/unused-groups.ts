import type { Subject, Trait } from "../../model/facts";
import type { Endpoint, Located } from "./network";

/**
 * Security groups that stand before nothing. Only where the input shows what its groups stand before: it has endpoints, and
 * no group that is not known stands before any of them.
 */
export function unusedGroups(
  groups: readonly Located[],
  endpoints: readonly Endpoint[],
  isExported: (group: Subject) => boolean,
): readonly Trait[] {
  const used = new Set<string>();
  for (const endpoint of endpoints) {
    if (endpoint.groups === "default") continue;
    if (endpoint.groups.open.length > 0) return [];
    for (const { value } of endpoint.groups.items) {
      if (!value.known) return [];
      used.add(value.value.id);
    }
  }
  if (used.size === 0) return [];
  return groups
    .filter(({ subject }) => !used.has(subject.id) && !isExported(subject))
    .map(({ subject, at }) => ({
      kind: "trait",
      subject,
      trait: "stands-before-nothing",
      holds: { known: true },
      detail: subject.name,
      at,
    }));
}
