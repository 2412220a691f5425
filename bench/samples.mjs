/** Input of a megabyte or so for each reader, made of plain repeated statements. */
const repeated = (count, statement) => Array.from({ length: count }, (_, i) => statement(i)).join("\n");

const applications = (port, i) => ({
  cidr_blocks: [`10.${i % 256}.0.0/16`, "192.168.0.0/16"],
  description: "applications",
  from_port: port,
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  protocol: "tcp",
  security_groups: [],
  self: false,
  to_port: port,
});

/** A plan of a stack that is there, on one line as Terraform prints it: each group stands in it four times. */
export function planOf(groups) {
  const all = Array.from({ length: groups }, (_, i) => {
    const name = `group_${i}`;
    const about = { address: `aws_security_group.${name}`, mode: "managed", type: "aws_security_group", name };
    const values = {
      arn: `arn:aws:ec2:eu-west-1:123456789012:security-group/sg-${String(i).padStart(17, "0")}`,
      description: `group ${i}`,
      egress: [],
      id: `sg-${String(i).padStart(17, "0")}`,
      ingress: [applications(1024 + (i % 1000), i)],
      name,
      owner_id: "123456789012",
      revoke_rules_on_delete: false,
      tags: null,
      tags_all: {},
      vpc_id: "vpc-0123456789abcdef0",
    };
    return { about, values };
  });
  const resources = all.map(({ about, values }) => ({ ...about, schema_version: 1, values, sensitive_values: {} }));
  const changes = all.map(({ about, values }) => ({
    ...about,
    change: { actions: ["no-op"], before: values, after: values, after_unknown: {}, after_sensitive: {} },
  }));
  const expressions = { ingress: { references: ["var.clients"] }, vpc_id: { references: ["aws_vpc.main.id"] } };
  const configured = all.map(({ about }) => ({ ...about, expressions, schema_version: 1 }));
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.0",
    planned_values: { root_module: { resources } },
    resource_changes: changes,
    prior_state: { format_version: "1.0", values: { root_module: { resources } } },
    configuration: { root_module: { resources: configured } },
  });
}

/** A root module that calls as many modules, each in a folder of its own. */
export function modulesOf(count) {
  const group = `variable "port" {}\nresource "aws_security_group" "this" {
  description = "a service"
  ingress {
    description = "applications"
    from_port   = var.port
    to_port     = var.port
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
`;
  const calls = repeated(count, (i) => `module "m${i}" {\n  source = "./m${i}"\n  port = ${1024 + i}\n}\n`);
  const folders = Array.from({ length: count }, (_, i) => [`m${i}/main.tf`, group]);
  return new Map([["main.tf", calls], ...folders]);
}

export const samples = {
  terraform: () => ({
    path: "main.tf",
    text: repeated(
      3000,
      (i) => `resource "aws_security_group" "group_${i}" {
  description = "group ${i}"
  vpc_id      = var.vpc_id
  ingress {
    description = "applications"
    from_port   = ${1024 + (i % 1000)}
    to_port     = ${1024 + (i % 1000)}
    protocol    = "tcp"
    cidr_blocks = ["10.${i % 256}.0.0/16", "192.168.0.0/16"]
  }
}
`,
    ),
  }),
  plan: () => ({ path: "plan.json", text: planOf(1000) }),
  cloudformation: () => ({
    path: "template.yaml",
    text: `Resources:\n${repeated(
      2000,
      (i) => `  Group${i}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: group ${i}
      SecurityGroupIngress:
        - Description: applications
          IpProtocol: tcp
          FromPort: ${1024 + (i % 1000)}
          ToPort: ${1024 + (i % 1000)}
          CidrIp: 10.${i % 256}.0.0/16`,
    )}\n`,
  }),
  describe: () => ({
    path: "describe-security-groups.json",
    text: JSON.stringify(
      {
        SecurityGroups: Array.from({ length: 3000 }, (_, i) => ({
          GroupId: `sg-${String(i).padStart(8, "0")}`,
          GroupName: `group ${i}`,
          Description: `group ${i}`,
          VpcId: "vpc-1",
          IpPermissions: [
            {
              IpProtocol: "tcp",
              FromPort: 22,
              ToPort: 22,
              IpRanges: [{ CidrIp: `10.${i % 256}.0.0/16`, Description: "office" }],
            },
          ],
          IpPermissionsEgress: [],
        })),
      },
      null,
      2,
    ),
  }),
  compose: () => ({
    path: "compose.yaml",
    text: `services:\n${repeated(
      4000,
      (i) => `  service${i}:
    image: postgres:17
    environment:
      NAME: value ${i}
    ports:
      - "127.0.0.1:${10000 + i}:5432"`,
    )}\n`,
  }),
  smallCompose: () => `services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
    depends_on: [db]
  db:
    image: postgres:17
    environment:
      POSTGRES_DB: shop
    ports:
      - "127.0.0.1:5432:5432"
    volumes:
      - data:/var/lib/postgresql/data
volumes:
  data:
`,
  nginx: () => ({
    path: "nginx.conf",
    text: `events {}\nhttp {\n${repeated(
      6000,
      (i) => `  server {
    listen ${1024 + (i % 5000)};
    server_name site${i}.example;
    location / {
      proxy_pass http://127.0.0.1:3000;
      proxy_set_header Host $host;
    }
  }`,
    )}\n}\n`,
  }),
};
