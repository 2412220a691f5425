import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf, traitsIn } from "../shared/admissions";

function readFixture(file: string) {
  const text = readFileSync(join(__dirname, "../../../fixtures/cloudformation", file), "utf8");
  return readingOf(cloudformation, { [file]: text });
}

test("the shop", () => {
  const { facts, problems } = readFixture("shop.yaml");
  expect(problems).toEqual([]);
  expect(admissionsIn(facts)).toEqual([
    "BalancerGroup ingress BalancerGroup.SecurityGroupIngress[0]: 0.0.0.0/0 to tcp 443",
    "BalancerGroup ingress BalancerGroup.SecurityGroupIngress[1]: ::/0 to tcp 443",
    "BalancerGroup egress BalancerGroup.SecurityGroupEgress: 10.0.0.0/16 to tcp 8080",
    "DatabaseGroup ingress DatabaseGroup.SecurityGroupIngress[0]: members of BalancerGroup to tcp 5432",
    "DatabaseGroup ingress DatabaseGroup.SecurityGroupIngress[1]: 0.0.0.0/0 to tcp 5432",
    "DatabaseGroup ingress PartnerRule: nobody..0.0.0.0/0 to tcp 9000, by variable PartnerCidr",
    "DatabaseGroup egress DatabaseGroup.egress: 0.0.0.0/0 ::/0 to any",
    "LegacyRule ingress LegacyRule: 0.0.0.0/0 to tcp 22",
  ]);
  expect(traitsIn(facts)).toEqual([
    "DatabaseGroup no-description",
    "PublicSubnet assigns-public-addresses",
    "Balancer faces-internet",
    "Database publicly-accessible",
  ]);
  expect(facts.flatMap((fact) => (fact.kind === "opaque" ? [fact.touches.name] : []))).toEqual([]);
});

test("everything open", () => {
  const { facts, problems } = readFixture("everything-open.json");
  expect(problems).toEqual([]);
  expect(admissionsIn(facts).filter((line) => line.includes(" ingress "))).toEqual([
    "EveryProtocol ingress EveryProtocol.SecurityGroupIngress: 0.0.0.0/0 to any",
    "TwoHalves ingress TwoHalves.SecurityGroupIngress[0]: 0.0.0.0/1 to tcp 22",
    "TwoHalves ingress TwoHalves.SecurityGroupIngress[1]: 128.0.0.0/1 to tcp 22",
    "OverIpv6 ingress OverIpv6.SecurityGroupIngress[0]: ::/0 to tcp 3306",
    "PingAlone ingress PingAlone.SecurityGroupIngress[0]: 0.0.0.0/0 to icmp",
  ]);
});
