import { addresses, everyAddress, meet, noAddress, type AddressSet } from "../model/addresses";
import { addressBounds, packetBounds, packetsBetween, trafficBounds, type Bounds } from "../model/bounds";
import type { Hop } from "../model/exposure";
import type { Forward } from "../model/facts";
import { packets, packetsOf, sourcesOf, type PacketSet } from "../model/packets";
import { everyTraffic, traffic, type Traffic } from "../model/traffic";
import { internet } from "../model/zones";
import type { Filter, Forwarder } from "./filters";
import { hopOf } from "./hops";
import { isLoopback } from "./joins";
import { sendersTo, type Addressing } from "./strangers";

/** What arrives at an endpoint by one way. */
export interface Flow {
  /** As strangers number them: by their own addresses, and by the ports that they ask for. */
  readonly packets: Bounds<PacketSet>;
  /** As which they arrive here. */
  readonly numbering: Numbering;
  readonly sender: Sender;
  /** From the street to here. */
  readonly steps: readonly Step[];
  readonly assuming: readonly string[];
  /** Where it was and as what, so that no way goes in a circle. */
  readonly visited: readonly string[];
}

/** What the ports that strangers ask for have become. */
export type Numbering =
  /** A port here is the port that strangers ask for less `by`. */
  | { readonly kind: "shifted"; readonly by: number }
  /** Whatever strangers ask for arrives at one of these. */
  | { readonly kind: "gathered"; readonly arriving: Bounds<Traffic> };

export const asAsked: Numbering = { kind: "shifted", by: 0 };

export type Sender =
  | { readonly kind: "client"; readonly addressing: Addressing }
  | { readonly kind: "forwarder"; readonly forwarder: Forwarder; readonly addressing: Addressing };

/** What stands on the way, asked about packets that are numbered as strangers do. */
export interface Step {
  /** Where it is a filter, what stands there. */
  readonly layer: Filter["layer"] | undefined;
  /** The statements by which those get past it that end up as some. */
  readonly hops: (kept: Bounds<PacketSet>) => readonly Hop[];
  /** What stops some, where they come to it and none of them gets past. */
  readonly stop: (asked: Bounds<PacketSet>) => Hop | undefined;
}

/** What nothing that comes to it is stopped by. */
export function passedBy(...hops: readonly Hop[]): Step {
  return { layer: undefined, hops: () => hops, stop: () => undefined };
}

/** What stops some packets, numbered as they arrive at the end of a flow, on the way that it took. */
export function stoppedOn({ numbering, steps }: Flow, here: Bounds<PacketSet>): Hop | undefined {
  const wanted = asked(numbering, here);
  for (const step of steps) {
    const hop = step.stop(wanted);
    if (hop) return hop;
  }
  return undefined;
}

/** Whether nothing that strangers send can be among it. */
export function isStopped({ packets: { may } }: Pick<Flow, "packets">): boolean {
  return !may.some(({ sources }) => meet(sources, internet));
}

/** The part of a flow whose packets, numbered as here, are among some. */
export function within(flow: Flow, here: Bounds<PacketSet>): Flow {
  return { ...flow, packets: packetBounds.intersection(flow.packets, asked(flow.numbering, here)) };
}

/** Packets that are numbered as they arrive, numbered as strangers do. */
function asked(numbering: Numbering, here: Bounds<PacketSet>): Bounds<PacketSet> {
  switch (numbering.kind) {
    case "shifted":
      return moved(here, numbering.by);
    case "gathered": {
      const { must, may, because } = numbering.arriving;
      // Where it is not known at which of several ports it arrives, only who is let in at all of them surely is.
      const surely = traffic.isEmpty(must) ? sourcesAtAll(here.must, may) : sourcesAt(here.must, must);
      const perhaps = addresses.union(surely, sourcesAt(here.may, may));
      const sources = addressBounds.between(surely, perhaps, [...here.because, ...because]);
      return packetsBetween(sources, trafficBounds.certain(everyTraffic));
    }
  }
}

function sourcesAt(set: PacketSet, at: Traffic): AddressSet {
  return sourcesOf(packets.intersection(set, packetsOf(everyAddress, at)));
}

function sourcesAtAll(set: PacketSet, at: Traffic): AddressSet {
  const missing = packets.difference(packetsOf(everyAddress, at), set);
  return traffic.isEmpty(at) ? noAddress : addresses.difference(everyAddress, sourcesOf(missing));
}

function moved({ must, may, because }: Bounds<PacketSet>, by: number): Bounds<PacketSet> {
  const move = (set: PacketSet): PacketSet =>
    by === 0 ? set : set.map(({ first, last, sources }) => ({ first: first + by, last: last + by, sources }));
  return { must: move(must), may: move(may), because };
}

/** A flow as its packets are numbered here. */
export function arrived({ packets: all, numbering }: Flow): Bounds<PacketSet> {
  switch (numbering.kind) {
    case "shifted":
      return moved(all, -numbering.by);
    case "gathered":
      return packetsBetween(
        addressBounds.between(sourcesOf(all.must), sourcesOf(all.may), all.because),
        numbering.arriving,
      );
  }
}

/** What a filter lets through, whoever it takes for the sender. */
export function past(flow: Flow, filter: Filter): Flow {
  const { sender } = flow;
  const letIn = sender.kind === "client" ? filter.packets : fromAnyone(filter.fromForwarder(sender.forwarder));
  const after = within(flow, letIn);
  const step: Step = {
    layer: filter.layer,
    hops: (kept) => admittedBy(filter, { ...flow, packets: kept }),
    stop: (wanted) =>
      !isStopped(amongst(flow, wanted)) && isStopped(amongst(after, wanted)) ? filter.stop : undefined,
  };
  return { ...after, steps: [...flow.steps, step] };
}

function amongst(flow: Flow, wanted: Bounds<PacketSet>): Flow {
  return { ...flow, packets: packetBounds.intersection(flow.packets, wanted) };
}

/** The first statement of a filter by which some of a flow passes. */
function admittedBy({ passages }: Filter, flow: Flow): readonly Hop[] {
  const { sender } = flow;
  const statement = passages.find(({ packets: passing, members }) => {
    if (sender.kind === "client") return !isStopped(within(flow, passing));
    const letIn =
      members?.of.known && sender.forwarder.memberOf.has(members.of.value.id) ? fromAnyone(members.traffic) : passing;
    return !isStopped(within(flow, letIn));
  })?.statement;
  return statement ? [hopOf(statement)] : [];
}

function fromAnyone(sent: Bounds<Traffic>): Bounds<PacketSet> {
  return packetsBetween(addressBounds.certain(everyAddress), sent);
}

/** What of a flow an endpoint takes in that is bound to some addresses, for some traffic. */
export function taken(flow: Flow, { bind, traffic: wanted }: Pick<Forward, "bind" | "traffic">): Flow {
  return within(flow, packetsBetween(sendersTo(bind, flow.sender.addressing), wanted));
}

/** What a forward takes of a flow, as it arrives at the other end. */
export function handedOn(flow: Flow, forward: Forward, forwarder: Forwarder): Flow {
  const passing = taken(flow, forward);
  return {
    ...passing,
    numbering: numberedBehind(flow.numbering, forward),
    sender: senderBehind(flow.sender, forward, forwarder),
    steps: [...flow.steps, passedBy(hopOf(forward.statement))],
  };
}

function numberedBehind(numbering: Numbering, { how, opens, traffic: { must, may }, arriving }: Forward): Numbering {
  if (how === "dispatch") return numbering;
  const [from, ...others] = may;
  const [to, ...more] = arriving.may;
  const isShift = from && to && others.length + more.length === 0 && from[1] - from[0] === to[1] - to[0];
  const isCertain = traffic.equals(must, may) && traffic.equals(arriving.must, arriving.may);
  if (numbering.kind === "gathered" || opens === "one" || !isShift || !isCertain) return { kind: "gathered", arriving };
  return { kind: "shifted", by: numbering.by + from[0] - to[0] };
}

/** Once a forwarder has taken the client's place, whoever hands on further has the forwarder for a client. */
function senderBehind(before: Sender, { how, sender, called }: Forward, forwarder: Forwarder): Sender {
  if (how === "dispatch") return before;
  const addressing = called !== undefined && isLoopback(called) ? "local" : "translated";
  if (sender === "forwarder") return { kind: "forwarder", forwarder, addressing };
  return { ...before, addressing };
}
