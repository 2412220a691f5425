import type { Fact } from "../../model/facts";
import type { Place } from "../../model/source";

/**
 * What a file adds to those that it is laid over: the doors and traits that it says itself, and all that is known of the
 * services that have such doors. The rest is said of the files below already.
 */
export function addedBy(file: string, facts: readonly Fact[]): readonly Fact[] {
  const isOwn = (at: Place): boolean => at.kind === "file" && at.file === file;
  const doors = facts.filter(
    (fact) => (fact.kind === "forward" || fact.kind === "listener") && isOwn(fact.statement.at),
  );
  const services = new Set(doors.map(aboutWhom));
  return facts.filter((fact) => {
    if (fact.kind === "forward" || fact.kind === "listener") return isOwn(fact.statement.at);
    return fact.kind === "trait" ? isOwn(fact.at) : services.has(aboutWhom(fact));
  });
}

/** The service that a fact is about. */
export function aboutWhom(fact: Fact): string {
  switch (fact.kind) {
    case "forward":
      return fact.to.id;
    case "listener":
    case "route":
    case "attachment":
    case "address":
    case "resides":
    case "name":
    case "mount":
      return fact.endpoint.id;
    case "trait":
    case "boundary":
    case "configuration":
      return fact.subject.id;
    case "opaque":
      return fact.touches.id;
  }
}
