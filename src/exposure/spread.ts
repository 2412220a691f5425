import type { Hop } from "../model/exposure";
import type { Forward, Subject } from "../model/facts";
import { append } from "../model/grouped";
import { packetBounds } from "../model/bounds";
import { everyPacket, packets } from "../model/packets";
import { isSubset } from "../model/sets";
import { closedRoutes, entering } from "./entries";
import type { Filter } from "./filters";
import { asAsked, handedOn, isStopped, past, type Flow } from "./flow";
import { hopOf } from "./hops";
import type { Standing, Topology } from "./topology";

/** Everything that can come from the internet, followed from where it enters to where it ends. */
export interface Spread {
  /** What arrives at an endpoint, past all that stands before it; what took the fewest steps first. */
  readonly at: (endpoint: Subject) => readonly Flow[];
  /** What becomes of a flow that a forward hands on. */
  readonly along: (flow: Flow, forward: Forward) => Flow | Stop;
  /** What stops the ways to an endpoint, the nearest to it first. */
  readonly stopsOf: (endpoint: Subject) => readonly Hop[];
  /** The endpoints that more ways lead to than were followed, and where one of those stands. */
  readonly cut: readonly Standing[];
}

/** Nothing of a flow that strangers send gets past this. */
export interface Stop {
  readonly kind: "stop";
  readonly hop: Hop;
}

/** How many ways to one endpoint are followed although another brings all that they do, and how many at all. */
const mostAlike = 4;
const mostWays = 1024;

export function spreadIn(topology: Topology): Spread {
  const arrivals = new Map<string, Flow[]>();
  const ofAKind = new Map<string, Flow[]>();
  const stops = new Map<string, Hop[]>();
  const cut = new Map<string, Standing>();
  const waiting: { readonly endpoint: Subject; readonly flow: Flow; readonly here: string }[] = [];

  const taking = (flow: Flow, forward: Forward): Flow => handedOn(flow, forward, topology.asForwarder(forward.from));
  const enter = ({ endpoint, at }: Standing, outside: Flow | Stop): void => {
    const inside = isStop(outside) ? outside : throughAll(outside, topology.filtersBefore(endpoint.id));
    if (isStop(inside)) {
      append(stops, endpoint.id, inside.hop);
      return;
    }
    const others = ofAKind.get(stateAt(endpoint, inside)) ?? [];
    if (others.filter((other) => brings(other, inside)).length >= mostAlike) return;
    const known = arrivals.get(endpoint.id) ?? [];
    if (known.length < mostWays) follow(endpoint, inside);
    else if (!cut.has(endpoint.id)) {
      cut.set(endpoint.id, { endpoint, at });
      const rest = throughAll(anythingAs(inside), topology.filtersBefore(endpoint.id));
      if (!isStop(rest)) follow(endpoint, rest);
    }
  };
  const follow = (endpoint: Subject, flow: Flow): void => {
    const here = stateAt(endpoint, flow);
    append(arrivals, endpoint.id, flow);
    append(ofAKind, here, flow);
    waiting.push({ endpoint, flow, here });
  };

  for (const standing of topology.entries)
    for (const flow of entering(standing.endpoint, topology.routesTo(standing.endpoint.id))) enter(standing, flow);
  for (const { endpoint, flow, here } of waiting) {
    if (flow.visited.includes(here)) continue;
    const onward = { ...flow, visited: [...flow.visited, here] };
    for (const resident of topology.residentsOf(endpoint.id)) enter(resident, onward);
    for (const forward of topology.forwardsFrom(endpoint.id)) {
      const handed = taking(onward, forward);
      // What a forward does not take is none of its target's concern.
      if (!isStopped(handed))
        enter({ endpoint: forward.to, at: forward.statement.at }, admittedTo(handed, forward, topology));
    }
  }

  return {
    at: ({ id }) => arrivals.get(id) ?? [],
    along: (flow, forward) => {
      const outside = admittedTo(taking(flow, forward), forward, topology);
      return isStop(outside) ? outside : throughAll(outside, topology.filtersBefore(forward.to.id));
    },
    stopsOf: (endpoint) => stopsBefore(endpoint, stops, topology),
    cut: [...cut.values()],
  };
}

/** What the ways bring that are not followed is not known, and may be anything. */
function anythingAs(flow: Flow): Flow {
  const assuming = new Set([...flow.assuming, "the ways that were not followed bring more than the others"]);
  return { ...flow, packets: packetBounds.certain(everyPacket), numbering: asAsked, assuming: [...assuming] };
}

export function isStop(flow: Flow | Stop): flow is Stop {
  return "kind" in flow;
}

function stop(hop: Hop): Stop {
  return { kind: "stop", hop };
}

/** A target without any way in takes nothing; one without a way from the internet takes nothing that is published for it. */
function admittedTo(flow: Flow, { how, to }: Forward, topology: Topology): Flow | Stop {
  const closed = closedRoutes(topology.routesTo(to.id)).find(({ from }) => from === "everywhere" || how === "publish");
  return closed ? stop(hopOf(closed.along[0])) : flow;
}

function throughAll(flow: Flow, filters: readonly Filter[]): Flow | Stop {
  let inside = flow;
  for (const filter of filters) {
    inside = past(inside, filter);
    if (isStopped(inside)) return stop(filter.stop);
  }
  return inside;
}

/** Whether one flow brings, as surely, everything that another does which goes on as the same. */
function brings(one: Flow, other: Flow): boolean {
  return (
    isSubset(packets, other.packets.may, one.packets.may) &&
    isSubset(packets, other.packets.must, one.packets.must) &&
    one.assuming.every((assumption) => other.assuming.includes(assumption))
  );
}

/** As what packets go on, their sources aside: who comes to one endpoint in one state again goes in a circle. */
function stateAt({ id }: Subject, { numbering, sender }: Flow): string {
  const forwarder = sender.kind === "forwarder" ? sender.forwarder.endpoint.id : "";
  return JSON.stringify([id, numbering, forwarder, sender.addressing]);
}

function stopsBefore(
  endpoint: Subject,
  stops: ReadonlyMap<string, readonly Hop[]>,
  topology: Topology,
): readonly Hop[] {
  const seen = new Set<string>();
  const found: Hop[] = [];
  const waiting = [endpoint];
  for (const next of waiting) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    const closed = closedRoutes(topology.routesTo(next.id)).map(({ along }) => hopOf(along[0]));
    const enclosed = topology.enclosedBy(next.id);
    found.push(...(stops.get(next.id) ?? []), ...closed);
    if (enclosed) found.push({ what: "no published port", name: next.name, at: enclosed.at });
    waiting.push(...topology.leadingTo(next.id));
  }
  return found;
}
