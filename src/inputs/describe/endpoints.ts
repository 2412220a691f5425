import { known, type Known } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Endpoint, Family, Said, WrittenList } from "../shared/network";
import type { AnswerFile } from "./answers";
import {
  accountSubject,
  isTrueAt,
  itemsAt,
  objectsOf,
  placeAt,
  statementAt,
  textAt,
  type AccountObject,
} from "./objects";

/** Everything of an account that has network interfaces of its own. */
export function endpointsIn(files: readonly AnswerFile[]): readonly Endpoint[] {
  const balancers = [...objectsOf(files, "LoadBalancers").map(balancer), ...classicBalancers(files)];
  const named = new Set(objectsOf(files, "LoadBalancers").flatMap((each) => textAt(each, "LoadBalancerArn") ?? []));
  const interfaces = interfacesIn(files);
  const withInterface = new Set(interfaces.map(({ instance }) => instance));
  return [
    ...interfaces.filter(({ object }) => !isOfBalancer(object, named)).map(interfaceEndpoint),
    ...instancesIn(files)
      .filter((instance) => !withInterface.has(textAt(instance, "InstanceId")))
      .map(bareInstance),
    ...balancers,
    ...objectsOf(files, "DBInstances").map(database),
  ];
}

/** A network interface, and the instance that it is of. */
interface Interface {
  readonly object: AccountObject;
  readonly id: string;
  readonly instance: string | undefined;
  readonly index: string | undefined;
}

/** From `describe-network-interfaces`, and from `describe-instances` what the other does not list. */
function interfacesIn(files: readonly AnswerFile[]): readonly Interface[] {
  const own = objectsOf(files, "NetworkInterfaces").map((object) =>
    interfaceOf(object, textAt(object, "Attachment", "InstanceId")),
  );
  const ofInstances = instancesIn(files).flatMap((instance) =>
    itemsAt(instance, "NetworkInterfaces").map((object) => interfaceOf(object, textAt(instance, "InstanceId"))),
  );
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...ofInstances.filter(({ id }) => !ids.has(id))];
}

function instancesIn(files: readonly AnswerFile[]): readonly AccountObject[] {
  return objectsOf(files, "Reservations")
    .flatMap((reservation) => itemsAt(reservation, "Instances"))
    .filter((instance) => textAt(instance, "State", "Name") !== "terminated");
}

function interfaceOf(object: AccountObject, instance: string | undefined): Interface {
  const id = textAt(object, "NetworkInterfaceId") ?? "an interface without NetworkInterfaceId";
  return { object, id, instance, index: textAt(object, "Attachment", "DeviceIndex") };
}

/** What has each private address, by VPC and address. */
export function endpointsByAddress(files: readonly AnswerFile[]): ReadonlyMap<string, Subject> {
  return new Map(
    interfacesIn(files).flatMap((one) =>
      [one.object, ...itemsAt(one.object, "PrivateIpAddresses"), ...itemsAt(one.object, "Ipv6Addresses")]
        .flatMap((each) => textAt(each, "PrivateIpAddress") ?? textAt(each, "Ipv6Address") ?? [])
        .map((address) => [`${textAt(one.object, "VpcId") ?? ""} ${address}`, interfaceSubject(one)] as const),
    ),
  );
}

/** The first interface of an instance stands for it; any other has groups and addresses of its own. */
function interfaceSubject({ object, id, instance, index = "0" }: Interface): Subject {
  return accountSubject(object, instance !== undefined && index === "0" ? instance : id);
}

function interfaceEndpoint(one: Interface): Endpoint {
  const { object, id } = one;
  const subnet = textAt(object, "SubnetId");
  const addresses = [object, ...itemsAt(object, "PrivateIpAddresses")];
  const isPublic = addresses.some((each) => textAt(each, "Association", "PublicIp") !== undefined);
  const hasIPv6 = itemsAt(object, "Ipv6Addresses").length > 0;
  return {
    subject: interfaceSubject(one),
    at: placeAt(object),
    groups: subjectsAt(itemsAt(object, "Groups"), "GroupId"),
    subnets: subnet === undefined ? unread(object, "SubnetId") : subjectsAt([object], "SubnetId"),
    address: {
      ipv4: addressSaid(object, { family: "ipv4", has: isPublic, name: id, field: "Association" }),
      ipv6: addressSaid(object, { family: "ipv6", has: hasIPv6, name: id, field: "Ipv6Addresses" }),
    },
    doubt: [],
  };
}

/** An instance whose interfaces were cut out of the answer, as by `--query`; it says of its first one what decides. */
function bareInstance(object: AccountObject): Endpoint {
  const name = textAt(object, "InstanceId") ?? "an instance without InstanceId";
  const isPublic = textAt(object, "PublicIpAddress") !== undefined;
  const hasIPv6 = textAt(object, "Ipv6Address") !== undefined;
  return {
    subject: accountSubject(object, name),
    at: placeAt(object),
    groups: subjectsAt(itemsAt(object, "SecurityGroups"), "GroupId"),
    subnets: textAt(object, "SubnetId") === undefined ? unread(object, "SubnetId") : subjectsAt([object], "SubnetId"),
    address: {
      ipv4: addressSaid(object, { family: "ipv4", has: isPublic, name, field: "PublicIpAddress" }),
      ipv6: addressSaid(object, { family: "ipv6", has: hasIPv6, name, field: "Ipv6Address" }),
    },
    doubt: [],
  };
}

/** Interfaces of load balancers are described as `ELB app/name/id` (Elastic Load Balancing User Guide). */
function isOfBalancer(object: AccountObject, arns: ReadonlySet<string>): boolean {
  const path = /^ELB (\S+)/.exec(textAt(object, "Description") ?? "")?.[1];
  return path !== undefined && [...arns].some((arn) => arn.endsWith(`loadbalancer/${path}`));
}

export function balancerSubject(object: AccountObject): Subject {
  const arn = textAt(object, "LoadBalancerArn");
  const name = textAt(object, "LoadBalancerName");
  return accountSubject(object, arn ?? name ?? "a load balancer without a name", name ?? arn);
}

/** An internal load balancer has private addresses alone, over IPv6 as well (Application Load Balancers User Guide, "IP address type"). */
function balancer(object: AccountObject): Endpoint {
  const subject = balancerSubject(object);
  const faces = textAt(object, "Scheme") === "internet-facing";
  const hasIPv6 = faces && (textAt(object, "IpAddressType") ?? "").startsWith("dualstack");
  return {
    subject,
    at: placeAt(object),
    groups: groupIds(object, "SecurityGroups"),
    subnets: subjectsAt(itemsAt(object, "AvailabilityZones"), "SubnetId"),
    address: {
      ipv4: addressSaid(object, { family: "ipv4", has: faces, name: subject.name, field: "Scheme" }),
      ipv6: addressSaid(object, { family: "ipv6", has: hasIPv6, name: subject.name, field: "IpAddressType" }),
    },
    doubt: [],
  };
}

function classicBalancers(files: readonly AnswerFile[]): readonly Endpoint[] {
  return objectsOf(files, "LoadBalancerDescriptions").map((object) => ({
    ...balancer(object),
    subnets: groupIds(object, "Subnets"),
  }));
}

/** A database with a public name has a public address where its subnets lead to the internet (Amazon RDS User Guide, "Hiding a DB instance in a VPC"). */
function database(object: AccountObject): Endpoint {
  const name = textAt(object, "DBInstanceIdentifier") ?? "a database without DBInstanceIdentifier";
  const isPublic = isTrueAt(object, "PubliclyAccessible");
  const hasIPv6 = isPublic && textAt(object, "NetworkType") === "DUAL";
  const field = "PubliclyAccessible";
  return {
    subject: accountSubject(object, textAt(object, "DBInstanceArn") ?? name, name),
    at: placeAt(object),
    groups: subjectsAt(itemsAt(object, "VpcSecurityGroups"), "VpcSecurityGroupId"),
    subnets: subjectsAt(itemsAt(object, "DBSubnetGroup", "Subnets"), "SubnetIdentifier"),
    address: {
      ipv4: addressSaid(object, { family: "ipv4", has: isPublic, name, field }),
      ipv6: addressSaid(object, { family: "ipv6", has: hasIPv6, name, field }),
    },
    doubt: [],
  };
}

interface AddressOf {
  readonly family: Family;
  readonly has: boolean;
  readonly name: string;
  readonly field: string;
}

function addressSaid(object: AccountObject, { family, has, name, field }: AddressOf): Said<boolean> {
  const what = family === "ipv4" ? "public IPv4 address" : "IPv6 address";
  return { value: known(has), statement: statementAt(object, { what: has ? what : `no ${what}`, name }, field) };
}

function subjectsAt(objects: readonly AccountObject[], field: string): WrittenList<Subject> {
  return {
    items: objects.map((object) => {
      const id = textAt(object, field);
      const at = placeAt(object, field);
      const value: Known<Subject> =
        id === undefined
          ? { known: false, because: [{ kind: "value", name: `an object without ${field}`, at }] }
          : known(accountSubject(object, id));
      return { value, at };
    }),
    open: [],
  };
}

/** A list of ids that are texts. */
function groupIds(object: AccountObject, field: string): WrittenList<Subject> {
  return {
    items: itemsAt(object, field).flatMap((item) => {
      const id = textAt(item);
      return id === undefined ? [] : [{ value: known(accountSubject(item, id)), at: placeAt(item) }];
    }),
    open: [],
  };
}

function unread(object: AccountObject, field: string): WrittenList<Subject> {
  return { items: [], open: [{ kind: "value", name: `an object without ${field}`, at: placeAt(object) }] };
}
