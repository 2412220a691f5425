import { forwardsOf, type Balancing, type TargetGroup } from "../../../src/inputs/shared/balancing";
import {
  partsOfVpc,
  type AccessBlock,
  type AccessExclusion,
  type Association,
  type Endpoint,
  type Gateways,
  type Network,
  type RouteEntry,
  type RouteTarget,
  type Said,
  type Subnet,
  type Vpc,
} from "../../../src/inputs/shared/network";
import { noGateways } from "../../../src/inputs/shared/gateways";
import { networkFacts } from "../../../src/inputs/shared/network-facts";
import type { Written } from "../../../src/inputs/shared/ec2-permission";
import { noAddress } from "../../../src/model/addresses";
import { known, trafficBounds, unknown, type Known, type Reason } from "../../../src/model/bounds";
import { parseCidr } from "../../../src/model/cidr";
import type { Statement, Subject } from "../../../src/model/facts";
import { startOf } from "../../../src/model/source";
import { portsOf } from "../../../src/model/traffic";
import { networkIn } from "./network-lines";

const at = startOf("f");

function subject(name: string): Subject {
  return { id: `f#${name}`, name };
}

function reason(name: string): Reason {
  return { kind: "variable", name, at };
}

function statement(what: string, name: string): Statement {
  return { what, name, at, focus: at };
}

/** A text that begins with `?` stands for what is not known, for that reason. */
function maybe<T>(text: string, make: (text: string) => T): Known<T> {
  return text.startsWith("?") ? unknown(reason(text.slice(1))) : known(make(text));
}

function named(text: string): Known<Subject> {
  return maybe(text, subject);
}

function list(...texts: readonly string[]): Endpoint["groups"] & object {
  const items = texts.filter((text) => text !== "…").map((text): Written<Subject> => ({ value: named(text), at }));
  return { items, open: texts.includes("…") ? [reason("others")] : [] };
}

function said(value: boolean | undefined, what: string): Said<boolean> {
  return { value: value === undefined ? unknown(reason("var.public")) : known(value), statement: statement(what, "s") };
}

const yes = said(true, "address");
const no = said(false, "no address");
const perhaps = said(undefined, "perhaps an address");

function endpoint(given: Partial<Endpoint> = {}): Endpoint {
  const address = { ipv4: yes, ipv6: no };
  return { subject: subject("web"), at, groups: list("g"), subnets: list("a"), address, doubt: [], ...given };
}

function subnet(name: string, assigns: Subnet["assigns"] = { ipv4: no, ipv6: no }): Subnet {
  return { subject: subject(name), at, vpc: named("vpc"), within: parseCidr("10.0.0.0/24") ?? noAddress, assigns };
}

function vpc(given: Partial<Vpc> = {}): Vpc {
  const { defaultGroup, mainTable } = partsOfVpc(subject("vpc"));
  return { subject: subject("vpc"), at, origin: "own", defaultGroup, mainTable, defaultAcl: undefined, ...given };
}

function route(table: string, destination: string, to: RouteTarget | "?", doubt: readonly Reason[] = []): RouteEntry {
  return {
    table: named(table),
    destination: maybe(destination, (text) => text.split(" ").map((each) => parseCidr(each) ?? noAddress)),
    to: to === "?" ? unknown(reason("var.target")) : known(to),
    doubt,
    statement: statement(`route to ${to}`, destination),
  };
}

function association(of: string, to: string, doubt: readonly Reason[] = []): Association {
  return { subnet: named(of), to: named(to), doubt, at };
}

const open = route("public", "0.0.0.0/0", "internet gateway");

function network(given: Partial<Network> = {}): Network {
  return {
    vpcs: [vpc()],
    subnets: [subnet("a")],
    endpoints: [endpoint()],
    routeTables: [
      { subject: subject("public"), at },
      { subject: subject("private"), at },
    ],
    routes: [open],
    tableAssociations: [association("a", "public")],
    aclAssociations: [],
    publicAddresses: [],
    unread: [],
    ...given,
  };
}

function routesIn(given: Partial<Network>): readonly string[] {
  return networkIn(networkFacts(network(given)).filter(({ kind }) => kind === "route"));
}

const proven = "web from 0.0.0.0/0 along route to internet gateway 0.0.0.0/0, address s";

describe("a way from the internet", () => {
  const main = { ...open, table: known(vpc().mainTable) };
  const six = route("public", "::/0", "internet gateway");
  const bySubnet = endpoint({ address: { ipv4: "as-subnet", ipv6: "as-subnet" } });
  const given = { endpoint: known(subject("web")), doubt: [], statement: statement("Elastic IP", "e") };
  test.each<[string, Partial<Network>, readonly string[]]>([
    ["by its own address", {}, [proven]],
    [
      "by the address that its subnet gives",
      { endpoints: [bySubnet], subnets: [subnet("a", { ipv4: yes, ipv6: no })] },
      [proven],
    ],
    [
      "by both families",
      { endpoints: [bySubnet], subnets: [subnet("a", { ipv4: yes, ipv6: yes })], routes: [open, six] },
      [proven, "web from ::/0 along route to internet gateway ::/0, address s"],
    ],
    [
      "by an Elastic IP address",
      { endpoints: [endpoint({ address: { ipv4: no, ipv6: no } })], publicAddresses: [given] },
      ["web from 0.0.0.0/0 along route to internet gateway 0.0.0.0/0, Elastic IP e"],
    ],
    ["by the main table of its VPC", { tableAssociations: [], routes: [main] }, [proven]],
    [
      "by one of two subnets",
      {
        subnets: [subnet("a"), subnet("b")],
        endpoints: [endpoint({ subnets: list("b", "a") })],
        tableAssociations: [association("a", "public"), association("b", "private")],
      },
      ["web from nowhere along no route to an internet gateway private", proven],
    ],
    [
      "for the addresses of the route alone",
      { routes: [route("public", "8.8.8.0/24", "internet gateway")] },
      ["web from 8.8.8.0/24 along route to internet gateway 8.8.8.0/24, address s"],
    ],
    [
      "for what no more specific route takes away",
      { routes: [open, route("public", "0.0.0.0/1", "NAT gateway")] },
      ["web from 128.0.0.0/1 along route to internet gateway 0.0.0.0/0, address s"],
    ],
    [
      "for a more specific route",
      { routes: [route("public", "0.0.0.0/0", "NAT gateway"), route("public", "8.0.0.0/8", "internet gateway")] },
      ["web from 8.0.0.0/8 along route to internet gateway 8.0.0.0/8, address s"],
    ],
    [
      "for each block of a prefix list by its own length",
      {
        routes: [
          route("public", "8.0.0.0/8 9.9.9.9/32", "internet gateway"),
          route("public", "8.8.0.0/16 9.9.9.0/24", "peering connection"),
        ],
      },
      [
        "web from 8.0.0.0/13 8.9.0.0/16 8.10.0.0/15 8.12.0.0/14 8.16.0.0/12 8.32.0.0/11 8.64.0.0/10 8.128.0.0/9 9.9.9.9/32" +
          " along route to internet gateway 8.0.0.0/8 9.9.9.9/32, address s",
      ],
    ],
  ])("%s", (_, parts, lines) => {
    expect(routesIn(parts)).toEqual(lines);
  });
});

describe("no way from the internet", () => {
  test.each<[string, Partial<Network>, string]>([
    ["without an address", { endpoints: [endpoint({ address: { ipv4: no, ipv6: no } })] }, "no address s"],
    [
      "where only the route of the other family leads there",
      { routes: [route("public", "::/0", "internet gateway")] },
      "no route to an internet gateway public",
    ],
    [
      "with a route to a NAT gateway",
      { routes: [route("public", "0.0.0.0/0", "NAT gateway")] },
      "route to NAT gateway 0.0.0.0/0",
    ],
    [
      "with the main table of a VPC that has no routes",
      { tableAssociations: [] },
      "no route to an internet gateway vpc.main_route_table",
    ],
    [
      "by an egress-only gateway",
      {
        endpoints: [endpoint({ address: { ipv4: no, ipv6: yes } })],
        routes: [route("public", "::/0", "egress-only internet gateway")],
      },
      "no address s",
    ],
    [
      "in the default VPC without an address",
      { endpoints: [endpoint({ subnets: "default", address: { ipv4: no, ipv6: "as-subnet" } })] },
      "no address s",
    ],
  ])("%s", (_, parts, stopped) => {
    expect(routesIn(parts)).toEqual([`web from nowhere along ${stopped}`]);
  });
});

describe("what stands at the internet gateway", () => {
  const block = (closes: boolean | undefined, doubt: readonly Reason[] = []): AccessBlock => ({
    closes: said(closes, "Block Public Access"),
    doubt,
  });
  const exclusion = (of: string, letsIn: boolean | undefined): AccessExclusion => ({
    of: named(of),
    letsIn: letsIn === undefined ? unknown(reason("var.mode")) : known(letsIn),
    doubt: [],
  });
  const edge = { vpc: named("vpc"), table: named("edge"), doubt: [] };
  const outside = { ...route("public", "0.0.0.0/0", "VPC endpoint") };
  const gateways = (given: Partial<Gateways>): Partial<Network> => ({ gateways: { ...noGateways, ...given } });
  const diverted = (to: string, by: string): string =>
    `web from nowhere..0.0.0.0/0 along route to ${to} ${by}, address s, by what ${by} leads to`;
  const stopped = "web from nowhere along Block Public Access s";
  const closed = "web from nowhere along route to VPC endpoint 0.0.0.0/0";
  test.each<[string, Partial<Network>, readonly string[]]>([
    ["a block", gateways({ blocks: [block(true)] }), [stopped]],
    ["a block that is off", gateways({ blocks: [block(false)] }), [proven]],
    [
      "a block that is not known",
      gateways({ blocks: [block(undefined)] }),
      [proven.replace("0.0.0.0/0 along", "nowhere..0.0.0.0/0 along").concat(", by var.public")],
    ],
    [
      "a block that may be elsewhere",
      gateways({ blocks: [block(true, [reason("region")])] }),
      [proven.replace("0.0.0.0/0 along", "nowhere..0.0.0.0/0 along").concat(", by region")],
    ],
    ["a block, but for the subnet", gateways({ blocks: [block(true)], exclusions: [exclusion("a", true)] }), [proven]],
    ["a block, but for its VPC", gateways({ blocks: [block(true)], exclusions: [exclusion("vpc", true)] }), [proven]],
    ["a block, but for another", gateways({ blocks: [block(true)], exclusions: [exclusion("b", true)] }), [stopped]],
    [
      "a block, but for what goes out",
      gateways({ blocks: [block(true)], exclusions: [exclusion("a", false)] }),
      [stopped],
    ],
    [
      "a block, perhaps but for the subnet",
      gateways({ blocks: [block(true)], exclusions: [exclusion("a", undefined)] }),
      [proven.replace("0.0.0.0/0 along", "nowhere..0.0.0.0/0 along").concat(", by var.mode")],
    ],
    [
      "a block where the table is not known",
      { ...gateways({ blocks: [block(true)] }), tableAssociations: [association("a", "?var.t")] },
      [stopped],
    ],
    [
      "a firewall before the subnet",
      { ...gateways({ edgeTables: [edge] }), routes: [outside, route("edge", "10.0.0.0/24", "VPC endpoint")] },
      [diverted("VPC endpoint", "10.0.0.0/24")],
    ],
    [
      "a firewall before a part of it, on the way in alone",
      { ...gateways({ edgeTables: [edge] }), routes: [open, route("edge", "10.0.0.0/25", "network interface")] },
      [diverted("network interface", "10.0.0.0/25")],
    ],
    [
      "a firewall before another subnet",
      { ...gateways({ edgeTables: [edge] }), routes: [outside, route("edge", "10.0.9.0/24", "VPC endpoint")] },
      [closed],
    ],
    [
      "a firewall of another VPC",
      {
        ...gateways({ edgeTables: [{ ...edge, vpc: named("other") }] }),
        routes: [outside, route("edge", "10.0.0.0/24", "VPC endpoint")],
      },
      [closed],
    ],
    [
      "a table that leads to the subnet itself",
      { ...gateways({ edgeTables: [edge] }), routes: [open, route("edge", "10.0.0.0/24", "local")] },
      [proven],
    ],
  ])("%s", (_, parts, lines) => {
    expect(routesIn(parts)).toEqual(lines);
  });
});

describe("a way that is not known", () => {
  const nowhere = { ipv4: no, ipv6: no };
  test.each<[string, Partial<Network>, readonly string[]]>([
    ["in a subnet that is not known", { endpoints: [endpoint({ subnets: list("?var.subnet") })] }, []],
    ["in a subnet that is not described", { endpoints: [endpoint({ subnets: list("elsewhere") })] }, []],
    ["in the default VPC", { endpoints: [endpoint({ subnets: "default" })] }, []],
    [
      "in a subnet that is not known, without an IPv4 address",
      { endpoints: [endpoint({ subnets: list("?var.subnet"), address: { ipv4: no, ipv6: "as-subnet" } })] },
      ["web from nowhere..::/0 along IPv6 address web, by var.subnet"],
    ],
    ["by a table that is not known", { tableAssociations: [association("a", "?var.table")] }, []],
    ["by a table that is not described", { tableAssociations: [association("a", "elsewhere")] }, []],
    ["where another subnet may have the table", { tableAssociations: [association("?var.subnet", "public")] }, []],
    [
      "by an address that is not known",
      { endpoints: [endpoint({ address: { ipv4: perhaps, ipv6: no } })] },
      ["web from nowhere..0.0.0.0/0 along route to internet gateway 0.0.0.0/0, perhaps an address s, by var.public"],
    ],
    [
      "where something has an Elastic IP address that is not known",
      {
        endpoints: [endpoint({ address: nowhere })],
        publicAddresses: [{ endpoint: named("?var.instance"), doubt: [], statement: statement("Elastic IP", "e") }],
      },
      ["web from nowhere..0.0.0.0/0 along route to internet gateway 0.0.0.0/0, no address s, by var.instance"],
    ],
    [
      "by a target that is not known",
      { routes: [route("public", "0.0.0.0/0", "?")] },
      ["web from nowhere..0.0.0.0/0 along route to ? 0.0.0.0/0, address s, by var.target"],
    ],
    [
      "to a destination that is not known",
      { routes: [route("public", "?var.cidr", "internet gateway")] },
      ["web from nowhere..0.0.0.0/0 along route to internet gateway ?var.cidr, address s, by var.cidr"],
    ],
    [
      "past a route that may take it",
      { routes: [open, route("public", "?var.cidr", "NAT gateway")] },
      ["web from nowhere..0.0.0.0/0 along route to internet gateway 0.0.0.0/0, address s, by var.cidr"],
    ],
    [
      "past a specific route that may not be there",
      { routes: [open, route("public", "0.0.0.0/1", "NAT gateway", [reason("var.nat")])] },
      ["web from 128.0.0.0/1..0.0.0.0/0 along route to internet gateway 0.0.0.0/0, address s, by var.nat"],
    ],
    [
      "by a route of a table that is not known",
      { routes: [route("?var.table", "0.0.0.0/0", "internet gateway")] },
      ["web from nowhere..0.0.0.0/0 along route to internet gateway 0.0.0.0/0, address s, by var.table"],
    ],
    ["where something that is not read may add routes", { tableAssociations: [], unread: [reason("module.vpc")] }, []],
    [
      "to what may not be there",
      { endpoints: [endpoint({ doubt: [reason("var.create")] })] },
      ["web from nowhere..0.0.0.0/0 along route to internet gateway 0.0.0.0/0, address s, by var.create"],
    ],
  ])("%s", (_, parts, lines) => {
    expect(routesIn(parts)).toEqual(lines);
  });
});

describe("what stands before an endpoint", () => {
  const acl = association("a", "acl");
  const two = {
    subnets: [subnet("a"), subnet("b")],
    endpoints: [endpoint({ groups: list(), subnets: list("a", "b") })],
  };
  test.each<[string, Partial<Network>, readonly string[]]>([
    ["its groups", { endpoints: [endpoint({ groups: list("g", "h") })] }, ["web behind g", "web behind h"]],
    ["no group at all", { endpoints: [endpoint({ groups: list() })] }, []],
    ["a group that is not known", { endpoints: [endpoint({ groups: list("?var.g") })] }, ["web behind ? (var.g)"]],
    [
      "groups beside those that are known",
      { endpoints: [endpoint({ groups: list("g", "…") })] },
      ["web behind g", "web behind ? (others)"],
    ],
    [
      "groups of what may not be there",
      { endpoints: [endpoint({ doubt: [reason("n")] })] },
      ["web behind g perhaps, by n"],
    ],
    [
      "the default group of its VPC",
      { endpoints: [endpoint({ groups: "default" })] },
      ["web behind vpc.default_security_group"],
    ],
    ["the default group of the default VPC", { endpoints: [endpoint({ groups: "default", subnets: "default" })] }, []],
    ["the ACL of its subnet", { aclAssociations: [acl] }, ["web behind g", "web behind acl"]],
    [
      "the default ACL of its VPC, where that is described",
      { vpcs: [vpc({ defaultAcl: subject("d") })] },
      ["web behind g", "web behind d"],
    ],
    ["the ACL that its subnets share", { ...two, aclAssociations: [acl, association("b", "acl")] }, ["web behind acl"]],
    [
      "an ACL that is not known",
      { aclAssociations: [association("a", "?var.acl")] },
      ["web behind g", "web behind ? (var.acl)"],
    ],
    [
      "the ACL of one of two subnets",
      { ...two, aclAssociations: [acl] },
      ["web behind acl perhaps, by which of its subnets leads to web"],
    ],
  ])("%s", (_, parts, lines) => {
    const facts = networkFacts(network(parts)).filter(({ kind }) => kind === "attachment");
    expect(networkIn(facts)).toEqual(lines);
  });

  test("a default group of which the input says nothing lets in its own members alone", () => {
    const facts = networkFacts(network({ endpoints: [endpoint({ groups: "default" })] }));
    const [group] = facts.filter((fact) => fact.kind === "boundary");
    expect(group).toMatchObject({
      subject: vpc().defaultGroup,
      otherwise: "deny",
      admissions: [{ peers: { of: { value: vpc().defaultGroup } } }],
    });
  });

  test("its addresses lie in the blocks of its subnets", () => {
    const facts = networkFacts(network()).filter(({ kind }) => kind === "address");
    expect(networkIn(facts)).toEqual(["web in 10.0.0.0/24"]);
  });
});

describe("what a load balancer hands on", () => {
  const balancing: Balancing = {
    balancer: subject("lb"),
    type: known("network"),
    traffic: trafficBounds.certain(portsOf("tcp", [80, 80])),
    cleartext: known("cleartext"),
    to: [named("tg"), named("?var.tg"), named("elsewhere")],
    statement: statement("listener", "l"),
  };
  const targets: TargetGroup = {
    subject: subject("tg"),
    at,
    type: known("instance"),
    protocol: known("TCP"),
    port: known(8080),
    keepsClient: known(undefined),
    targets: { items: [{ value: known({ endpoint: subject("web"), port: known(undefined) }), at }], open: [] },
  };
  test.each<[string, Partial<Balancing>, Partial<TargetGroup>, string]>([
    ["to instances behind a network load balancer", {}, {}, "at tcp 8080 as client"],
    ["to addresses behind a network load balancer", {}, { type: known("ip") }, "at tcp 8080 as forwarder"],
    [
      "to addresses that are to see the client",
      {},
      { type: known("ip"), keepsClient: known(true) },
      "at tcp 8080 as client",
    ],
    ["to addresses over UDP", {}, { type: known("ip"), protocol: known("UDP") }, "at udp 8080 as client"],
    ["to instances that are not to see the client", {}, { keepsClient: known(false) }, "at tcp 8080 as forwarder"],
    [
      "by an application load balancer",
      { type: known("application") },
      { protocol: known("HTTP") },
      "at tcp 8080 as forwarder",
    ],
    [
      "to the port of a target",
      {},
      { targets: { items: [{ value: known({ endpoint: subject("web"), port: known(22) }), at }], open: [] } },
      "at tcp 22 as client",
    ],
    ["to a port that is not known", {}, { port: unknown(reason("var.port")) }, "at nothing..tcp as client"],
  ])("%s", (_, changes, group, line) => {
    const forwards = forwardsOf([{ ...balancing, ...changes }], [{ ...targets, ...group }]);
    expect(networkIn(forwards)).toEqual([`lb hands tcp 80 on to web ${line}`]);
  });
});
