import fc from "fast-check";
import { everyAddress, type AddressSet } from "../../src/model/addresses";
import { addressBounds, known, trafficBounds, unknown } from "../../src/model/bounds";
import { parseCidr } from "../../src/model/cidr";
import type {
  Admission,
  Attachment,
  Boundary,
  Fact,
  Forward,
  Listener,
  Peers,
  Statement,
  Subject,
} from "../../src/model/facts";
import { portsOf } from "../../src/model/traffic";
import { somewhere as place } from "../support/places";

/** Small systems whose every fact is certain: few endpoints, few ports, few addresses, everything else at random. */
export interface Topology {
  readonly facts: readonly Fact[];
}

export const ports = [22, 80, 443] as const;
export const strangers = ["8.8.8.8", "9.9.9.9", "2606:4700::1111"] as const;

const endpoints = 4;
const endpoint = fc.integer({ min: 0, max: endpoints - 1 });

export function subject(kind: string, i: number): Subject {
  return { id: `system#${kind}${i}`, name: `${kind}${i}` };
}

/** Where an endpoint sends from. */
export function addressOf(i: number): string {
  return `10.0.0.${i}`;
}

const block = fc
  .constantFrom("0.0.0.0/0", "::/0", "8.8.8.8", "9.0.0.0/8", "10.0.0.0/31", "10.0.0.2", "0.0.0.0/1")
  .map((text) => parseCidr(text)!);
const range = fc
  .constantFrom<readonly [number, number]>([22, 22], [80, 80], [80, 443], [0, 65535])
  .map((pair) => portsOf("tcp", [...pair]));
const port = fc.constantFrom(...ports);

function statement(what: string, name: string): Statement {
  return { what, name, at: place, focus: place };
}

const peers: fc.Arbitrary<Peers> = fc.oneof(
  {
    weight: 3,
    arbitrary: block.map((addresses): Peers => ({ kind: "addresses", addresses: addressBounds.certain(addresses) })),
  },
  { weight: 1, arbitrary: fc.nat({ max: 1 }).map((i): Peers => ({ kind: "members", of: known(subject("group", i)) })) },
);

function admissions(
  effects: readonly Admission["effect"][],
  from: fc.Arbitrary<Peers>,
): fc.Arbitrary<readonly Admission[]> {
  return fc.array(
    fc
      .record({ effect: fc.constantFrom(...effects), peers: from, traffic: range.map(trafficBounds.certain) })
      .map((admission): Admission => ({
        ...admission,
        statement: statement("rule", "rule"),
      })),
    { maxLength: 3 },
  );
}

function boundary(
  i: number,
  layer: "security-group" | "network-acl",
  direction: Boundary["direction"],
): fc.Arbitrary<Boundary> {
  const isGroup = layer === "security-group";
  const from = isGroup
    ? peers
    : block.map((addresses): Peers => ({ kind: "addresses", addresses: addressBounds.certain(addresses) }));
  return admissions(isGroup ? ["allow"] : ["allow", "allow", "deny"], from).map((list) => ({
    kind: "boundary",
    subject: subject(isGroup ? "group" : "acl", i),
    layer,
    direction,
    decides: isGroup ? "union" : "first-match",
    admissions: list,
    otherwise: "deny",
    at: place,
  }));
}

const attachment: fc.Arbitrary<Attachment> = fc
  .record({
    at: endpoint,
    layer: fc.constantFrom("security-group" as const, "network-acl" as const),
    i: fc.nat({ max: 1 }),
  })
  .map(({ at, layer, i }) => ({
    kind: "attachment",
    boundary: known(subject(layer === "network-acl" ? "acl" : "group", i)),
    layer,
    endpoint: subject("host", at),
    doubt: [],
    at: place,
  }));

const bind = fc.constantFrom<AddressSet>(
  everyAddress,
  parseCidr("127.0.0.1")!,
  parseCidr("10.0.0.1")!,
  parseCidr("0.0.0.0/0")!,
);

const forward: fc.Arbitrary<Forward> = fc
  .record({
    from: endpoint,
    to: endpoint,
    how: fc.constantFrom("publish" as const, "proxy" as const, "balance" as const),
    bind,
    asked: port,
    arriving: port,
    sender: fc.constantFrom("client" as const, "forwarder" as const),
  })
  .map(({ from, to, how, bind: addresses, asked, arriving, sender }) => ({
    kind: "forward",
    how,
    from: subject("host", from),
    bind: addressBounds.certain(addresses),
    traffic: trafficBounds.certain(portsOf("tcp", [asked, asked])),
    opens: "all",
    to: subject("host", to),
    arriving: trafficBounds.certain(portsOf("tcp", [arriving, arriving])),
    sender,
    cleartext: unknown(),
    evidence: [],
    statement: statement(how, `${how} ${from} ${asked}`),
  }));

const listener: fc.Arbitrary<Listener> = fc
  .record({ i: endpoint, bind, traffic: range })
  .map(({ i, bind: addresses, traffic }) => ({
    kind: "listener",
    endpoint: subject("host", i),
    layer: "listener",
    bind: addressBounds.certain(addresses),
    traffic: trafficBounds.certain(traffic),
    cleartext: unknown(),
    evidence: [],
    statement: statement("listen", "listen"),
  }));

const route: fc.Arbitrary<Fact> = fc
  .record({
    i: endpoint,
    leads: fc.constantFrom<AddressSet>(
      everyAddress,
      parseCidr("0.0.0.0/0")!,
      parseCidr("8.8.8.8")!,
      parseCidr("::/0")!,
      parseCidr("10.0.0.0/8")!,
    ),
    from: fc.constantFrom("internet" as const, "everywhere" as const),
  })
  .map(({ i, leads, from }) => ({
    kind: "route",
    endpoint: subject("host", i),
    from,
    leads: addressBounds.certain(leads),
    along: [statement("route", `route ${i}`)],
  }));

const residence: fc.Arbitrary<Fact> = fc.record({ i: endpoint, j: endpoint }).map(({ i, j }) => ({
  kind: "resides",
  endpoint: subject("host", i),
  within: subject("host", j),
  at: place,
}));

export const topology: fc.Arbitrary<Topology> = fc
  .record({
    boundaries: fc.tuple(
      boundary(0, "security-group", "ingress"),
      boundary(1, "security-group", "ingress"),
      boundary(0, "network-acl", "ingress"),
      boundary(1, "network-acl", "ingress"),
      boundary(1, "network-acl", "egress"),
    ),
    attachments: fc.array(attachment, { maxLength: 4 }),
    forwards: fc.array(forward, { maxLength: 5 }),
    listeners: fc.array(listener, { minLength: 1, maxLength: 3 }),
    routes: fc.array(route, { maxLength: 3 }),
    residences: fc.array(residence, { maxLength: 1 }),
  })
  .map(({ boundaries, attachments, forwards, listeners, routes, residences }) => ({
    facts: [
      ...boundaries,
      ...attachments,
      ...forwards,
      ...listeners,
      ...routes,
      ...residences,
      ...Array.from({ length: endpoints }, (_, i): Fact => ({
        kind: "address",
        endpoint: subject("host", i),
        within: parseCidr(addressOf(i))!,
        at: place,
      })),
    ],
  }));
