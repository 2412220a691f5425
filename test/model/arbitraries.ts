import fc from "fast-check";
import { everyAddress, everyIPv4, everyIPv6, type AddressSet } from "../../src/model/addresses";
import { parseCidr } from "../../src/model/cidr";
import type { Interval } from "../../src/model/intervals";
import { packets, packetsOf, type PacketSet } from "../../src/model/packets";
import { everyTraffic, icmpOf, portsOf, protocolOf, type Traffic } from "../../src/model/traffic";

/** Every packet from one of the addresses to one of the destinations: what rules are written as. */
export interface Box {
  readonly sources: AddressSet;
  readonly destinations: Traffic;
}

/** Blocks that nest, touch and lie apart, so that random sets of them meet often. */
export const block: fc.Arbitrary<AddressSet> = fc.oneof(
  fc
    .constantFrom("10.0.0.0/30", "10.0.0.0/31", "10.0.0.2/31", "10.0.0.1", "10.0.0.3", "10.0.0.4/30", "255.255.255.255")
    .map((text) => parseCidr(text)!),
  fc.constantFrom("::/127", "::1", "2001:db8::/126", "2001:db8::3", "2001:db8::4/126").map((text) => parseCidr(text)!),
  fc.constantFrom(everyIPv4, everyIPv6, everyAddress),
);

const range = (least: number, most: number): fc.Arbitrary<Interval<number>> =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
    .map(([a, b]): Interval<number> => [Math.min(a, b), Math.max(a, b)]);

/** One statement's worth of traffic: a range of ports, an ICMP type with or without code, a whole protocol. */
export const destinations: fc.Arbitrary<Traffic> = fc.oneof(
  fc
    .tuple(fc.constantFrom("tcp" as const, "udp" as const), fc.oneof(range(20, 26), range(0, 3), range(65530, 65535)))
    .map(([transport, ports]) => portsOf(transport, ports)),
  fc
    .tuple(
      fc.constantFrom("icmp" as const, "icmpv6" as const),
      fc.constantFrom(0, 7, 8, 255),
      fc.constantFrom(undefined, 0, 1, 255),
    )
    .map(([transport, type, code]) => icmpOf(transport, type, code)),
  fc.constantFrom(0, 1, 5, 6, 7, 17, 50, 58, 132, 255).map(protocolOf),
  fc.constant(everyTraffic),
);

export const box: fc.Arbitrary<Box> = fc.record({ sources: block, destinations });

/** Sets of packets as they come about: boxes added and taken away. */
export const packetSet: fc.Arbitrary<PacketSet> = fc
  .array(fc.tuple(box, fc.constantFrom("union" as const, "difference" as const)), { maxLength: 5 })
  .map((steps) =>
    steps.reduce<PacketSet>(
      (set, [{ sources, destinations }, step]) => packets[step](set, packetsOf(sources, destinations)),
      packets.empty,
    ),
  );
