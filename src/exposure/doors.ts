import { packetBounds, packetsBetween, type Bounds, type Known } from "../model/bounds";
import type { Hop } from "../model/exposure";
import type {
  Boundary,
  Cleartext,
  Content,
  Evidence,
  Forward,
  Layer,
  Listener,
  Statement,
  Subject,
} from "../model/facts";
import type { PacketSet } from "../model/packets";
import type { Traffic } from "../model/traffic";
import { assumedAt } from "./entries";
import type { Filter } from "./filters";
import { isStopped, taken, within, type Flow } from "./flow";
import type { Passage } from "./passage";
import { isStop, type Spread } from "./spread";
import { isPrivatelyBound, sendersTo } from "./strangers";
import type { Topology } from "./topology";

/** A statement whose change would close a way, and what comes to it. */
export interface Door {
  readonly layer: Layer;
  readonly target: Subject;
  readonly statement: Statement;
  /** What it lets through by itself, numbered as it arrives there. */
  readonly packets: Bounds<PacketSet>;
  /** Whoever is let in by standing behind another boundary, whatever its address. */
  readonly members: Passage["members"];
  /** What comes to it, whether or not it gets through. */
  readonly coming: readonly Passing[];
  readonly passing: readonly Passing[];
  /** What stops the ways that do not get through, the nearest first. */
  readonly stops: () => readonly Hop[];
  /** How those get in whom it is there for. */
  readonly entry: "direct" | "handed-on";
  readonly opens: "all" | "one";
  /** Where it arrives at the process; the same as what passes, where nothing translates it. */
  readonly arriving: Traffic | undefined;
  readonly cleartext: Cleartext | "unknown";
  readonly serves: Content | undefined;
  readonly evidence: readonly Evidence[];
  /** What keeps it closed, if it is so for this reason alone. */
  readonly assuming: readonly string[];
}

/** A flow that gets through a door, numbered as it arrives there, and what it comes to behind it. */
export interface Passing {
  readonly flow: Flow;
  readonly onward: readonly Hop[];
}

interface Around {
  readonly topology: Topology;
  readonly spread: Spread;
}

/** Of a boundary that stands before nothing in the input it is assumed that it stands before something. */
export function boundaryDoors(boundary: Boundary, { topology, spread }: Around): readonly Door[] {
  const { subject, layer } = boundary;
  const attachments = topology.attachmentsOf(subject.id);
  // Access control belongs to what it stands before, which says what gets there.
  if (layer === "host" && attachments.length > 0) return [];
  const alone = assumedAt(`${subject.name} stands before something that the internet can reach`);
  // What another boundary of the same endpoint keeps out gets nowhere by this one.
  const behind = attachments.flatMap(({ endpoint, at }) =>
    spread
      .at(endpoint)
      .map((flow) => ({ flow: besides(flow, layer), onward: [{ what: "attached to", name: endpoint.name, at }] })),
  );
  const coming = attachments.length === 0 ? [{ flow: alone, onward: [] }] : distinctly(behind);
  return topology.boundaries.passagesOf(boundary).map(({ statement, packets, members }) => ({
    layer,
    target: subject,
    statement,
    packets,
    members,
    coming,
    passing: coming.flatMap(({ flow, onward }) => {
      const inside = within(flow, packets);
      return flow.sender.kind === "forwarder" || isStopped(inside) ? [] : [{ flow: inside, onward }];
    }),
    stops: () => attachments.flatMap(({ endpoint }) => spread.stopsOf(endpoint)),
    entry: "direct",
    opens: "all",
    arriving: undefined,
    cleartext: "unknown",
    serves: undefined,
    evidence: [],
    assuming: [],
  }));
}

/** A flow whose steps leave out the last filter of a layer, for a door that is a statement of that filter. */
function besides(flow: Flow, layer: Boundary["layer"]): Flow {
  const own = flow.steps.findLastIndex((step) => step.layer === layer);
  return { ...flow, steps: flow.steps.filter((_, i) => i !== own) };
}

/** How many alike ones are looked at where a boundary stands before very many endpoints. */
const mostAlike = 4;

/** A boundary may stand before thousands of endpoints that all are reached alike: a few of them say it all. */
function distinctly(coming: readonly Passing[]): readonly Passing[] {
  if (coming.length <= mostAlike) return coming;
  const times = new Map<string, number>();
  return coming.filter(({ flow }) => {
    const key = JSON.stringify(alikeIn(flow), written);
    const before = times.get(key) ?? 0;
    times.set(key, before + 1);
    return before < mostAlike;
  });
}

function alikeIn({ packets, numbering, sender, assuming }: Flow): unknown {
  return [packets.must, packets.may, numbering, sender.kind, assuming.length];
}

function written(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

export function listenerDoor(listener: Listener, { topology, spread }: Around): Door {
  const { endpoint, layer, statement, bind, traffic, opens, serves, evidence } = listener;
  const arriving = spread.at(endpoint).map((flow) => taken(flow, listener));
  return {
    layer,
    target: endpoint,
    statement,
    packets: pastOwnAccess(
      packetsBetween(sendersTo(bind, addressingOf(spread.at(endpoint))), traffic),
      topology.filtersBefore(endpoint.id),
    ),
    members: undefined,
    coming: spread.at(endpoint).map((flow) => ({ flow, onward: [] })),
    passing: arriving.filter((flow) => !isStopped(flow)).map((flow) => ({ flow, onward: [] })),
    stops: () => spread.stopsOf(endpoint),
    entry: "direct",
    opens: opens ?? "all",
    arriving: undefined,
    cleartext: whetherCleartext(listener.cleartext),
    serves,
    evidence,
    assuming: closedByTranslation(listener),
  };
}

/** Whom a program itself keeps out, none of its doors lets in. */
function pastOwnAccess(packets: Bounds<PacketSet>, filters: readonly Filter[]): Bounds<PacketSet> {
  return filters
    .filter(({ layer }) => layer === "host")
    .map((filter) => filter.packets)
    .reduce(packetBounds.intersection, packets);
}

const layerOf = {
  publish: "published-port",
  proxy: "proxy",
  balance: "load-balancer",
  translate: "host",
  dispatch: undefined,
} as const satisfies Record<Forward["how"], Layer | undefined>;

/** Nothing where all that happens is that a program chooses one of its own parts. */
export function forwardDoor(forward: Forward, { topology, spread }: Around): Door | undefined {
  const layer = layerOf[forward.how];
  if (!layer) return undefined;
  const outcomes = spread.at(forward.from).flatMap((flow) => {
    const outside = taken(flow, forward);
    return isStopped(outside) ? [] : [{ outside, inside: spread.along(flow, forward) }];
  });
  return {
    layer,
    target: forward.to,
    statement: forward.statement,
    packets: pastOwnAccess(
      packetsBetween(sendersTo(forward.bind, addressingOf(spread.at(forward.from))), forward.traffic),
      topology.filtersBefore(forward.from.id),
    ),
    members: undefined,
    coming: spread.at(forward.from).map((flow) => ({ flow, onward: [] })),
    passing: outcomes.flatMap(({ outside, inside }) =>
      isStop(inside) ? [] : [{ flow: { ...outside, packets: inside.packets, sender: inside.sender }, onward: [] }],
    ),
    stops: () => [
      ...outcomes.flatMap(({ inside }) => (isStop(inside) ? [inside.hop] : [])),
      ...spread.stopsOf(forward.from),
    ],
    entry: forward.sender === "client" ? "direct" : "handed-on",
    opens: forward.opens,
    arriving: forward.arriving.may,
    cleartext: whetherCleartext(forward.cleartext),
    serves: undefined,
    evidence: forward.evidence,
    assuming: closedByTranslation(forward),
  };
}

/**
 * How what comes to a door is addressed; where several ways lead there, in the way that reaches most. What a program of the
 * same machine reaches is no door of its own.
 */
function addressingOf(flows: readonly Flow[]): Flow["sender"]["addressing"] {
  const order = ["translated", "routed", "direct"] as const;
  return order.find((addressing) => flows.some(({ sender }) => sender.addressing === addressing)) ?? "direct";
}

/** An address of a private network is as private as the translations that lead to it. */
function closedByTranslation({ bind, statement }: Listener | Forward): readonly string[] {
  return isPrivatelyBound(bind.may) ? [`no address translation leads to the private address of ${statement.name}`] : [];
}

function whetherCleartext(cleartext: Known<Cleartext>): Cleartext | "unknown" {
  return cleartext.known ? cleartext.value : "unknown";
}
