import { everyAddress, everyIPv4, type AddressSet } from "../../model/addresses";
import { addressBounds, known, trafficBounds, type Known, type Reason } from "../../model/bounds";
import type { Boundary, Fact, Statement, Subject } from "../../model/facts";
import { numbers } from "../../model/intervals";
import { portsOf, type Traffic } from "../../model/traffic";
import { anyAddressBecause } from "../shared/cidr-list";
import type { Written } from "../shared/ec2-permission";
import { admissionsOf, perhapsRule, readRule, securityGroup, type ReadRule } from "../shared/security-group";
import type { Evaluator } from "./expression";

import { itemsOf, type Item } from "./items";
import { linksAt, settledAt, settledOf } from "./links";
import { leavesOf } from "./paths";
import { presenceOf } from "./presence";
import { propertyOf } from "./properties";
import { groupNamed } from "./rules";
import type { Resource } from "./template";
import { writtenNumber, writtenText } from "./texts";
import type { Value } from "./value";
import { resourcesOfType } from "./vpcs";

/** Firewalls that services have of their own, beside security groups. */
export function ownFirewallsIn(evaluator: Evaluator): {
  readonly facts: readonly Fact[];
  readonly boundaries: readonly Boundary[];
} {
  const lightsail = resourcesOfType(evaluator, "AWS::Lightsail::Instance").map((each) => lightsailOf(evaluator, each));
  const boundaries = [
    ...lightsail.map(({ boundary }) => boundary),
    ...resourcesOfType(evaluator, "AWS::EKS::Nodegroup").flatMap((each) => remoteAccess(evaluator, each)),
    ...resourcesOfType(evaluator, "AWS::GameLift::Fleet").flatMap((each) => fleetPorts(evaluator, each)),
  ];
  return { boundaries, facts: lightsail.flatMap(({ facts }) => facts) };
}

interface Lightsail {
  readonly boundary: Boundary;
  readonly facts: readonly Fact[];
}

/** An instance has a public address, and the ports of its system are open where nothing else is said (Lightsail User Guide, "Firewall and port mappings"). */
function lightsailOf(evaluator: Evaluator, resource: Resource): Lightsail {
  const { subject, at } = resource;
  const { doubt } = presenceOf(evaluator, resource);
  const items = leavesOf(evaluator, resource, ["Networking", "Ports", "*"]);
  const firewall: Subject = { id: `${subject.id}.firewall`, name: `${subject.name}.firewall` };
  const what = items.length > 0 ? "public ports" : "firewall that it is made with";
  const rules = items.length > 0 ? items : [undefined];
  const admissions = rules.flatMap((item) => {
    const rule = item ? publicPorts(evaluator, item) : openTo(everyAddress, madeOpen(evaluator, resource));
    const place = item ? evaluator.place(item.value.at) : at;
    const statement: Statement = { what, name: item?.name ?? firewall.name, at: place, focus: place };
    return admissionsOf(perhapsRule(rule, [...doubt, ...(item?.doubt ?? [])]), statement);
  });
  const along: Statement = { what: "public address of a Lightsail instance", name: subject.name, at, focus: at };
  const boundary = securityGroup({ subject: firewall, direction: "ingress", admissions, at });
  return {
    boundary,
    facts: [
      {
        kind: "attachment",
        boundary: known(firewall),
        layer: "security-group",
        endpoint: subject,
        doubt,
        at,
      },
      {
        kind: "route",
        endpoint: subject,
        from: "internet",
        leads: addressBounds.certain(everyAddress),
        along: [along],
      },
    ],
  };
}

function madeOpen(evaluator: Evaluator, resource: Resource): readonly number[] {
  const blueprint = settledAt(evaluator, resource, "BlueprintId");
  return blueprint?.kind === "text" && blueprint.text.startsWith("windows") ? [3389, 80] : [22, 80];
}

/** Ports that name nobody are open to everyone (Lightsail API Reference, PortInfo). */
function publicPorts(evaluator: Evaluator, { value }: Item): ReadRule {
  const texts = (name: string): readonly Written<string>[] => textsAt(evaluator, propertyOf(evaluator, value, name));
  const [ipv4, ipv6, aliases] = [texts("Cidrs"), texts("Ipv6Cidrs"), texts("CidrListAliases")];
  const ofLists = aliases.map(({ value: alias, at }) =>
    anyAddressBecause(
      alias.known ? [{ kind: "prefix-list", name: `the addresses of ${alias.value}`, at }] : alias.because,
    ),
  );
  const isOpen = ipv4.length + ipv6.length + aliases.length === 0;
  const everyone = isOpen ? [addressBounds.certain(everyAddress)] : [];
  const permission = permissionIn(evaluator, value);
  return readRule(
    { permission, ipv4, ipv6, addresses: [...ofLists, ...everyone], groups: [] },
    evaluator.place(value.at),
  );
}

function textsAt(evaluator: Evaluator, list: Value): readonly Written<string>[] {
  return itemsOf(evaluator, list, "").flatMap(({ value, doubt }): readonly Written<string>[] => {
    const settled = settledOf(value);
    if (!settled) return [];
    const written = writtenText(evaluator, settled);
    return [doubt.length > 0 ? { ...written, value: { known: false, because: doubt } } : written];
  });
}

function permissionIn(evaluator: Evaluator, value: Value): Parameters<typeof readRule>[0]["permission"] {
  const at = evaluator.place(value.at);
  const property = (name: string) => settledOf(propertyOf(evaluator, value, name));
  const number = (name: string): Written<number | undefined> => {
    const settled = property(name);
    return settled ? writtenNumber(evaluator, settled) : { value: known(undefined), at };
  };
  const protocol = property("Protocol");
  return {
    protocol: protocol ? writtenText(evaluator, protocol) : { value: known(undefined), at },
    from: number("FromPort"),
    to: number("ToPort"),
  };
}

function openTo(set: AddressSet, ports: readonly number[]): ReadRule {
  const traffic = ports.reduce<Traffic>((all, port) => numbers.union(all, portsOf("tcp", [port, port])), []);
  return { addresses: addressBounds.certain(set), members: [], traffic: trafficBounds.certain(traffic), problems: [] };
}

/**
 * With a key for SSH and without groups that may use it, port 22 of the nodes is open to everyone (EKS API Reference,
 * RemoteAccessConfig).
 */
function remoteAccess(evaluator: Evaluator, resource: Resource): readonly Boundary[] {
  const { subject, at, id } = resource;
  const [key] = leavesOf(evaluator, resource, ["RemoteAccess", "Ec2SshKey"]);
  if (!key || key.value.kind === "absent") return [];
  const groups = linksAt(evaluator, resource, {
    paths: [["RemoteAccess", "SourceSecurityGroups"]],
    nameOf: groupNamed,
  });
  const members: readonly Known<Subject>[] = groups?.items.map(({ value }) => value) ?? [];
  const open: readonly Reason[] = groups?.open ?? [];
  const everyone = openTo(everyIPv4, [22]);
  const rule = members.length > 0 ? { ...everyone, addresses: undefined, members } : perhapsRule(everyone, open);
  const focus = evaluator.place(key.value.at);
  const statement: Statement = { what: "remote access", name: `${id}.RemoteAccess`, at, focus };
  const boundary: Subject = { id: `${subject.id}.RemoteAccess`, name: `${subject.name}.RemoteAccess` };
  const admissions = admissionsOf(perhapsRule(rule, presenceOf(evaluator, resource).doubt), statement);
  return [securityGroup({ subject: boundary, direction: "ingress", admissions, at })];
}

/** What the instances of a fleet let in, which have public addresses (GameLift Servers API Reference, IpPermission). */
function fleetPorts(evaluator: Evaluator, resource: Resource): readonly Boundary[] {
  const { subject, at } = resource;
  const items = leavesOf(evaluator, resource, ["EC2InboundPermissions", "*"]);
  if (items.length === 0) return [];
  const { doubt } = presenceOf(evaluator, resource);
  const admissions = items.flatMap((item) => {
    const { value, name } = item;
    const ranges = textsAt(evaluator, propertyOf(evaluator, value, "IpRange"));
    const place = evaluator.place(value.at);
    const isIPv6 = ranges.some(({ value: range }) => range.known && range.value.includes(":"));
    const families = isIPv6 ? { ipv4: [], ipv6: ranges } : { ipv4: ranges, ipv6: [] };
    const rule = readRule(
      { permission: permissionIn(evaluator, value), ...families, addresses: [], groups: [] },
      place,
    );
    const statement: Statement = { what: "inbound permission", name, at: place, focus: place };
    return admissionsOf(perhapsRule(rule, [...doubt, ...item.doubt]), statement);
  });
  return [securityGroup({ subject, direction: "ingress", admissions, at })];
}
