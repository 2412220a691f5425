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
  [
    "what a dynamic block says of what is not known, as Terraform prints it",
    {
      values: {
        ingress: [{ description: "", ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false }],
      },
      unknown: {
        ingress: [{ cidr_blocks: true, from_port: true, ipv6_cidr_blocks: [], protocol: true, to_port: true }],
      },
    },
    [
      "nobody..0.0.0.0/0 to nothing..any, by reference how many aws_security_group.db.ingress there are and reference aws_security_group.db.ingress[0].cidr_blocks and reference aws_security_group.db.ingress[0].protocol",
    ],
  ],
  [
    "a rule that is not known as a whole",
    { values: { ingress: [null] }, unknown: { ingress: [true] } },
    ["nobody..0.0.0.0/0 ::/0 to nothing..any, by reference aws_security_group.db.ingress"],
  ],
  [
    "a rule that is not known as a whole and left out of the values",
    { values: { ingress: [] }, unknown: { ingress: [true] } },
    ["nobody..0.0.0.0/0 ::/0 to nothing..any, by reference aws_security_group.db.ingress"],
  ],
  [
    "a group that is forgotten and stays in the account",
    { before: { ingress: [everyone] }, actions: ["forget"] },
    ["0.0.0.0/0 to tcp 22"],
  ],
  [
    "a group that is forgotten, with rules that must not be shown",
    { before: { ingress: [everyone] }, actions: ["forget"], sensitive: { ingress: true } },
    ["nobody..0.0.0.0/0 ::/0 to nothing..any, by value aws_security_group.db.ingress, which is sensitive"],
  ],
  [
    "a group that is forgotten as another takes its place",
    {
      before: { ingress: [everyone] },
      values: { ingress: [{ ...ssh, cidr_blocks: ["10.0.0.0/8"] }] },
      actions: ["create", "forget"],
    },
    ["10.0.0.0/8 to tcp 22", "0.0.0.0/0 to tcp 22"],
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

const stateFile = JSON.stringify({
  format_version: "1.0",
  terraform_version: "1.11.0",
  values: { root_module: { resources: [{ address: group, mode: "managed", values: { ingress: [everyone] } }] } },
});
const kept = {
  version: 4,
  terraform_version: "1.11.0",
  serial: 1,
  lineage: "a",
  outputs: {},
  resources: [{ type: "a" }],
};
const notLookedAt = (file: string): string => `unrecognised ${file}`;
const stateBeside: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  said: readonly string[],
])[] = [
  ["a state by itself", { "state.json": stateFile }, []],
  ["a state beside sources", { "state.json": stateFile, "main.tf": "" }, [notLookedAt("state.json")]],
  ["a state beside a plan", { "state.json": stateFile, "plan.json": planOf([]) }, [notLookedAt("state.json")]],
  ["a state in a folder of its own", { "now/state.json": stateFile, "main.tf": "" }, []],
  ["a state as Terraform keeps it", { "terraform.tfstate": JSON.stringify(kept) }, [notLookedAt("terraform.tfstate")]],
  [
    "a state as Terraform keeps it, beside sources",
    { "terraform.tfstate": JSON.stringify(kept), "main.tf": "" },
    [notLookedAt("terraform.tfstate")],
  ],
  ["a state that was pulled", { "pulled.json": JSON.stringify(kept) }, [notLookedAt("pulled.json")]],
  [
    "a state of Terraform before 0.12",
    {
      "terraform.tfstate": JSON.stringify({
        ...kept,
        version: 3,
        resources: undefined,
        modules: [{ resources: { a: {} } }],
      }),
    },
    [notLookedAt("terraform.tfstate")],
  ],
  ["a state that holds nothing", { "terraform.tfstate": JSON.stringify({ ...kept, resources: [] }) }, []],
  [
    "the settings of a backend",
    { "terraform.tfstate": JSON.stringify({ ...kept, version: 3, resources: undefined }) },
    [],
  ],
  ["what was before", { "terraform.tfstate.backup": JSON.stringify(kept) }, []],
];

test.each(stateBeside)("%s is looked at, or that is said", (_, files, said) => {
  const { facts, problems } = readingOf(terraform, files);
  expect(problems.map(({ code, at }) => `${code} ${at.kind === "file" ? at.file : ""}`)).toEqual(said);
  if (said.length > 0) expect(admissionsIn(facts)).toEqual([]);
});

/** What a plan of an endpoint alone says of the blocks that give it its groups. */
const endpointBlocks: readonly (readonly [name: string, resource: Planned, reasons: readonly string[]])[] = [
  [
    "interfaces of a launch template",
    { address: "aws_launch_template.web", unknown: { network_interfaces: true }, expressions: {} },
    ["aws_launch_template.web.network_interfaces"],
  ],
  [
    "the network of a service",
    { address: "aws_ecs_service.web", unknown: { network_configuration: true }, expressions: {} },
    ["aws_ecs_service.web.network_configuration"],
  ],
  [
    "interfaces of an instance",
    { address: "aws_instance.web", unknown: { network_interface: true }, expressions: {} },
    ["aws_instance.web.network_interface"],
  ],
  [
    "interfaces of an instance that has groups",
    {
      address: "aws_instance.web",
      values: { vpc_security_group_ids: ["sg-0123456789abcdef0"] },
      unknown: { network_interface: true },
      expressions: { vpc_security_group_ids: { constant_value: ["sg-0123456789abcdef0"] } },
    },
    [],
  ],
];

test.each(endpointBlocks)(
  "%s that are not known are unknown by name where they may be dynamic",
  (_, resource, reasons) => {
    const { facts } = readingOf(terraform, { "plan.json": planOf([resource]) });
    const names = facts.flatMap((fact) =>
      fact.kind === "attachment" && !fact.boundary.known ? fact.boundary.because.map(({ name }) => name) : [],
    );
    expect([...new Set(names)]).toEqual(reasons);
  },
);

test("entries of a prefix list that are not known may be any", () => {
  const lines = admissionsOf([
    { address: "aws_ec2_managed_prefix_list.office", unknown: { id: true, entry: true }, expressions: {} },
    {
      address: group,
      values: { ingress: [ssh] },
      unknown: { ingress: [{ prefix_list_ids: true }] },
      expressions: { ingress: refersTo("aws_ec2_managed_prefix_list.office.id") },
    },
  ]);
  expect(lines).toEqual(["nobody..0.0.0.0/0 ::/0 to tcp 22, by reference aws_ec2_managed_prefix_list.office.entry"]);
});

test("an object that lost its place and is forgotten is read beside the one that took it", () => {
  const values = { ingress: [{ ...ssh, cidr_blocks: ["10.0.0.0/8"] }] };
  const about = { address: group, mode: "managed", type: "aws_security_group", name: "db" };
  const { facts } = readingOf(terraform, {
    "plan.json": planOf([], {
      resource_changes: [
        { ...about, change: { actions: ["no-op"], before: values, after: values } },
        {
          ...about,
          deposed: "0a1b2c3d",
          change: { actions: ["forget"], before: { ingress: [everyone] }, after: null },
        },
        {
          ...about,
          deposed: "4e5f6a7b",
          change: { actions: ["delete"], before: { ingress: [everyone] }, after: null },
        },
      ],
    }),
  });
  expect(fullAdmissionsIn(facts).map((line) => line.replace(/ ingress .*: /, ": "))).toEqual([
    `${group}: 10.0.0.0/8 to tcp 22`,
    `${group} (deposed 0a1b2c3d): 0.0.0.0/0 to tcp 22`,
  ]);
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

describe("several plans in one folder", () => {
  const made = (cidr: string, more: Partial<Planned> = {}): Planned => ({
    address: group,
    values: { ingress: [{ ...ssh, cidr_blocks: [cidr] }] },
    unknown: { id: true },
    ...more,
  });
  const kept = (cidr: string, id: string): Planned =>
    made(cidr, { values: { id, ingress: [{ ...ssh, cidr_blocks: [cidr] }] }, unknown: {}, actions: ["no-op"] });
  const at = (timestamp: string): Readonly<Record<string, unknown>> => ({ timestamp });
  const early = at("2026-11-25T10:00:00Z");
  const late = at("2026-11-26T10:00:00Z");
  const cases: readonly (readonly [string, readonly [string, string], readonly string[], readonly string[]])[] = [
    [
      "the same twice is looked at once",
      [planOf([made("10.0.0.0/8")], early), planOf([made("10.0.0.0/8")], late)],
      ["10.0.0.0/8 to tcp 22"],
      [],
    ],
    [
      "of plans of one stack the later is looked at, and the other said",
      [planOf([kept("10.0.0.0/8", "sg-1")], late), planOf([kept("0.0.0.0/0", "sg-1")], early)],
      ["10.0.0.0/8 to tcp 22"],
      ["b.json: this plan was not looked at, as a.json is of the same resources and not older"],
    ],
    [
      "of two environments each is looked at, which is said",
      [planOf([kept("10.0.0.0/8", "sg-1")]), planOf([kept("0.0.0.0/0", "sg-2")])],
      ["10.0.0.0/8 to tcp 22", "0.0.0.0/0 to tcp 22"],
      ["b.json: 2 plans in this folder are not known to be of the same resources"],
    ],
    [
      "where nothing is there yet and they differ, too",
      [planOf([made("10.0.0.0/8")]), planOf([made("0.0.0.0/0")])],
      ["10.0.0.0/8 to tcp 22", "0.0.0.0/0 to tcp 22"],
      ["b.json: 2 plans in this folder are not known to be of the same resources"],
    ],
  ];
  test.each(cases)("%s", (_, [a, b], lines, said) => {
    const { facts, problems, sources } = readingOf(terraform, { "a.json": a, "b.json": b });
    expect(admissionsIn(facts)).toEqual(lines);
    expect(
      problems.map((problem) =>
        `${problem.at.kind === "file" ? problem.at.file : ""}: ${problem.message}`.replace(
          /[:;] (each|to look) .*/,
          "",
        ),
      ),
    ).toEqual(said);
    expect(sources).toHaveLength(said.some((text) => text.includes("not looked at")) ? 1 : 2);
  });

  test("one of two that say the same stands for the sources", () => {
    const source =
      'variable "from" {}\nresource "aws_security_group" "db" {\n ingress {\n from_port = 22\n to_port = 22\n protocol = "tcp"\n cidr_blocks = [var.from]\n }\n}\n';
    const plan = (time: object): string => planOf([made("10.0.0.0/8")], { ...time });
    const { facts } = readingOf(terraform, { "main.tf": source, "a.json": plan(early), "b.json": plan(late) });
    expect(admissionsIn(facts)).toEqual(["10.0.0.0/8 to tcp 22"]);
  });
});
