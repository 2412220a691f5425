import { meet } from "../model/addresses";
import { packetBounds, type Bounds } from "../model/bounds";
import type { Exposure, Hop, Reach } from "../model/exposure";
import { digest, writePackets } from "../model/identity";
import { packets, packetsOf, type PacketSet } from "../model/packets";
import { identify, type KnownService, type ServiceIndex } from "../model/services";
import { unionOf } from "../model/sets";
import { byTransport, type Traffic } from "../model/traffic";
import { breadthOf, internet, type Breadth } from "../model/zones";
import { breadthsTogether } from "./breadth";
import type { Door, Passing } from "./doors";
import { arrived, stoppedOn } from "./flow";
import { hopOf } from "./hops";
import { portionsOf, portionsThrough, type Portion } from "./portions";
import { verdictOn } from "./strangers";

/** A part of what passes a door that all comes by the same ways. */
interface Part {
  readonly door: Door;
  readonly portion: Portion;
  readonly entry: Exposure["entry"];
  readonly reach: Reach;
  readonly ways: readonly Passing[];
  readonly blockedBy: Hop | undefined;
  readonly assuming: readonly string[];
}

/** The exposures of doors that stand side by side in one boundary. */
export function exposuresOf(doors: readonly Door[], services: ServiceIndex): readonly Exposure[] {
  const parts = doors.flatMap(partsOf);
  const breadths = new Map(
    (["proven", "assumed", "latent"] as const).map((reach) => [
      reach,
      breadthsTogether(parts.filter((part) => part.reach === reach).map(({ portion }) => portion)),
    ]),
  );
  return parts.map((part) => exposureOf(part, breadths.get(part.reach) ?? ownBreadth, services));
}

function ownBreadth({ sources }: Portion): Breadth {
  return breadthOf(sources.must);
}

function exposureOf(part: Part, breadth: (portion: Portion) => Breadth, services: ServiceIndex): Exposure {
  const { door, portion, reach, ways, entry, assuming, blockedBy } = part;
  const { transport, traffic, sources } = portion;
  const [hops = [hopOf(door.statement)], ...otherWays] = waysOf(door, portion, ways);
  return {
    id: digest([door.layer, door.target.id, writePackets(traffic, sources)]),
    verdict: verdictOn(sources),
    reach,
    layer: door.layer,
    target: door.target,
    door: door.statement,
    transport,
    traffic,
    opens: door.opens,
    sources,
    breadth: breadth(portion),
    breadthAtMost: sources.because.length > 0 ? breadthOf(sources.may) : breadth(portion),
    service: serviceBehind(door, portion, services),
    cleartext: door.cleartext,
    entry,
    serves: door.serves,
    hops,
    otherWays,
    blockedBy,
    assuming,
    missing: sources.because,
  };
}

/** A door that lets no stranger in is one part; of one that does, what gets there and what is stopped are told apart. */
function partsOf(door: Door): readonly Part[] {
  if (door.members) return closedParts(door);
  const other = door.entry === "direct" ? "handed-on" : "direct";
  const own = passingAs(door, door.entry);
  const besides = openParts(door, passingAs(door, other), other);
  if (!meetsInternet(door.packets.may)) return [...closedParts(door), ...besides];
  return [...openParts(door, own, door.entry), ...stoppedParts(door, own), ...besides];
}

function passingAs({ passing }: Door, entry: Exposure["entry"]): readonly Passing[] {
  const sender = entry === "direct" ? "client" : "forwarder";
  return passing.filter(({ flow }) => flow.sender.kind === sender);
}

function closedParts(door: Door): readonly Part[] {
  const [way] = door.coming;
  const blockedBy = way ? undefined : stopOf(door, door.packets);
  const reach = blockedBy ? "latent" : way && way.flow.assuming.length === 0 ? "proven" : "assumed";
  const assuming = [...(way?.flow.assuming ?? []), ...door.assuming];
  return portionsThrough(door.packets, door.members).map((portion) => ({
    door,
    portion,
    entry: door.entry,
    reach,
    ways: way ? [way] : [],
    blockedBy,
    assuming,
  }));
}

/** What surely gets there, and what does if an assumption holds. */
function openParts(door: Door, passing: readonly Passing[], entry: Exposure["entry"]): readonly Part[] {
  const proven = passing.filter(({ flow }) => flow.assuming.length === 0);
  const assumed = passing.filter(({ flow }) => flow.assuming.length > 0);
  const surely = together(proven);
  const besides = together(assumed);
  const left = packetBounds.between(
    packets.difference(besides.must, surely.must),
    packets.difference(besides.may, surely.must),
    [...besides.because, ...surely.because],
  );
  const part =
    (ways: readonly Passing[], reach: Reach) =>
    (portion: Portion): readonly Part[] => {
      if (verdictOn(portion.sources) === "safe") return [];
      const here = ways.filter(({ flow }) => meetsInternet(among(flow.packets.may, portion)));
      const assuming = reach === "assumed" ? (here[0]?.flow.assuming ?? []) : [];
      return [{ door, portion, entry, reach, ways: here, blockedBy: undefined, assuming }];
    };
  return [...portionsOf(surely).flatMap(part(proven, "proven")), ...portionsOf(left).flatMap(part(assumed, "assumed"))];
}

function together(passing: readonly Passing[]): Bounds<PacketSet> {
  const all = passing.map(({ flow }) => flow.packets);
  const must = unionOf(
    packets,
    all.map((bounds) => bounds.must),
  );
  return packetBounds.between(
    must,
    unionOf(
      packets,
      all.map((bounds) => bounds.may),
    ),
    all.flatMap(({ because }) => because),
  );
}

/** What the door lets in of strangers, and nothing brings there: all of each product of which some is stopped. */
function stoppedParts(door: Door, passing: readonly Passing[]): readonly Part[] {
  const come = unionOf(
    packets,
    passing.map(({ flow }) => arrived(flow).may),
  );
  const missing = packets.difference(door.packets.may, come);
  if (!meetsInternet(missing)) return [];
  const blockedBy = stopOf(door, packetBounds.certain(missing));
  return portionsOf(door.packets)
    .filter((portion) => verdictOn(portion.sources) !== "safe" && meetsInternet(among(missing, portion)))
    .map((portion) => ({ door, portion, entry: door.entry, reach: "latent", ways: [], blockedBy, assuming: [] }));
}

/** What comes to the door may have lost on its way what the door is for. */
function stopOf({ coming, stops }: Door, wanted: Bounds<PacketSet>): Hop | undefined {
  for (const { flow } of coming) {
    const hop = stoppedOn(flow, wanted);
    if (hop) return hop;
  }
  return stops()[0];
}

function among(set: PacketSet, { sources, traffic }: Portion): PacketSet {
  return packets.intersection(set, packetsOf(sources.may, traffic));
}

function meetsInternet(set: PacketSet): boolean {
  return set.some(({ sources }) => meet(sources, internet));
}

/** How many ways besides the shortest are told. */
const mostOtherWays = 4;

function waysOf(door: Door, portion: Portion, ways: readonly Passing[]): readonly (readonly Hop[])[] {
  const kept = packetBounds.certain(packetsOf(portion.sources.may, portion.traffic));
  const all = ways.map(({ flow, onward }) => [
    ...flow.steps.flatMap((step) => step.hops(packetBounds.intersection(flow.packets, kept))),
    hopOf(door.statement),
    ...membersHop(door),
    ...onward,
  ]);
  if (all.length === 0) return [[hopOf(door.statement), ...membersHop(door)]];
  if (all.length === 1) return all;
  const distinct = [...new Map(all.map((hops) => [JSON.stringify(hops), hops])).values()];
  return distinct.toSorted((a, b) => a.length - b.length).slice(0, mostOtherWays + 1);
}

function membersHop({ members, statement }: Door): readonly Hop[] {
  if (!members) return [];
  const name = members.of.known ? members.of.value.name : members.of.because.map((reason) => reason.name).join(", ");
  return [{ what: "from members of", name, at: statement.focus }];
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
