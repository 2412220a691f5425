import { noAddress, type AddressSet } from "../../model/addresses";
import { known, unknown, type Known, type Reason } from "../../model/bounds";
import { addressesOf } from "../shared/cidr-list";
import type { Association, Located, RouteEntry, RouteTarget, Said, Subnet, Vpc } from "../shared/network";
import type { Evaluator, Owned } from "./expression";
import { linkAt, settledAt } from "./links";
import { prefixListAddresses } from "./prefix-lists";
import { presenceOf } from "./presence";
import { subjectOf, type Resource } from "./template";
import { isTrue, textOf, writtenText } from "./texts";

/** The resources of a type that may be there. */
export function resourcesOfType(evaluator: Evaluator, ...types: readonly string[]): readonly Resource[] {
  return [...evaluator.template.resources.values()].filter(
    (resource) => types.includes(resource.type) && presenceOf(evaluator, resource).possible,
  );
}

/** The same of several stacks, each with the evaluator of its own. */
export function ownedOfType(stacks: readonly Evaluator[], ...types: readonly string[]): readonly Owned[] {
  return stacks.flatMap((evaluator) =>
    resourcesOfType(evaluator, ...types).map((resource): Owned => ({ evaluator, resource })),
  );
}

/** The VPCs of a template; its default group and ACL have the names that templates give them. */
export function vpcsIn(evaluator: Evaluator, touchedAcls: ReadonlySet<string>): readonly Vpc[] {
  const { template } = evaluator;
  return resourcesOfType(evaluator, "AWS::EC2::VPC").map(({ id, subject, at }) => {
    const acl = subjectOf(template, `${id}.DefaultNetworkAcl`);
    return {
      subject,
      at,
      origin: "own",
      defaultGroup: subjectOf(template, `${id}.DefaultSecurityGroup`),
      mainTable: subjectOf(template, `${id}.MainRouteTable`),
      defaultAcl: touchedAcls.has(acl.id) ? acl : undefined,
    };
  });
}

export function subnetsIn(evaluator: Evaluator): readonly Subnet[] {
  return resourcesOfType(evaluator, "AWS::EC2::Subnet").map((subnet) => ({
    subject: subnet.subject,
    at: subnet.at,
    vpc: linkAt(evaluator, subnet, "VpcId")?.value ?? notWritten(subnet, "VpcId"),
    within: blocksOf(evaluator, subnet),
    assigns: {
      ipv4: assigned(evaluator, subnet, { name: "MapPublicIpOnLaunch", what: "public IPv4 address of the subnet" }),
      ipv6: assigned(evaluator, subnet, { name: "AssignIpv6AddressOnCreation", what: "IPv6 address of the subnet" }),
    },
  }));
}

/** Its blocks; nothing where one of them is not known. */
function blocksOf(evaluator: Evaluator, subnet: Resource): AddressSet {
  const written = ["CidrBlock", "Ipv6CidrBlock"].flatMap((name) => settledAt(evaluator, subnet, name) ?? []);
  const { addresses } = addressesOf(
    written.map((value) => writtenText(evaluator, value)),
    "any",
  );
  return addresses.because.length > 0 ? noAddress : addresses.must;
}

function assigned(
  evaluator: Evaluator,
  subnet: Resource,
  { name, what }: { readonly name: string; readonly what: string },
): Said<boolean> {
  const value = settledAt(evaluator, subnet, name);
  const text = value && textOf(evaluator, value);
  const on: Known<boolean> = !text ? known(false) : text.known ? known(isTrue(text.value)) : text;
  const focus = value ? evaluator.place(value.at) : subnet.at;
  const statement = {
    what: on.known && !on.value ? `no ${what}` : what,
    name: `${subnet.id}.${name}`,
    at: subnet.at,
    focus,
  };
  return { value: on, statement };
}

export function routeTablesIn(evaluator: Evaluator): readonly Located[] {
  return resourcesOfType(evaluator, "AWS::EC2::RouteTable").map(({ subject, at }) => ({ subject, at }));
}

/** Which property of a route says what it leads to (Template Reference, `AWS::EC2::Route`). */
const targets: readonly (readonly [property: string, target: RouteTarget])[] = [
  ["NatGatewayId", "NAT gateway"],
  ["EgressOnlyInternetGatewayId", "egress-only internet gateway"],
  ["TransitGatewayId", "transit gateway"],
  ["VpcPeeringConnectionId", "peering connection"],
  ["VpcEndpointId", "VPC endpoint"],
  ["NetworkInterfaceId", "network interface"],
  ["InstanceId", "network interface"],
];

export function routesIn(evaluator: Evaluator): readonly RouteEntry[] {
  return resourcesOfType(evaluator, "AWS::EC2::Route").map((route) => {
    const gateway = settledAt(evaluator, route, "GatewayId");
    const other = targets.find(([property]) => settledAt(evaluator, route, property));
    const focus = gateway ? evaluator.place(gateway.at) : route.at;
    return {
      table: linkAt(evaluator, route, "RouteTableId")?.value ?? notWritten(route, "RouteTableId"),
      destination: destinationOf(evaluator, route),
      to: gateway ? gatewayOf(evaluator, gateway) : known(other?.[1] ?? "other target"),
      doubt: presenceOf(evaluator, route).doubt,
      statement: { what: "route", name: route.id, at: route.at, focus },
    };
  });
}

/** A gateway is of the internet or of a virtual private network: its type tells, or its id. */
export function gatewayOf(evaluator: Evaluator, value: NonNullable<ReturnType<typeof settledAt>>): Known<RouteTarget> {
  if (value.kind === "resource") {
    const type = evaluator.around.owners.get(value.subject.id)?.resource.type;
    if (type === "AWS::EC2::VPNGateway") return known("virtual private gateway");
    if (type === "AWS::EC2::InternetGateway" || type === "AWS::EC2::VPCGatewayAttachment")
      return known("internet gateway");
    return unknown(evaluator.reason("reference", value.subject.name, value.at));
  }
  const text = textOf(evaluator, value);
  if (!text.known) return text;
  if (text.value.startsWith("igw-")) return known("internet gateway");
  if (text.value.startsWith("vgw-")) return known("virtual private gateway");
  return text.value === "local" ? known("local") : known("other target");
}

function destinationOf(evaluator: Evaluator, route: Resource): RouteEntry["destination"] {
  const list = settledAt(evaluator, route, "DestinationPrefixListId");
  if (list) {
    const { must, because } = prefixListAddresses(evaluator, list);
    return because.length > 0 ? unknown(...because) : known([must]);
  }
  const written = ["DestinationCidrBlock", "DestinationIpv6CidrBlock"].flatMap(
    (name) => settledAt(evaluator, route, name) ?? [],
  );
  if (written.length === 0) return notWritten(route, "DestinationCidrBlock");
  const { addresses } = addressesOf(
    written.map((value) => writtenText(evaluator, value)),
    "any",
  );
  return addresses.because.length > 0 ? unknown(...addresses.because) : known([addresses.must]);
}

/** Which subnet has which route table or network ACL, by resources of a type that name both. */
export function associationsIn(
  evaluator: Evaluator,
  { type, to }: { readonly type: string; readonly to: string },
): readonly Association[] {
  return resourcesOfType(evaluator, type).map((resource) => ({
    subnet: linkAt(evaluator, resource, "SubnetId")?.value ?? notWritten(resource, "SubnetId"),
    to: linkAt(evaluator, resource, to)?.value ?? notWritten(resource, to),
    doubt: presenceOf(evaluator, resource).doubt,
    at: resource.at,
  }));
}

/** What a macro or a loop may add that the template does not show. */
export function unreadIn({ template, reason }: Evaluator, harmless: ReadonlySet<string>): readonly Reason[] {
  const macros = template.transforms.filter(({ name }) => !harmless.has(name));
  return [...macros, ...template.generated].map(({ name, at }) => reason("construct", name, at));
}

function notWritten({ subject, at }: Resource, name: string): Known<never> {
  return unknown({ kind: "value", name: `${subject.name}.${name}, which is not written`, at });
}
