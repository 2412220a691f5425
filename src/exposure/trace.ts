import type { Departure, Exposure } from "../model/exposure";
import type { Boundary, Fact, Subject, Trait } from "../model/facts";
import { digest, numberedNames, writePackets } from "../model/identity";
import type { ServiceIndex } from "../model/services";
import { comparePlaces, compareText, type Place, type Problem } from "../model/source";
import { breadthOf } from "../model/zones";
import { traitsThatMatter } from "./binds";
import { conflictsIn } from "./conflicts";
import { takenFromOthers } from "./conflicts-customs";
import { boundaryDoors, forwardDoor, listenerDoor, type Door } from "./doors";
import { exposuresOf } from "./exposures";
import { joined } from "./joins";
import { passages } from "./passage";
import { portionsThrough } from "./portions";
import { spreadIn } from "./spread";
import { verdictOn } from "./strangers";
import { topologyOf } from "./topology";

export interface Traced {
  readonly exposures: readonly Exposure[];
  readonly departures: readonly Departure[];
  /** What is said of resources, and what only several facts together show. */
  readonly traits: readonly Trait[];
  readonly problems: readonly Problem[];
}

/** Who passes which door, from where, and along which hops. */
export function trace(read: readonly Fact[], services: ServiceIndex): Traced {
  const { facts, problems } = joined(read);
  const topology = topologyOf(facts);
  const spread = spreadIn(topology);
  const around = { topology, spread };
  const doorsOf = (fact: Fact): readonly Door[] => {
    switch (fact.kind) {
      case "boundary":
        return fact.direction === "ingress" ? boundaryDoors(fact, around) : [];
      case "listener":
        return [listenerDoor(fact, around)];
      case "forward":
        return [forwardDoor(fact, around)].filter((door) => door !== undefined);
      default:
        return [];
    }
  };
  const named = numberedNames();
  const exposures = facts.flatMap((fact) => exposuresOf(doorsOf(fact), services));
  const departures = facts.flatMap((fact) =>
    fact.kind === "boundary" && fact.direction === "egress" ? departuresOf(fact) : [],
  );
  const unique = <T extends Exposure | Departure>(all: readonly T[]): readonly T[] =>
    inOrder(all.map((each) => ({ ...each, id: named(each.id) })));
  return {
    exposures: unique(exposures),
    departures: unique(departures),
    traits: [...traitsThatMatter(facts), ...conflictsIn(facts), ...takenFromOthers(facts, services)],
    problems: [...problems, ...spread.cut.map(({ endpoint, at }) => wasCut(endpoint, at))],
  };
}

/** More ways than anybody reads; those that were followed bring most of what there is. */
function wasCut(endpoint: Subject, at: Place): Problem {
  const message = `so many ways lead to ${endpoint.name} that not all of them were followed`;
  return { code: "limit", message, at };
}

function departuresOf(boundary: Boundary): readonly Departure[] {
  return passages(boundary).flatMap(({ statement, packets, members }) =>
    portionsThrough(packets, members).map(({ transport, traffic, sources }): Departure => ({
      id: digest(["egress", boundary.subject.id, writePackets(traffic, sources)]),
      verdict: verdictOn(sources),
      target: boundary.subject,
      door: statement,
      transport,
      traffic,
      destinations: sources,
      breadth: breadthOf(sources.must),
      breadthAtMost: breadthOf(sources.may),
      missing: sources.because,
    })),
  );
}

function inOrder<T extends Exposure | Departure>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => comparePlaces(a.door.at, b.door.at) || compareText(a.id, b.id));
}
