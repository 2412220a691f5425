import fc from "fast-check";
import { addresses, everyAddress, noAddress } from "../../../src/model/addresses";
import { addressBounds, known, type Bounds, type Reason } from "../../../src/model/bounds";
import { parseCidr } from "../../../src/model/cidr";
import { numbers, type IntervalSet } from "../../../src/model/intervals";
import { isSubset } from "../../../src/model/sets";
import { startOf } from "../../../src/model/source";
import { trafficBounds } from "../../../src/model/bounds";
import { oneOf, perhaps } from "../../../src/inputs/shared/alternatives";
import {
  admissionsOf,
  everythingLeaves,
  noRule,
  oneOfRules,
  perhapsRule,
  readRule,
} from "../../../src/inputs/shared/security-group";

const at = startOf("f");
const because: Reason = { kind: "variable", name: "x", at };
const sets = { sets: numbers, bounds: trafficBounds };

const smallSet = fc.array(fc.nat(6), { maxLength: 4 }).map((all) => numbers.from(all.map((n) => [n, n] as const)));
const smallBounds = fc
  .tuple(smallSet, smallSet)
  .map(([a, b]): Bounds<IntervalSet<number>> => trafficBounds.between(a, numbers.union(a, b), [because]));

test("one of several bounds holds every set that one of them holds", () => {
  fc.assert(
    fc.property(fc.array(smallBounds, { minLength: 1, maxLength: 4 }), (options) => {
      const { must, may } = oneOf(sets, options, [because]);
      for (const option of options) {
        expect(isSubset(numbers, must, option.must)).toBe(true);
        expect(isSubset(numbers, option.may, may)).toBe(true);
      }
    }),
  );
});

test("what may not be there is nothing for certain", () => {
  fc.assert(
    fc.property(smallBounds, (bounds) => {
      const { must, may } = perhaps(sets, bounds, [because]);
      expect([must, may]).toEqual([[], bounds.may]);
    }),
  );
});

const ten = { value: known("10.0.0.0/8"), at };
const permission = {
  protocol: { value: known("-1"), at },
  from: { value: known(undefined), at },
  to: { value: known(undefined), at },
};
const group = known({ id: "f#g", name: "g" });
const statement = { what: "ingress rule", name: "r", at, focus: at };

test("addresses and groups of one rule are admissions of one statement", () => {
  const rule = readRule({ permission, ipv4: [ten], ipv6: [], addresses: [], groups: [group] }, at);
  const admissions = admissionsOf(rule, statement);
  expect(admissions.map(({ peers }) => peers.kind)).toEqual(["addresses", "members"]);
  expect(admissions.every((admission) => admission.statement === statement)).toBe(true);
});

test("a rule that names nobody is a problem and may let in anyone", () => {
  const rule = readRule({ permission, ipv4: [], ipv6: [], addresses: [], groups: [] }, at);
  expect(rule.problems).toMatchObject([{ code: "invalid-value" }]);
  expect(rule.addresses).toMatchObject({ must: noAddress, may: everyAddress });
});

test("a rule that is there in one case and not in the other is certain of nothing", () => {
  const rule = readRule({ permission, ipv4: [ten], ipv6: [], addresses: [], groups: [group] }, at);
  const read = oneOfRules([rule, noRule], [because]);
  expect(read.addresses).toEqual(addressBounds.between(noAddress, parseCidr("10.0.0.0/8")!, [because]));
  expect(read.members).toEqual([{ known: false, because: [because] }]);
  expect(addresses.isEmpty(perhapsRule(rule, [because]).addresses!.must)).toBe(true);
  expect(perhapsRule(everythingLeaves, [])).toBe(everythingLeaves);
});
