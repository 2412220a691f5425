import { addresses, meet, type AddressSet } from "../model/addresses";
import { packetBounds, trafficBounds, type Bounds, type BoundsAlgebra, type Reason } from "../model/bounds";
import type { Hop } from "../model/exposure";
import type { Attachment, Boundary, Subject } from "../model/facts";
import { append } from "../model/grouped";
import { destinationsOf, everyPacket, noPacket, packets, packetsOf, type PacketSet } from "../model/packets";
import { isSubset, unionOf } from "../model/sets";
import { everyTraffic, noTraffic, perProtocol, type Traffic } from "../model/traffic";
import type { Boundaries } from "./boundaries";
import type { Passage } from "./passage";

/** What stands before an endpoint at one layer, and what it lets in. */
export interface Filter {
  readonly layer: Boundary["layer"];
  /** What passes of those who come under their own address. */
  readonly packets: Bounds<PacketSet>;
  /** What passes of what a forwarder within the network sends on, whoever sent it there. */
  readonly fromForwarder: (sender: Forwarder) => Bounds<Traffic>;
  readonly passages: readonly Passage[];
  /** What stops the rest. */
  readonly stop: Hop;
}

/** Who sends in the place of its clients: whose member it is, and where its own addresses lie. */
export interface Forwarder {
  readonly endpoint: Subject;
  readonly memberOf: ReadonlySet<string>;
  /** `some`: it may be a member of others, too, because the input says of none or not of all. */
  readonly memberships: "all" | "some";
  readonly within: AddressSet;
}

/** From the street inwards: a subnet's border, an interface, a host. */
const layersInOrder: readonly Boundary["layer"][] = ["network-acl", "security-group", "host"];

/** The filters before each endpoint, in the order in which packets meet them. */
export function filtersBefore(
  attachments: readonly Attachment[],
  boundaries: Boundaries,
): (endpoint: string) => readonly Filter[] {
  const byEndpoint = new Map<string, Attachment[]>();
  for (const attachment of attachments) append(byEndpoint, attachment.endpoint.id, attachment);
  // Many interfaces have the same few groups: what those let in is worked out once.
  const shared = new Map<string, readonly Filter[]>();
  const before = new Map<string, readonly Filter[]>();
  for (const [endpoint, own] of byEndpoint) {
    const key = own.map(keyOf).toSorted().join(" ");
    const made = shared.get(key) ?? layersInOrder.flatMap((layer) => filtersAt(layer, own, boundaries));
    shared.set(key, made);
    before.set(endpoint, made);
  }
  return (endpoint) => before.get(endpoint) ?? [];
}

function keyOf({ boundary, layer, doubt }: Attachment): string {
  const because = [...doubt, ...(boundary.known ? [] : boundary.because)];
  return JSON.stringify([layer, boundary.known ? boundary.value.id : "", because.map(({ name, at }) => [name, at])]);
}

/** Security groups of one interface are a union; whatever else stands there is passed one after the other. */
function filtersAt(
  layer: Boundary["layer"],
  attachments: readonly Attachment[],
  boundaries: Boundaries,
): readonly Filter[] {
  const here = attachments.filter((attachment) => attachment.layer === layer);
  const [first, ...others] = here;
  if (!first) return [];
  return layer === "security-group"
    ? [together([first, ...others], boundaries)]
    : here.map((each) => alone(each, boundaries));
}

function together(attachments: readonly [Attachment, ...Attachment[]], boundaries: Boundaries): Filter {
  const parts = attachments.map((attachment) => ({ ...letIn(attachment, boundaries), doubt: attachment.doubt }));
  return {
    layer: attachments[0].layer,
    packets: parts
      .map((part) => perhaps(packetBounds, part.packets, { nothing: noPacket, doubt: part.doubt }))
      .reduce(packetBounds.union),
    fromForwarder: (sender) =>
      parts
        .map((part) => perhaps(trafficBounds, admitted(part, sender), { nothing: noTraffic, doubt: part.doubt }))
        .reduce(trafficBounds.union),
    passages: parts.flatMap((part) => part.passages),
    stop: stopOf(attachments, boundaries),
  };
}

/** A group of which it is not sure that it is attached lets in perhaps what it would let in. */
function perhaps<S>(
  { between }: BoundsAlgebra<S>,
  set: Bounds<S>,
  { nothing, doubt }: { readonly nothing: S; readonly doubt: readonly Reason[] },
): Bounds<S> {
  return doubt.length === 0 ? set : between(nothing, set.may, [...set.because, ...doubt]);
}

/** Where it may not stand, it may stop nothing. */
function alone(attachment: Attachment, boundaries: Boundaries): Filter {
  const { packets: passing, passages } = letIn(attachment, boundaries);
  const { layer, doubt } = attachment;
  const answered = packetBounds.intersection(passing, answeredBy(attachment, boundaries));
  const may = doubt.length > 0 ? everyPacket : answered.may;
  return {
    layer,
    packets: packetBounds.between(answered.must, may, [...answered.because, ...doubt]),
    // Who sends from within a subnet does not meet its border; who sends from another one is not told apart here.
    fromForwarder: (sender) =>
      layer === "network-acl" ? trafficBounds.certain(everyTraffic) : admitted({ packets: answered, passages }, sender),
    passages,
    stop: stopOf([attachment], boundaries),
  };
}

interface LetIn {
  readonly packets: Bounds<PacketSet>;
  readonly passages: readonly Passage[];
}

/** What a boundary lets in; anything perhaps, where it is not known or stands elsewhere. */
function letIn({ boundary, at }: Attachment, boundaries: Boundaries): LetIn {
  if (!boundary.known) return anything(boundary.because);
  const { value: subject } = boundary;
  const found = boundaries.ingress(subject);
  if (found.length === 0) return anything([{ kind: "reference", name: subject.name, at }]);
  const all = found.flatMap(boundaries.passagesOf);
  return { packets: unionOfBounds(all), passages: all };
}

function anything(because: readonly Reason[]): LetIn {
  return { packets: packetBounds.between(noPacket, everyPacket, because), passages: [] };
}

function unionOfBounds(all: readonly Passage[]): Bounds<PacketSet> {
  const must = unionOf(
    packets,
    all.map((passage) => passage.packets.must),
  );
  const may = unionOf(
    packets,
    all.map((passage) => passage.packets.may),
  );
  return packetBounds.between(
    must,
    may,
    all.flatMap((passage) => passage.packets.because),
  );
}

/**
 * A network ACL keeps no state: a client is answered only where something may leave to a port of its own, and clients
 * choose their ports (VPC User Guide, "Network ACLs"). Other boundaries keep state.
 */
function answeredBy({ boundary, layer }: Attachment, boundaries: Boundaries): Bounds<PacketSet> {
  const egress = layer === "network-acl" && boundary.known ? boundaries.egress(boundary.value) : [];
  if (egress.length === 0) return packetBounds.certain(everyPacket);
  const { must, may, because } = unionOfBounds(egress.flatMap(boundaries.passagesOf));
  return packetBounds.between(repliesIn(must), repliesIn(may), because);
}

/** Every destination of each protocol, for all to whom something of that protocol may leave. */
function repliesIn(leaving: PacketSet): PacketSet {
  const startOf = (destination: number): number => Math.floor(destination / perProtocol) * perProtocol;
  return unionOf(
    packets,
    leaving.map(({ first, last, sources }) => packetsOf(sources, [[startOf(first), startOf(last) + perProtocol - 1]])),
  );
}

/** What a forwarder is let send: as a member of a boundary that is named, or from wherever its addresses lie. */
function admitted({ packets: passing, passages }: LetIn, sender: Forwarder): Bounds<Traffic> {
  const surely = passing.must.filter(
    ({ sources }) => meet(sender.within, sources) && isSubset(addresses, sender.within, sources),
  );
  const maybe = passing.may.filter(({ sources }) => meet(sender.within, sources));
  const undecided = passages.slice(0, 1).map(({ statement }): Reason => ({
    kind: "value",
    name: "the address that is sent from",
    at: statement.focus,
  }));
  const byAddress = trafficBounds.between(destinationsOf(surely), destinationsOf(maybe), [
    ...passing.because,
    ...undecided,
  ]);
  return passages.flatMap((passage) => sentBy(passage, sender)).reduce(trafficBounds.union, byAddress);
}

function sentBy({ members, statement }: Passage, sender: Forwarder): readonly Bounds<Traffic>[] {
  if (!members) return [];
  const { of, traffic } = members;
  if (of.known && sender.memberOf.has(of.value.id)) return [traffic];
  if (of.known && sender.memberships === "all") return [];
  const because: readonly Reason[] = of.known
    ? [{ kind: "value", name: `the groups of ${sender.endpoint.name}`, at: statement.focus }]
    : of.because;
  return [trafficBounds.between(noTraffic, traffic.may, [...traffic.because, ...because])];
}

const names = {
  "network-acl": "network ACL",
  "security-group": "security group",
  host: "access control",
} as const satisfies Record<Boundary["layer"], string>;

function stopOf(attachments: readonly [Attachment, ...Attachment[]], boundaries: Boundaries): Hop {
  const [{ layer, at }] = attachments;
  const subjects = attachments.flatMap(({ boundary }) => (boundary.known ? [boundary.value] : []));
  const place = subjects.flatMap((subject) => boundaries.ingress(subject))[0]?.at ?? at;
  return { what: names[layer], name: subjects.map(({ name }) => name).join(", "), at: place };
}
