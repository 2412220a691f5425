import { noAddress } from "../../../src/model/addresses";
import { addressBounds } from "../../../src/model/bounds";
import { bounds, readingOf, traitsIn, writtenTraffic } from "../shared/admissions";
import { terraform } from "../../../src/inputs/terraform/input";

function resource(type: string, body: string): string {
  return `resource "${type}" "it" {\n${body}\n}\n`;
}

const traits: readonly (readonly [name: string, text: string, lines: readonly string[]])[] = [
  ["public by what is written", resource("aws_db_instance", "publicly_accessible = true"), ["publicly-accessible"]],
  ["private by default", resource("aws_db_instance", ""), []],
  ["public as a string", resource("aws_mq_broker", 'publicly_accessible = "true"'), ["publicly-accessible"]],
  ["public by default", resource("aws_redshift_cluster", ""), ["publicly-accessible"]],
  ["private although by default it is public", resource("aws_redshift_cluster", "publicly_accessible = false"), []],
  [
    "null stands for the default",
    resource("aws_redshift_cluster", "publicly_accessible = null"),
    ["publicly-accessible"],
  ],
  [
    "public, or not",
    resource("aws_rds_cluster_instance", "publicly_accessible = var.p"),
    ["publicly-accessible perhaps, by variable var.p"],
  ],
  [
    "public, or not there",
    resource("aws_db_instance", "count = var.n\npublicly_accessible = true"),
    ["publicly-accessible perhaps, by variable var.n"],
  ],
  ["private either way", resource("aws_db_instance", "publicly_accessible = var.p ? false : null"), []],
  ["a cluster without a word", resource("aws_eks_cluster", "vpc_config {\n}"), ["publicly-accessible"]],
  ["a cluster without a block", resource("aws_eks_cluster", ""), ["publicly-accessible"]],
  [
    "a cluster for some addresses",
    resource("aws_eks_cluster", 'vpc_config {\npublic_access_cidrs = ["198.51.100.0/24", "10.0.0.0/8"]\n}'),
    [],
  ],
  [
    "a cluster for whom is not known",
    resource("aws_eks_cluster", "vpc_config {\npublic_access_cidrs = var.c\n}"),
    ["publicly-accessible perhaps, by variable var.c"],
  ],
  [
    "a cluster that is off the internet",
    resource("aws_eks_cluster", "vpc_config {\nendpoint_public_access = false\n}"),
    [],
  ],
  [
    "brokers with addresses",
    resource(
      "aws_msk_cluster",
      'broker_node_group_info {\nconnectivity_info {\npublic_access {\ntype = "SERVICE_PROVIDED_EIPS"\n}\n}\n}',
    ),
    ["publicly-accessible"],
  ],
  ["a server for files", resource("aws_transfer_server", ""), ["publicly-accessible"]],
  ["a server for files in a network", resource("aws_transfer_server", 'endpoint_type = "VPC"'), []],
  [
    "a function that asks nobody who he is",
    resource("aws_lambda_function_url", 'authorization_type = "NONE"'),
    ["publicly-accessible"],
  ],
  ["a function that does", resource("aws_lambda_function_url", 'authorization_type = "AWS_IAM"'), []],
  [
    "a web server of Airflow",
    resource("aws_mwaa_environment", 'webserver_access_mode = "PUBLIC_ONLY"'),
    ["publicly-accessible"],
  ],
  ["a web server of Airflow without a word", resource("aws_mwaa_environment", ""), []],
  [
    "clusters of EMR that may be open",
    resource("aws_emr_block_public_access_configuration", "block_public_security_group_rules = false"),
    ["publicly-accessible"],
  ],
  [
    "a graph",
    resource("aws_neptunegraph_graph", "public_connectivity = var.p"),
    ["publicly-accessible perhaps, by variable var.p"],
  ],
  [
    "tasks that an event starts",
    resource("aws_cloudwatch_event_target", "ecs_target {\nnetwork_configuration {\nassign_public_ip = true\n}\n}"),
    ["takes-public-address"],
  ],
  [
    "a fleet",
    resource("aws_spot_fleet_request", "launch_specification {\nassociate_public_ip_address = true\n}"),
    ["takes-public-address"],
  ],
  [
    "an instance with an address",
    resource("aws_instance", "associate_public_ip_address = true"),
    ["takes-public-address"],
  ],
  [
    "a template with an address",
    resource("aws_launch_template", "network_interfaces {\nassociate_public_ip_address = true\n}"),
    ["takes-public-address"],
  ],
  ["a template without a word", resource("aws_launch_template", "network_interfaces {\n}"), []],
  ["a subnet", resource("aws_subnet", "map_public_ip_on_launch = true"), ["assigns-public-addresses"]],
  ["a load balancer", resource("aws_lb", ""), ["faces-internet"]],
  ["an internal load balancer", resource("aws_elb", "internal = true"), []],
  ["a group without a description", resource("aws_security_group", ""), ["no-description"]],
  [
    "the provider's description",
    resource("aws_security_group", 'description = "Managed by Terraform"'),
    ["no-description"],
  ],
  ["a description that is not known", resource("aws_security_group", "description = var.d"), []],
  [
    "a default group with a rule",
    resource("aws_default_security_group", 'ingress {\ndescription = "d"\nself = true\nprotocol = -1\n}'),
    ["default-boundary-admits"],
  ],
  ["a default group without rules", resource("aws_default_security_group", "ingress = []"), []],
  [
    "a default group with rules that may be there",
    resource("aws_default_security_group", 'dynamic "ingress" {\nfor_each = var.r\ncontent {\n}\n}'),
    ["default-boundary-admits perhaps, by construct dynamic ingress and variable var.r"],
  ],
];

test.each(traits)("%s", (_, text, lines) => {
  const found = traitsIn(readingOf(terraform, { "main.tf": text }).facts);
  expect(found.map((line) => line.replace(/^\S+ /, ""))).toEqual(lines);
});

test("a block says of itself that nobody knows what it is for", () => {
  const body = 'description = "d"\negress {\nprotocol = -1\ncidr_blocks = ["10.0.0.0/8"]\n}';
  const { facts } = readingOf(terraform, { "main.tf": resource("aws_security_group", body) });
  expect(facts.filter(({ kind }) => kind === "trait")).toMatchObject([
    {
      subject: { name: "aws_security_group.it" },
      trait: "no-description",
      detail: "egress[0]",
      at: { line: 3, endLine: 3 },
    },
  ]);
});

const listeners: readonly (readonly [name: string, body: string, port: string, cleartext: string])[] = [
  ["HTTP", 'port = 80\nprotocol = "HTTP"\ndefault_action {\ntype = "forward"\n}', "tcp 80", "cleartext"],
  ["HTTPS", 'port = "443"\nprotocol = "HTTPS"', "tcp 443", "encrypted"],
  ["UDP", 'port = 53\nprotocol = "TCP_UDP"', "tcp 53 and udp 53", "unknown"],
  [
    "a redirection to TLS",
    'port = 80\nprotocol = "HTTP"\ndefault_action {\ntype = "redirect"\nredirect {\nprotocol = "HTTPS"\n}\n}',
    "tcp 80",
    "redirect",
  ],
  [
    "a redirection to clear text",
    'port = 80\nprotocol = "HTTP"\ndefault_action {\ntype = "redirect"\nredirect {\nprotocol = "HTTP"\n}\n}',
    "tcp 80",
    "cleartext",
  ],
  ["no protocol", "port = 8080", "tcp 8080", "cleartext"],
  ["a port that is not known", 'port = var.p\nprotocol = "TLS"', "nothing..tcp", "encrypted"],
  ["a protocol that is not known", "port = 80\nprotocol = var.p", "nothing..tcp 80 and udp 80", "unknown"],
];

test.each(listeners)("a listener, %s", (_, body, port, cleartext) => {
  const text = `${resource("aws_lb", "internal = true")}${resource("aws_lb_listener", `load_balancer_arn = aws_lb.it.arn\n${body}`)}`;
  const { facts } = readingOf(terraform, { "main.tf": text });
  const found = facts.flatMap((fact) =>
    fact.kind === "listener"
      ? [
          [
            fact.endpoint.name,
            bounds(fact.traffic, writtenTraffic),
            fact.cleartext.known ? fact.cleartext.value : "unknown",
          ],
        ]
      : [],
  );
  expect(found).toEqual([["aws_lb.it", port, cleartext]]);
  expect(facts).toContainEqual(expect.objectContaining({ kind: "route", leads: addressBounds.certain(noAddress) }));
});

test("listeners of a classic load balancer stand in it", () => {
  const text = resource(
    "aws_elb",
    'listener {\nlb_port = 80\nlb_protocol = "http"\ninstance_port = 8080\ninstance_protocol = "http"\n}',
  );
  const [listener] = readingOf(terraform, { "main.tf": text }).facts;
  expect(listener).toMatchObject({
    kind: "listener",
    cleartext: { value: "cleartext" },
    statement: { name: "aws_elb.it.listener[0]" },
  });
});
