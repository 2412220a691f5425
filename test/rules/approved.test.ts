import fc from "fast-check";
import { addresses, noAddress, type AddressSet } from "../../src/model/addresses";
import { addressBounds } from "../../src/model/bounds";
import { parseCidr } from "../../src/model/cidr";
import { packetsOf } from "../../src/model/packets";
import { isSubset, unionOf } from "../../src/model/sets";
import { portsOf, traffic, type Traffic } from "../../src/model/traffic";
import { partsOf, type Approval } from "../../src/rules/approved";
import { exposure } from "../report/samples";
import { somewhere } from "../support/places";

/** Three strangers, one of them with IPv6, and somebody of a private network. */
const people = ["8.8.8.8", "9.9.9.9", "2606:4700::1111", "10.0.0.1"].map((text) => parseCidr(text)!);
const ports = [1, 2, 3].map((port) => portsOf("tcp", [port, port]));

const crowd = fc.subarray(people).map((some): AddressSet => unionOf(addresses, some));
const destinations = fc.subarray(ports, { minLength: 1 }).map((some): Traffic => unionOf(traffic, some));
const approval = fc.tuple(crowd, destinations, fc.constantFrom("db", "*", "other")).map(
  ([from, to, name]): Approval => ({
    to: name,
    packets: packetsOf(from, to),
    reason: "meant",
    until: undefined,
    at: somewhere,
  }),
);
const opening = fc.tuple(crowd, crowd, destinations).map(([sure, more, held]) => {
  const because = [{ kind: "variable", name: "var.more", at: somewhere }] as const;
  const sources = addressBounds.between(sure, addresses.union(sure, more), because);
  return exposure({ sources, traffic: held, missing: sources.because });
});

test("what is approved is what approvals cover, stranger by stranger and port by port", () => {
  fc.assert(
    fc.property(opening, fc.array(approval, { maxLength: 4 }), (door, approvals) => {
      const parts = partsOf(door, approvals);
      for (const port of ports) {
        const here = parts.filter((part) => !traffic.isEmpty(traffic.intersection(part.traffic, port)));
        const isOpen = isSubset(traffic, port, door.traffic);
        expect(here).toHaveLength(isOpen ? 1 : 0);
        if (!isOpen) continue;
        const strangers = people.slice(0, 3).filter((one) => isSubset(addresses, one, door.sources.may));
        const isMeant = (one: AddressSet): boolean =>
          approvals.some(
            ({ to, packets: meant }) =>
              to !== "other" && meant.some((run) => run.sources !== noAddress && covers(run, one, port)),
          );
        const left = strangers.filter((one) => !isMeant(one));
        const [part] = here;
        expect(part!.approvedBy.length > 0).toBe(strangers.length > 0 && left.length === 0);
        if (part!.approvedBy.length > 0) continue;
        const shown = people.slice(0, 3).filter((one) => isSubset(addresses, one, part!.exposure.sources.may));
        expect(shown).toEqual(left);
        // Who surely gets in and is not covered surely gets in still.
        for (const one of left)
          expect(isSubset(addresses, one, part!.exposure.sources.must)).toBe(isSubset(addresses, one, door.sources.must));
      }
    }),
  );
});

interface Covering {
  readonly first: number;
  readonly last: number;
  readonly sources: AddressSet;
}

function covers({ first, last, sources }: Covering, one: AddressSet, port: Traffic): boolean {
  return isSubset(traffic, port, [[first, last]]) && isSubset(addresses, one, sources);
}
