import type { Fact, Subject } from "../model/facts";

/** Whom facts speak of, each once. */
export interface Subjects {
  /** What listens, hands on, or stands somewhere in a network. */
  readonly endpoints: readonly Subject[];
  /** Security groups. */
  readonly boundaries: readonly Subject[];
  /** Networks, configurations, and what is only declared to be something. */
  readonly others: readonly Subject[];
}

/** All of them, each once. */
export function subjectsIn(facts: readonly Fact[]): readonly Subject[] {
  const { endpoints, boundaries, others } = subjectsOf(facts);
  return [...endpoints, ...boundaries, ...others];
}

export function subjectsOf(facts: readonly Fact[]): Subjects {
  const endpoints = new Map<string, Subject>();
  const boundaries = new Map<string, Subject>();
  const others = new Map<string, Subject>();
  const put = (map: Map<string, Subject>, ...subjects: readonly Subject[]): void => {
    for (const subject of subjects) map.set(subject.id, subject);
  };
  for (const fact of facts)
    switch (fact.kind) {
      case "boundary":
        put(fact.layer === "security-group" ? boundaries : others, fact.subject);
        break;
      case "listener":
      case "attachment":
      case "route":
      case "address":
      case "mount":
        put(endpoints, fact.endpoint);
        break;
      case "forward":
        put(endpoints, fact.from, fact.to);
        break;
      case "resides":
        put(endpoints, fact.endpoint, fact.within);
        break;
      case "name":
        put(endpoints, fact.endpoint);
        put(others, fact.network);
        break;
      case "trait":
        put(endpoints, fact.subject);
        break;
      case "configuration":
        put(others, fact.subject);
        break;
      case "opaque":
        put(others, fact.touches);
        break;
    }
  const isBoundary = ({ id }: Subject): boolean => boundaries.has(id);
  return {
    endpoints: [...endpoints.values()].filter((subject) => !isBoundary(subject)),
    boundaries: [...boundaries.values()],
    others: [...others.values()],
  };
}
