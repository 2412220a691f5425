import type { Fact, Forward, Subject, Trait } from "../model/facts";
import { addresses } from "../model/addresses";
import { append } from "../model/grouped";
import { isSubset } from "../model/sets";
import { loopback } from "../model/zones";

/**
 * What the inputs say of resources, without what they cannot do otherwise: a port that is published leads to an address of
 * the container's own, where nothing arrives that is bound to the container's loopback. A program that answers there on
 * every interface and is published on the loopback of its host alone is bound as narrowly as it can be. Not so where the
 * container has addresses that others reach themselves, as on a macvlan.
 */
export function traitsThatMatter(facts: readonly Fact[]): readonly Trait[] {
  const published = new Map<string, Forward[]>();
  const around = new Map<string, Subject[]>();
  const reachable = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === "forward" && fact.how === "publish") append(published, fact.to.id, fact);
    if (fact.kind === "resides") append(around, fact.endpoint.id, fact.within);
    if (fact.kind === "listener" || fact.kind === "route") reachable.add(fact.endpoint.id);
  }
  const isLocalAlone = ({ id }: Subject): boolean => {
    const ports = published.get(id) ?? [];
    const isLocal = ports.every(({ bind }) => isSubset(addresses, bind.may, loopback));
    return ports.length > 0 && isLocal && !reachable.has(id);
  };
  return facts.filter((fact): fact is Trait => {
    if (fact.kind !== "trait") return false;
    if (fact.trait !== "binds-all-interfaces") return true;
    return !(around.get(fact.subject.id) ?? [fact.subject]).every(isLocalAlone);
  });
}
