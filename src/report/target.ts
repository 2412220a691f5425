import type { Matter } from "../model/finding";

/** The name of what a finding is about; a comment is about nothing but itself. */
export function targetOf(matter: Matter): string | null {
  switch (matter.kind) {
    case "exposure":
      return matter.exposure.target.name;
    case "departure":
      return matter.departure.target.name;
    case "trait":
      return matter.trait.subject.name;
    case "approval":
      return matter.to;
    case "comment":
      return null;
  }
}

/** The statement that it rests on, or what was found in it; a comment has no name. */
export function nameOf(matter: Matter): string | null {
  switch (matter.kind) {
    case "exposure":
      return matter.exposure.door.name;
    case "departure":
      return matter.departure.door.name;
    case "trait":
      return matter.trait.detail;
    case "approval":
    case "comment":
      return null;
  }
}
