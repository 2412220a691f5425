import { everyAddress, noAddress } from "../../src/model/addresses";
import { addressBounds } from "../../src/model/bounds";
import type { Fact, Subject } from "../../src/model/facts";
import { sourceText } from "../../src/model/source";
import { hostsIn, rebased } from "../../src/settings/hosts";
import { meetingOn, type Meeting } from "../../src/settings/machines";
import { parseYaml } from "../../src/syntax/yaml";
import { somewhere } from "../support/places";

function subject(id: string): Subject {
  return { id, name: id.slice(id.indexOf("#") + 1) };
}

const trait = (id: string): Fact => ({
  kind: "trait",
  subject: subject(id),
  trait: "takes-public-address",
  holds: { known: true },
  detail: "",
  at: somewhere,
});
const group = (id: string): Fact => ({
  kind: "boundary",
  subject: subject(id),
  layer: "security-group",
  direction: "ingress",
  decides: "union",
  admissions: [],
  otherwise: "deny",
  at: somewhere,
});
const endpoint = (endpoint: Subject): Fact => ({
  kind: "address",
  endpoint,
  within: everyAddress,
  at: somewhere,
});

const facts: readonly Fact[] = [
  trait("infra#aws_instance.web"),
  trait("a#aws_instance.twice"),
  trait("b#aws_instance.twice"),
  group("infra#aws_security_group.web"),
  endpoint({ id: "deploy/compose.yaml#host", name: "the host of deploy/compose.yaml" }),
  endpoint({ id: "deploy/nginx.conf#", name: "deploy/nginx.conf" }),
];
const paths = ["deploy/compose.yaml", "deploy/compose.override.yaml", "deploy/nginx.conf", "infra/main.tf"];

function meeting(yaml: string, scope: "whole" | "part" = "whole"): Meeting {
  const source = sourceText("portcullis.yaml", yaml);
  const hosts = rebased(hostsIn(parseYaml(source).tree[0], source), (path) => `deploy/${path}`);
  return meetingOn(hosts, { facts, paths, scope });
}

/** Who joins what, on one line each. */
function joined(fact: Fact): string {
  switch (fact.kind) {
    case "resides":
      return `${fact.endpoint.id} in ${fact.within.id}`;
    case "attachment":
      return `${fact.boundary.known ? fact.boundary.value.id : "something"} before ${fact.endpoint.id}`;
    case "route":
      return `${fact.from} to ${fact.endpoint.id}: ${fact.leads.may === noAddress ? "nowhere" : "everyone"}`;
    default:
      return fact.kind;
  }
}

const machine = "portcullis.yaml#hosts.web-1";
const cases: Readonly<Record<string, readonly [string, readonly string[], readonly string[]]>> = {
  "a machine of the input": [
    "web-1: { is: aws_instance.web, compose: [compose.yaml], nginx: [nginx.conf] }",
    ["deploy/compose.yaml#host in infra#aws_instance.web", "deploy/nginx.conf# in infra#aws_instance.web"],
    [],
  ],
  "a database's configuration on the machine": [
    "web-1: { is: aws_instance.web, databases: [nginx.conf] }",
    ["deploy/nginx.conf# in infra#aws_instance.web"],
    [],
  ],
  "a machine that no input describes": [
    "web-1: { compose: [compose.yaml], public: true, securityGroups: [aws_security_group.web] }",
    [
      `deploy/compose.yaml#host in ${machine}`,
      `infra#aws_security_group.web before ${machine}`,
      `internet to ${machine}: everyone`,
    ],
    [],
  ],
  "a machine that is not public": ["web-1: { public: false }", [`internet to ${machine}: nowhere`], []],
  "a machine by its id": [
    "web-1: { is: 'a#aws_instance.twice', public: true }",
    ["internet to a#aws_instance.twice: everyone"],
    [],
  ],
  "a name that two have": [
    "web-1: { is: aws_instance.twice, public: true }",
    [`internet to ${machine}: everyone`],
    [
      "1:14: hosts.web-1.is: 2 are called aws_instance.twice: write the one that is meant with what stands before it, such as a#aws_instance.twice or b#aws_instance.twice",
    ],
  ],
  "a name that nobody has": [
    "web-1: { is: aws_instance.wep, compose: [compose.yaml] }",
    [`deploy/compose.yaml#host in ${machine}`],
    ['1:14: hosts.web-1.is: there is no machine aws_instance.wep in what is scanned; did you mean "aws_instance.web"'],
  ],
  "a security group is no machine": [
    "web-1: { is: aws_security_group.web }",
    [],
    ["1:14: hosts.web-1.is: there is no machine aws_security_group.web in what is scanned"],
  ],
  "a security group that is not there may let anything in": [
    "web-1: { is: aws_instance.web, securityGroups: [aws_security_group.wep] }",
    ["something before infra#aws_instance.web"],
    [
      '1:49: hosts.web-1.securityGroups: there is no security group aws_security_group.wep in what is scanned; did you mean "aws_security_group.web"',
    ],
  ],
  "a file that is not there": [
    "web-1: { compose: [composed.yaml] }",
    [],
    [
      '1:20: hosts.web-1.compose: deploy/composed.yaml is not among the files that are scanned; did you mean "deploy/compose.yaml"',
    ],
  ],
  "a file that begins nothing": [
    "web-1: { compose: [compose.override.yaml] }",
    [],
    [
      "1:20: hosts.web-1.compose: nothing that was read begins with deploy/compose.override.yaml: name the first file of a project, or the root of a configuration",
    ],
  ],
};

test.each(Object.entries(cases))("%s", (_, [yaml, told, wrong]) => {
  const found = meeting(yaml);
  expect(found.facts.map(joined)).toEqual(told);
  expect(
    found.problems.map(({ at, message }) => (at.kind === "file" ? `${at.line}:${at.column}: ${message}` : message)),
  ).toEqual(wrong);
});

test("where only a part is scanned, what is not there is no mistake", () => {
  const part = meeting("web-1: { is: i-1, compose: [elsewhere.yaml], public: true }", "part");
  expect(part.problems).toEqual([]);
  expect(part.facts.map(joined)).toEqual([`internet to ${machine}: everyone`]);
});

test("a way that the configuration tells of leads along its line", () => {
  expect(meeting("web-1:\n  public: true").facts).toMatchObject([
    {
      leads: addressBounds.certain(everyAddress),
      along: [{ what: "public", name: "hosts.web-1.public", at: { file: "portcullis.yaml", line: 2, column: 11 } }],
    },
  ]);
});
