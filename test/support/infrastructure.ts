import fc from "fast-check";

/** A network of AWS that every format can describe; the things in it are known by their position. */
export interface Infrastructure {
  readonly groups: readonly { readonly rules: readonly GroupRule[] }[];
  readonly acls: readonly { readonly rules: readonly AclRule[] }[];
  readonly subnets: readonly Subnet[];
  readonly instances: readonly Instance[];
  readonly balancer: Balancer | undefined;
}

export interface Traffic {
  /** As EC2 writes it: a number, or -1 for all. */
  readonly protocol: "-1" | "1" | "6" | "17" | "50";
  /** Ports, or an ICMP type and code. */
  readonly from: number;
  readonly to: number;
}

export interface GroupRule extends Traffic {
  readonly peer:
    { readonly kind: "ipv4" | "ipv6"; readonly cidr: string } | { readonly kind: "group"; readonly group: number };
}

export interface AclRule extends Traffic {
  readonly number: number;
  readonly allows: boolean;
  readonly direction: "ingress" | "egress";
  readonly cidr: string;
}

export interface Subnet {
  readonly acl: number | undefined;
  readonly assignsAddresses: boolean;
  /** Where its own route table sends everything over IPv4; the main table of the VPC, which is closed, without one. */
  readonly route: "internet gateway" | "NAT gateway" | undefined;
}

export interface Instance {
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly hasElasticAddress: boolean;
}

/** An application load balancer before all instances. */
export interface Balancer {
  readonly internal: boolean;
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly listensOn: number;
  readonly handsOnTo: number;
}

const port = fc.constantFrom(0, 22, 80, 443, 1024, 3306, 5432, 65535);
const ports = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const ofPorts = fc.record({ protocol: fc.constantFrom("6" as const, "17" as const), range: ports });
const ofIcmp = fc.record({
  protocol: fc.constant("1" as const),
  range: fc.constantFrom({ from: -1, to: -1 }, { from: 8, to: -1 }, { from: 3, to: 4 }),
});
const ofOther = fc.record({
  protocol: fc.constantFrom("-1" as const, "50" as const),
  range: fc.constant({ from: 0, to: 0 }),
});
const traffic = fc
  .oneof({ weight: 4, arbitrary: ofPorts }, ofIcmp, ofOther)
  .map(({ protocol, range }): Traffic => ({ protocol, ...range }));

const ipv4 = fc.constantFrom(
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "10.0.0.0/8",
  "198.51.100.0/24",
  "203.0.113.7/32",
);
const ipv6 = fc.constantFrom("::/0", "2001:db8::/32", "2000::/3");

function indexesBelow(length: number): fc.Arbitrary<number[]> {
  return fc.uniqueArray(fc.nat(length - 1), { minLength: 1, maxLength: length });
}

function groupRules(groups: number): fc.Arbitrary<GroupRule[]> {
  const peer = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("ipv4" as const), cidr: ipv4 }) },
    fc.record({ kind: fc.constant("ipv6" as const), cidr: ipv6 }),
    fc.record({ kind: fc.constant("group" as const), group: fc.nat(groups - 1) }),
  );
  const rule = fc.tuple(traffic, peer).map(([what, who]): GroupRule => ({ ...what, peer: who }));
  // EC2 knows no rule twice.
  return fc.uniqueArray(rule, { maxLength: 4, selector: (each) => JSON.stringify(each) });
}

const aclRules = fc
  .array(
    fc.record({
      what: traffic,
      allows: fc.constantFrom(true, true, false),
      direction: fc.constantFrom("ingress" as const, "ingress" as const, "egress" as const),
      cidr: fc.oneof({ weight: 3, arbitrary: ipv4 }, ipv6),
    }),
    { maxLength: 6 },
  )
  .chain((rules) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 32766 }), { minLength: rules.length, maxLength: rules.length })
      .map((numbers) => rules.map(({ what, ...rule }, i): AclRule => ({ ...what, ...rule, number: numbers[i]! }))),
  );

const sizes = fc.record({
  groups: fc.integer({ min: 1, max: 3 }),
  acls: fc.nat(2),
  subnets: fc.integer({ min: 1, max: 3 }),
});

export const infrastructures: fc.Arbitrary<Infrastructure> = sizes.chain(({ groups, acls, subnets }) => {
  const behind = indexesBelow(groups);
  return fc.record({
    groups: fc.array(fc.record({ rules: groupRules(groups) }), { minLength: groups, maxLength: groups }),
    acls: fc.array(fc.record({ rules: aclRules }), { minLength: acls, maxLength: acls }),
    subnets: fc.array(
      fc.record({
        acl: acls === 0 ? fc.constant(undefined) : fc.option(fc.nat(acls - 1), { nil: undefined }),
        assignsAddresses: fc.boolean(),
        route: fc.constantFrom(
          "internet gateway" as const,
          "internet gateway" as const,
          "NAT gateway" as const,
          undefined,
        ),
      }),
      { minLength: subnets, maxLength: subnets },
    ),
    instances: fc.array(fc.record({ subnet: fc.nat(subnets - 1), groups: behind, hasElasticAddress: fc.boolean() }), {
      maxLength: 3,
    }),
    balancer: fc.option(
      fc.record({
        internal: fc.boolean(),
        subnet: fc.nat(subnets - 1),
        groups: behind,
        listensOn: fc.constantFrom(80, 443),
        handsOnTo: fc.constantFrom(80, 5432),
      }),
      { nil: undefined },
    ),
  });
});
