import { terraform } from "../../../src/inputs/terraform/input";
import type { Fact } from "../../../src/model/facts";
import { admissionsIn as fullAdmissionsIn, readingOf } from "../shared/admissions";
import { planOf, refersTo, type Planned } from "./planned";

const group = "aws_security_group.db";
const rule = "aws_vpc_security_group_ingress_rule.db";
const ssh = { from_port: 22, to_port: 22, protocol: "tcp" };
const everyone = { ...ssh, cidr_blocks: ["0.0.0.0/0"] };
const standalone = { from_port: 22, to_port: 22, ip_protocol: "tcp" };
const made = { id: true, ingress: true, egress: true };

/** Without the names of the group and of the statement. */
function admissionsIn(facts: readonly Fact[]): readonly string[] {
  return fullAdmissionsIn(facts).map((line) => line.replace(/^.*?: /, ""));
}

function admissionsOf(resources: readonly Planned[], more?: Readonly<Record<string, unknown>>): readonly string[] {
  return admissionsIn(readingOf(terraform, { "plan.json": planOf(resources, more) }).facts);
}

const groups: readonly (readonly [name: string, resource: Omit<Planned, "address">, lines: readonly string[]])[] = [
  ["a rule", { values: { ingress: [everyone] } }, ["0.0.0.0/0 to tcp 22"]],
  ["no rule", { values: { ingress: [] } }, []],
  ["itself", { values: { ingress: [{ ...ssh, self: true }] } }, ["members of aws_security_group.db to tcp 22"]],
  ["what nobody configured", { unknown: made }, []],
  [
    "what is configured and not known",
    { unknown: made, expressions: { ingress: refersTo("aws_eip.office.public_ip", "aws_eip.office") } },
    ["nobody..0.0.0.0/0 ::/0 to nothing..any, by reference aws_security_group.db.ingress"],
  ],
  [
    "a group that is changed and not known",
    { unknown: { ingress: true }, actions: ["update"] },
    ["nobody..0.0.0.0/0 ::/0 to nothing..any, by reference aws_security_group.db.ingress"],
  ],
  [
    "addresses that are not known",
    { values: { ingress: [ssh] }, unknown: { ingress: [{ cidr_blocks: true }] } },
    ["nobody..0.0.0.0/0 to tcp 22, by reference aws_security_group.db.ingress[0].cidr_blocks"],
  ],
  [
    "addresses that are not known in part",
    {
      values: { ingress: [{ ...ssh, cidr_blocks: ["10.0.0.0/8", null] }] },
      unknown: { ingress: [{ cidr_blocks: [false, true] }] },
    },
    ["10.0.0.0/8..0.0.0.0/0 to tcp 22, by reference aws_security_group.db.ingress[0].cidr_blocks[1]"],
  ],
  [
    "addresses that must not be shown",
    { values: { ingress: [everyone] }, sensitive: { ingress: [{ cidr_blocks: [true] }] } },
    ["nobody..0.0.0.0/0 to tcp 22, by value aws_security_group.db.ingress[0].cidr_blocks[0], which is sensitive"],
  ],
  [
    "rules that must not be shown",
    { values: { ingress: [everyone] }, sensitive: { ingress: true } },
    ["nobody..0.0.0.0/0 ::/0 to nothing..any, by value aws_security_group.db.ingress, which is sensitive"],
  ],
  ["a group that goes away", { values: { ingress: [everyone] }, actions: ["delete"] }, []],
  ["a group that stays", { values: { ingress: [everyone] }, actions: ["no-op"] }, ["0.0.0.0/0 to tcp 22"]],
  [
    "a group that is made anew",
    { values: { ingress: [everyone] }, actions: ["delete", "create"] },
    ["0.0.0.0/0 to tcp 22"],
  ],
];

test.each(groups)("%s", (_, resource, lines) => {
  expect(admissionsOf([{ address: group, ...resource }])).toEqual(lines);
});

/** Whose rule a rule of its own is, by what its configuration refers to. */
const owners: readonly (readonly [name: string, references: readonly string[], owner: string])[] = [
  ["a group", [`${group}.id`, group], group],
  ["a group, as Terraform 0.12 says it", [group], group],
  [
    "a group by index",
    ['aws_security_group.each["a"].id', 'aws_security_group.each["a"]', "aws_security_group.each"],
    'aws_security_group.each["a"]',
  ],
  ["one of two groups", [`${group}.id`, group, "aws_security_group.web.id", "aws_security_group.web"], rule],
  ["a group of a module", ["module.web.group_id", "module.web"], "module.web.aws_security_group.in"],
  ["what stands elsewhere", ["data.aws_security_group.office.id", "data.aws_security_group.office"], rule],
];

const child = {
  child_modules: [{ address: "module.web", resources: [{ address: "module.web.aws_security_group.in", values: {} }] }],
};
const call = {
  module: { outputs: { group_id: { expression: refersTo("aws_security_group.in.id", "aws_security_group.in") } } },
};

test.each(owners)("a rule of %s", (_, references, owner) => {
  const plan = JSON.parse(
    planOf([
      { address: group, unknown: made },
      { address: "aws_security_group.web", unknown: made },
      { address: 'aws_security_group.each["a"]', unknown: made },
      { address: 'aws_security_group.each["b"]', unknown: made },
      {
        address: rule,
        values: { ...standalone, cidr_ipv4: "0.0.0.0/0" },
        unknown: { security_group_id: true },
        expressions: { security_group_id: refersTo(...references) },
      },
    ]),
  ) as { planned_values: { root_module: object }; configuration: { root_module: object } };
  Object.assign(plan.planned_values.root_module, child);
  Object.assign(plan.configuration.root_module, { module_calls: { web: call } });
  const { facts } = readingOf(terraform, { "plan.json": JSON.stringify(plan) });
  const boundaries = facts.flatMap((fact) =>
    fact.kind === "boundary" && fact.admissions.length > 0 ? [fact.subject.name] : [],
  );
  expect(boundaries).toEqual([owner]);
});

test("a rule of a group that is there already joins it by its id", () => {
  const id = "sg-0123456789abcdef0";
  const { facts } = readingOf(terraform, {
    "plan.json": planOf([
      { address: group, values: { id, ingress: [] }, actions: ["no-op"] },
      { address: rule, values: { ...standalone, security_group_id: id, referenced_security_group_id: id } },
    ]),
  });
  expect(facts.flatMap((fact) => (fact.kind === "boundary" ? [fact.subject.name] : []))).toEqual([group]);
  expect(admissionsIn(facts)).toEqual([`members of ${group} to tcp 22`]);
});

test.each([
  ["changes alone", { planned_values: undefined }],
  ["planned values alone", { resource_changes: undefined, configuration: undefined }],
])("%s are a plan", (_, more) => {
  expect(admissionsOf([{ address: group, values: { ingress: [everyone] } }], more)).toEqual(["0.0.0.0/0 to tcp 22"]);
});

test("a state is what is there", () => {
  const { planned_values: values } = JSON.parse(planOf([{ address: group, values: { ingress: [everyone] } }])) as {
    planned_values: unknown;
  };
  const state = JSON.stringify({ format_version: "1.0", terraform_version: "1.11.0", values });
  expect(admissionsIn(readingOf(terraform, { "state.json": state }).facts)).toEqual(["0.0.0.0/0 to tcp 22"]);
});

test("any other JSON is none", () => {
  const { sources } = readingOf(terraform, { "plan.json": '{"version":"1.2","values":{"planned_values":1}}' });
  expect(sources).toEqual([]);
});

test("what is left of a plan that is cut off is read, and no text of it is shown", () => {
  const whole = planOf([{ address: group, values: { ingress: [everyone] } }]);
  const cut = whole.slice(0, whole.indexOf('"resource_changes"') + 40);
  const { facts, problems } = readingOf(terraform, { "plan.json": cut });
  expect(admissionsIn(facts)).toEqual(["0.0.0.0/0 to tcp 22"]);
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["unreadable"]));
});

test.each([
  ["a plan that failed", { errored: true }, ["limit"]],
  ["a plan of targets", { complete: false }, ["limit"]],
  ["a plan of times to come", { format_version: "2.0" }, ["unrecognised"]],
  ["a whole plan", { complete: true, errored: false }, []],
])("%s", (_, more, codes) => {
  const { problems } = readingOf(terraform, { "plan.json": planOf([], more) });
  expect(problems.map(({ code }) => code)).toEqual(codes);
});
