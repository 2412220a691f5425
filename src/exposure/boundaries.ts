import type { Boundary, Subject } from "../model/facts";
import { append } from "../model/grouped";
import { passages, type Passage } from "./passage";

/** The boundaries of a scan, by what attachments call them. */
export interface Boundaries {
  readonly ingress: (subject: Subject) => readonly Boundary[];
  readonly egress: (subject: Subject) => readonly Boundary[];
  /** Worked out once, however many endpoints a boundary stands before. */
  readonly passagesOf: (boundary: Boundary) => readonly Passage[];
}

export function boundariesIn(all: readonly Boundary[]): Boundaries {
  const ingress = new Map<string, Boundary[]>();
  const egress = new Map<string, Boundary[]>();
  for (const boundary of all)
    append(boundary.direction === "ingress" ? ingress : egress, boundary.subject.id, boundary);
  const known = new Map<Boundary, readonly Passage[]>();
  return {
    ingress: ({ id }) => ingress.get(id) ?? [],
    egress: ({ id }) => egress.get(id) ?? [],
    passagesOf: (boundary) => {
      const made = known.get(boundary) ?? passages(boundary);
      known.set(boundary, made);
      return made;
    },
  };
}
