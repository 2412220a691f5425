import type { AddressSet } from "../../src/model/addresses";
import { addresses } from "../../src/model/addresses";
import { parseCidr } from "../../src/model/cidr";
import type { Admission, Attachment, Boundary, Fact, Forward, Listener, Statement } from "../../src/model/facts";
import { numbers } from "../../src/model/intervals";
import { destinationOf, type Traffic } from "../../src/model/traffic";
import { internet } from "../../src/model/zones";
import { ports, strangers } from "./topologies";

/** A packet of a stranger that got to a door: whose it is, which port was asked for, how it got there. */
export type Arrival = `${string} ${number} ${"direct" | "handed-on"} ${"proven" | "assumed"}`;

/** One packet on its way. */
interface Packet {
  readonly stranger: string;
  readonly asked: number;
  readonly at: string;
  readonly port: number;
  /** The id of the endpoint that took the stranger's place. */
  readonly forwarder: string | undefined;
  readonly addressing: "direct" | "routed" | "translated";
  readonly reach: "proven" | "assumed";
}

/** Sends every packet of every stranger to every entry, one by one, and notes where it gets. */
export function simulate(facts: readonly Fact[]): ReadonlyMap<Statement, ReadonlySet<Arrival>> {
  const arrivals = new Map<Statement, Set<Arrival>>();
  const note = (
    statement: Statement,
    { stranger, asked, forwarder, reach }: Packet,
    entry = forwarder === undefined ? "direct" : "handed-on",
  ): void => {
    const kind = entry === "direct" ? "direct" : "handed-on";
    const known = arrivals.get(statement) ?? new Set();
    arrivals.set(statement, known.add(`${stranger} ${asked} ${kind} ${reach}`));
  };
  const all = {
    attachments: facts.filter((fact) => fact.kind === "attachment"),
    boundaries: facts.filter((fact) => fact.kind === "boundary"),
    forwards: facts.filter((fact) => fact.kind === "forward"),
    listeners: facts.filter((fact) => fact.kind === "listener"),
    routes: facts.filter((fact) => fact.kind === "route"),
    residences: facts.filter((fact) => fact.kind === "resides"),
    addresses: facts.filter((fact) => fact.kind === "address"),
  };
  const attachedTo = (endpoint: string, layer: Attachment["layer"]): readonly Boundary[][] =>
    all.attachments
      .filter((each) => each.endpoint.id === endpoint && each.layer === layer)
      .map(({ boundary }) =>
        all.boundaries.filter(({ subject }) => boundary.known && subject.id === boundary.value.id),
      );

  const ingress = (boundaries: readonly Boundary[]): readonly Boundary[] =>
    boundaries.filter(({ direction }) => direction === "ingress");

  /** The statement that lets a packet in, if one does. */
  const letsIn = ({ decides, admissions }: Boundary, packet: Packet): Admission | undefined => {
    const matches = (admission: Admission): boolean =>
      hasPort(admission.traffic.must, packet.port) && isFrom(admission, packet);
    if (decides === "union") return admissions.find(matches);
    const first = admissions.find(matches);
    return first?.effect === "allow" ? first : undefined;
  };
  const isFrom = ({ peers }: Admission, { stranger, forwarder }: Packet): boolean => {
    if (peers.kind === "members") {
      const { of } = peers;
      return (
        forwarder !== undefined &&
        all.attachments.some(
          ({ boundary, endpoint }) =>
            endpoint.id === forwarder && of.known && boundary.known && boundary.value.id === of.value.id,
        )
      );
    }
    if (forwarder === undefined) return has(peers.addresses.must, stranger);
    const own = all.addresses.find(({ endpoint }) => endpoint.id === forwarder);
    return own !== undefined && addresses.isEmpty(addresses.difference(own.within, peers.addresses.must));
  };
  /** Something may leave to the stranger, on whatever port it chose for itself. */
  const isAnswered = (boundaries: readonly Boundary[], { stranger }: Packet): boolean => {
    const egress = boundaries.filter(({ direction }) => direction === "egress");
    if (egress.length === 0) return true;
    return egress.some(({ admissions }) =>
      // One port of each range that rules are written with.
      [0, 22, 23, 80, 81, 443, 444].some((port) => {
        const first = admissions.find(
          ({ peers, traffic }) =>
            peers.kind === "addresses" && has(peers.addresses.must, stranger) && hasPort(traffic.must, port),
        );
        return first?.effect === "allow";
      }),
    );
  };
  const passesAcls = (packet: Packet): boolean =>
    packet.forwarder !== undefined ||
    attachedTo(packet.at, "network-acl").every(
      (found) => ingress(found).some((boundary) => letsIn(boundary, packet)) && isAnswered(found, packet),
    );
  const passesGroups = (packet: Packet): boolean => {
    const groups = attachedTo(packet.at, "security-group");
    return groups.length === 0 || groups.flatMap(ingress).some((boundary) => letsIn(boundary, packet) !== undefined);
  };

  const noteBoundaries = (packet: Packet): void => {
    if (packet.forwarder !== undefined) return;
    const layers = passesAcls(packet) && passesGroups(packet) ? (["network-acl", "security-group"] as const) : [];
    for (const boundary of layers.flatMap((layer) => attachedTo(packet.at, layer)).flatMap(ingress)) {
      // Of a union every statement that matches is a door.
      const doors =
        boundary.decides === "union"
          ? boundary.admissions.filter((each) => letsIn({ ...boundary, admissions: [each] }, packet))
          : [letsIn(boundary, packet)];
      for (const door of doors) if (door) note(door.statement, packet);
    }
  };

  const seen = new Set<string>();
  const enter = (packet: Packet): void => {
    noteBoundaries(packet);
    if (!passesAcls(packet) || !passesGroups(packet)) return;
    const key = JSON.stringify(packet);
    if (seen.has(key)) return;
    seen.add(key);
    for (const listener of all.listeners)
      if (listener.endpoint.id === packet.at && takes(listener, packet)) note(listener.statement, packet);
    for (const { endpoint, within } of all.residences)
      if (within.id === packet.at) enter({ ...packet, at: endpoint.id });
    for (const forward of all.forwards) {
      if (forward.from.id !== packet.at || !takes(forward, packet)) continue;
      const handed = handedOn(packet, forward);
      if (isRefused(forward)) continue;
      if (passesAcls(handed) && passesGroups(handed)) note(forward.statement, handed);
      enter(handed);
    }
  };
  const isRefused = ({ to, how }: Forward): boolean =>
    all.routes.some(
      ({ endpoint, leads, from }) =>
        endpoint.id === to.id &&
        addresses.isEmpty(addresses.intersection(leads.may, internet)) &&
        (from === "everywhere" || how === "publish"),
    );

  const ids = new Set([
    ...all.listeners.map((l) => l.endpoint.id),
    ...all.routes.map((r) => r.endpoint.id),
    ...all.attachments.map((a) => a.endpoint.id),
    ...all.forwards.flatMap((f) => [f.from.id, f.to.id]),
    ...all.residences.flatMap((r) => [r.endpoint.id, r.within.id]),
  ]);
  const isOpen = (id: string): boolean =>
    all.listeners.some((l) => l.endpoint.id === id) ||
    all.attachments.some((a) => a.endpoint.id === id) ||
    all.residences.some((r) => r.within.id === id) ||
    all.forwards.some(({ how, from }) => how === "publish" && from.id === id) ||
    !all.forwards.some((f) => f.to.id === id);
  for (const stranger of strangers)
    for (const asked of ports) {
      const packet = { stranger, asked, port: asked, forwarder: undefined };
      for (const at of ids) {
        if (all.residences.some((r) => r.endpoint.id === at)) continue;
        const routes = all.routes.filter((r) => r.endpoint.id === at);
        if (routes.some(({ leads }) => has(leads.must, stranger)))
          enter({ ...packet, at, addressing: "routed", reach: "proven" });
        if (routes.length === 0 && isOpen(at)) enter({ ...packet, at, addressing: "direct", reach: "assumed" });
      }
      for (const boundary of ingress(all.boundaries)) {
        if (all.attachments.some(({ boundary: of }) => of.known && of.value.id === boundary.subject.id)) continue;
        const alone: Packet = { ...packet, at: "", addressing: "direct", reach: "assumed" };
        const doors =
          boundary.decides === "union"
            ? boundary.admissions.filter((each) => letsIn({ ...boundary, admissions: [each] }, alone))
            : [letsIn(boundary, alone)];
        for (const door of doors) if (door) note(door.statement, alone);
      }
    }
  return arrivals;
}

function handedOn(packet: Packet, { to, from, sender, arriving }: Forward): Packet {
  const port = ports.find((each) => hasPort(arriving.must, each)) ?? 0;
  return {
    ...packet,
    at: to.id,
    port,
    addressing: "translated",
    forwarder: sender === "forwarder" ? from.id : packet.forwarder,
  };
}

function takes(
  { bind, traffic }: Pick<Listener | Forward, "bind" | "traffic">,
  { stranger, port, addressing }: Packet,
): boolean {
  return hasPort(traffic.must, port) && answersTo(bind.must, stranger, addressing);
}

function answersTo(bind: AddressSet, stranger: string, addressing: Packet["addressing"]): boolean {
  const beyond = addresses.difference(bind, parseCidr("127.0.0.0/8")!);
  if (addressing === "translated") return !addresses.isEmpty(beyond);
  const family = stranger.includes(":") ? "v6" : "v4";
  const reachable = addressing === "routed" ? beyond : addresses.intersection(beyond, internet);
  return reachable[family].length > 0;
}

function has(set: AddressSet, address: string): boolean {
  return addresses.isEmpty(addresses.difference(parseCidr(address)!, set));
}

function hasPort(set: Traffic, port: number): boolean {
  return numbers.includes(set, destinationOf("tcp", port));
}
