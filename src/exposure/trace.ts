import type { Departure, Exposure } from "../model/exposure";
import type { Boundary, Fact } from "../model/facts";
import { identify, type KnownService, type ServiceIndex } from "../model/services";
import { comparePlaces, compareText } from "../model/source";
import { byTransport, type Traffic } from "../model/traffic";
import { breadthOf, type Breadth } from "../model/zones";
import { breadthsTogether } from "./breadth";
import { boundaryDoors, forwardDoor, hopsOf, listenerDoor, type Door } from "./doors";
import { digest, numberedNames, writePackets } from "../model/identity";
import type { Portion } from "./portions";
import { waysOf, type Ways } from "./reach";
import { verdictOn } from "./strangers";

export interface Traced {
  readonly exposures: readonly Exposure[];
  readonly departures: readonly Departure[];
}

/** Who passes which door, from where, and along which hops. */
export function trace(facts: readonly Fact[], services: ServiceIndex): Traced {
  const ways = waysOf(facts);
  const named = numberedNames();
  const exposures = facts.flatMap((fact) => exposuresOf(doorsOf(fact, ways), services, named));
  const departures = facts.flatMap((fact) =>
    fact.kind === "boundary" && fact.direction === "egress" ? departuresOf(fact, named) : [],
  );
  return { exposures: inOrder(exposures), departures: inOrder(departures) };
}

function doorsOf(fact: Fact, ways: Ways): readonly Door[] {
  switch (fact.kind) {
    case "boundary":
      return fact.direction === "ingress" ? boundaryDoors(fact, ways.toBoundary(fact.subject)) : [];
    case "listener":
      return [listenerDoor(fact, ways.toEndpoint(fact.endpoint))];
    case "forward": {
      const door = forwardDoor(fact, ways.through(fact.from, fact.to));
      return door ? [door] : [];
    }
    case "attachment":
    case "route":
    case "address":
    case "resides":
    case "name":
    case "mount":
    case "configuration":
    case "opaque":
    case "trait":
      return [];
  }
}

/** The exposures of doors that stand side by side in one boundary. */
function exposuresOf(
  doors: readonly Door[],
  services: ServiceIndex,
  named: (name: string) => string,
): readonly Exposure[] {
  const breadth = breadthsTogether(doors.flatMap(({ portions }) => portions));
  return doors.flatMap((door) => {
    const hops = hopsOf(door);
    return door.portions.map((portion): Exposure => {
      const { transport, traffic, sources } = portion;
      const identity = digest([door.layer, door.target.id, writePackets(traffic, sources)]);
      return {
        id: named(identity),
        verdict: verdictOn(sources),
        reach: door.way.reach,
        layer: door.layer,
        target: door.target,
        door: door.statement,
        transport,
        traffic,
        opens: door.opens,
        sources,
        breadth: breadth(portion),
        breadthAtMost: widestBreadth(portion, breadth),
        service: serviceBehind(door, portion, services),
        cleartext: door.cleartext,
        entry: door.entry,
        serves: door.serves,
        hops,
        blockedBy: door.way.blockedBy,
        assuming: door.way.assuming,
        missing: sources.because,
      };
    });
  });
}

function widestBreadth(portion: Portion, breadth: (portion: Portion) => Breadth): Breadth {
  return portion.sources.because.length > 0 ? breadthOf(portion.sources.may) : breadth(portion);
}

/** Known by what serves and by the port at which it arrives there, and last by the port that strangers see. */
function serviceBehind(door: Door, { transport, traffic }: Portion, services: ServiceIndex): KnownService | undefined {
  const inside = { transport, ports: portsAt(door.arriving ?? traffic, transport) };
  const outside = { transport, ports: portsAt(traffic, transport) };
  return identify(services, door.evidence, inside) ?? identify(services, [], outside);
}

function portsAt(traffic: Traffic, transport: string): Traffic {
  return byTransport(traffic).find((part) => part.transport === transport)?.ports ?? [];
}

function departuresOf(boundary: Boundary, named: (name: string) => string): readonly Departure[] {
  const nowhere = { reach: "assumed", hops: [], blockedBy: undefined, assuming: [] } as const;
  return boundaryDoors(boundary, nowhere).flatMap((door) =>
    door.portions.map(({ transport, traffic, sources }): Departure => {
      const identity = ["egress", door.target.id, writePackets(traffic, sources)];
      return {
        id: named(digest(identity)),
        verdict: verdictOn(sources),
        target: door.target,
        door: door.statement,
        transport,
        traffic,
        destinations: sources,
        breadth: breadthOf(sources.must),
        breadthAtMost: breadthOf(sources.may),
        missing: sources.because,
      };
    }),
  );
}

function inOrder<T extends Exposure | Departure>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => comparePlaces(a.door.at, b.door.at) || compareText(a.id, b.id));
}
