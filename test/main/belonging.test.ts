import { belonging } from "../../src/main/belonging";
import { filesOf } from "../support/catalogue";
import { somewhere } from "../support/places";

const call = (source: string): string => `module "m" {\n  source = "${source}"\n}\n`;

const terraform = {
  "main.tf": call("./modules/web"),
  "other.tf": "",
  "terraform.tfvars": "",
  "compose.yaml": "services: {}\n",
  "modules/web/main.tf": call("../sg"),
  "modules/sg/main.tf": "",
  "modules/db/main.tf": "",
  "elsewhere/main.tf": call("../modules/sg"),
  "apart/main.tf": "",
};

const service = "services:\n  web:\n    image: nginx\n";

const compose = {
  "app/compose.yaml": `include:\n  - ../common/more.yaml\n${service}`,
  "app/compose.override.yaml": service,
  "app/compose.test.yaml": service,
  "app/.env": "A=1\n",
  "common/more.yaml": "services:\n  db:\n    extends: { file: base.yaml, service: db }\n",
  "common/base.yaml": "services:\n  db:\n    image: postgres\n",
  "other/docker-compose.yml": service,
  "deployment.yaml": "apiVersion: v1\nkind: Service\n",
  "template.yaml": "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n",
};

const nginx = {
  "nginx/nginx.conf": "events {}\nhttp {\n  include conf.d/*.conf;\n  include snippets/tls.conf;\n}\n",
  "nginx/conf.d/a.conf": "server { listen 80; }\n",
  "nginx/conf.d/b.conf": "server { listen 81; }\n",
  "nginx/snippets/tls.conf": "ssl_protocols TLSv1.3;\n",
  "nginx/unused/c.conf": "server { listen 82; }\n",
  "redis.conf": "port 6379\n",
};

const answer = '{ "SecurityGroups": [{ "GroupId": "sg-1", "IpPermissions": [] }] }';
const saved = { "a/groups.json": answer, "a/more.json": answer, "a/package.json": "{}", "b/groups.json": answer };

const nesting = (...children: readonly string[]): string =>
  `Resources:\n${children.map((child, i) => `  N${i}: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${child}}}\n`).join("")}`;
const leaf = "Resources: {G: {Type: AWS::EC2::SecurityGroup}}\n";
const stacks = {
  "cfn/top.yaml": nesting("parts/a.yaml", "./parts/b.yaml", "https://example.com/c.yaml"),
  "cfn/parts/a.yaml": nesting("deep.yaml"),
  "cfn/parts/b.yaml": leaf,
  "cfn/parts/deep.yaml": leaf,
  "cfn/alone.yaml": leaf,
  "cfn/alone.parameters.json": '[{"ParameterKey": "A", "ParameterValue": "b"}]',
  "cfn/exports.yaml": `${leaf}Outputs: {O: {Value: !Ref G, Export: {Name: g}}}\n`,
  "cfn/imports.yaml": "Resources: {R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !ImportValue g}}}\n",
};
const nested = ["cfn/parts/a.yaml", "cfn/parts/b.yaml", "cfn/parts/deep.yaml", "cfn/top.yaml"];

const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[], readonly string[]])[] = [
  ["a template with all that nest it, and what those nest", stacks, ["cfn/parts/deep.yaml"], nested],
  [
    "a template with its parameters, whichever changed",
    stacks,
    ["cfn/alone.parameters.json"],
    ["cfn/alone.parameters.json", "cfn/alone.yaml"],
  ],
  [
    "a template with those that import what it exports",
    stacks,
    ["cfn/exports.yaml"],
    ["cfn/exports.yaml", "cfn/imports.yaml"],
  ],
  ["a module that calls and is called by none", terraform, ["apart/main.tf"], ["apart/main.tf"]],
  [
    "a module with those that it calls",
    terraform,
    ["other.tf"],
    ["main.tf", "modules/sg/main.tf", "modules/web/main.tf", "other.tf", "terraform.tfvars"],
  ],
  [
    "a module with those that call it, and with theirs",
    terraform,
    ["modules/sg/main.tf"],
    ["elsewhere/main.tf", "main.tf", "modules/sg/main.tf", "modules/web/main.tf", "other.tf", "terraform.tfvars"],
  ],
  [
    "a file of variables with its module",
    terraform,
    ["terraform.tfvars"],
    ["main.tf", "modules/sg/main.tf", "modules/web/main.tf", "other.tf", "terraform.tfvars"],
  ],
  [
    "a file that is asked for by functions, with the module around it",
    { ...terraform, "apart/templates/rules.tftpl": "" },
    ["apart/templates/rules.tftpl"],
    ["apart/main.tf", "apart/templates/rules.tftpl"],
  ],
  ["a file that was removed, with its module", terraform, ["apart/gone.tf"], ["apart/main.tf"]],
  [
    "an override with its project",
    compose,
    ["app/compose.override.yaml"],
    ["app/.env", "app/compose.override.yaml", "app/compose.yaml", "common/base.yaml", "common/more.yaml"],
  ],
  [
    "variables with every project that reads them",
    compose,
    ["app/.env"],
    [
      "app/.env",
      "app/compose.override.yaml",
      "app/compose.test.yaml",
      "app/compose.yaml",
      "common/base.yaml",
      "common/more.yaml",
    ],
  ],
  [
    "a file that is extended, with what extends it and what includes that",
    compose,
    ["common/base.yaml"],
    ["app/.env", "app/compose.override.yaml", "app/compose.yaml", "common/base.yaml", "common/more.yaml"],
  ],
  ["a template alone", compose, ["template.yaml"], ["template.yaml"]],
  ["another kind of YAML alone", compose, ["deployment.yaml"], ["deployment.yaml"]],
  [
    "an included file with its root and all that this includes",
    nginx,
    ["nginx/conf.d/a.conf"],
    ["nginx/conf.d/a.conf", "nginx/conf.d/b.conf", "nginx/nginx.conf", "nginx/snippets/tls.conf"],
  ],
  [
    "an included file without a context of its own",
    nginx,
    ["nginx/snippets/tls.conf"],
    ["nginx/conf.d/a.conf", "nginx/conf.d/b.conf", "nginx/nginx.conf", "nginx/snippets/tls.conf"],
  ],
  ["a fragment that nobody includes alone", nginx, ["nginx/unused/c.conf"], ["nginx/unused/c.conf"]],
  ["the configuration of another program alone", nginx, ["redis.conf"], ["redis.conf"]],
  ["an answer with its snapshot", saved, ["a/groups.json"], ["a/groups.json", "a/more.json"]],
  ["other JSON alone", saved, ["a/package.json"], ["a/package.json"]],
  ["what is not there", saved, ["README.md"], []],
  ["nothing", terraform, [], []],
];

test.each(cases)("%s", (_, texts, changed, expected) => {
  expect(belonging(changed, filesOf(texts))).toEqual(expected);
});

test("modules that call each other in a circle", () => {
  const files = filesOf({ "a/main.tf": call("../b"), "b/main.tf": call("../a") });
  expect(belonging(["a/main.tf"], files)).toEqual(["a/main.tf", "b/main.tf"]);
});

test("text that is no file of a format belongs nowhere else", () => {
  const files = filesOf({ "compose.yaml": "- [", "main.tf": "{{{", "nginx.conf": "}}" });
  for (const path of files.paths) expect(belonging([path], files)).toEqual([path]);
});

test("files that users run together", () => {
  const files = filesOf({ "base.yml": service, "more.yml": service, "other.yml": service });
  const chosen = ["base.yml", "more.yml"].map((path) => ({ path, at: somewhere }));
  const choice = { files: chosen, envFiles: [], profiles: [], folder: undefined };
  expect(belonging(["more.yml"], files, [choice])).toEqual(["base.yml", "more.yml"]);
});
