import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/catalogue";
import { describeWith } from "../../support/judges";
import { admissionsIn, readingOf } from "../shared/admissions";
import { terraform as terraformInput } from "../../../src/inputs/terraform/input";
import { terraformWithAws, workshopOf } from "../../support/terraform-plans";

/**
 * The plans among the fixtures are those that Terraform makes of the sources in the folder beside them. Where it is here,
 * `UPDATE_GOLDEN=1 npx jest test/inputs/terraform/planned-fixtures` makes all of them anew, and otherwise two are compared.
 */
const defects = join(root, "fixtures/defects");
const isUpdated = (process.env["UPDATE_GOLDEN"] ?? "") !== "";

/** Rows whose plan is not that of the folder `terraform`: its data source would have to be looked up in an account. */
const others: Readonly<Record<string, string>> = { "r-group-elsewhere": "terraform-older-rule" };

const rows = readdirSync(defects).filter((row) => readdirSync(join(defects, row)).includes("plan"));
const compared = isUpdated ? rows : ["dd-unset-source", "q-acl-inline"];

/** A variable that nobody set cannot be planned: a call gives it a value that is known only after apply. */
function sourcesOf(row: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(defects, row, others[row] ?? "terraform", "main.tf"), "utf8");
  const variables = [...text.matchAll(/^variable "(\w+)" \{([^}]*)\}/gm)];
  const unset = variables.flatMap(([, name = "", body = ""]) => (body.includes("default") ? [] : [name]));
  if (unset.length === 0) return { "main.tf": text };
  const given = unset.map((name) => `  ${name} = jsondecode(terraform_data.later.id)\n`).join("");
  const call = `resource "terraform_data" "later" {}\n\nmodule "shop" {\n  source = "./shop"\n${given}}\n`;
  return { "main.tf": call, "shop/main.tf": text };
}

describeWith(terraformWithAws, "terraform plan", (terraform) => {
  const workshop = terraform === "" ? undefined : workshopOf(terraform);
  afterAll(() => workshop?.close());

  test.each(compared)(
    "%s",
    (row) => {
      const made = workshop?.plan(sourcesOf(row)) ?? "";
      const file = join(defects, row, "plan/plan.json");
      if (isUpdated) {
        mkdirSync(join(file, ".."), { recursive: true });
        writeFileSync(file, made);
      }
      expect(made).toBe(readFileSync(file, "utf8"));
    },
    120_000,
  );

  test("groups that stand before nothing are those of the sources", () => {
    const group = (name: string, body = ""): string =>
      `resource "aws_security_group" "${name}" {\n name = "${name}"\n${body}}\n`;
    const texts = {
      "main.tf": `${["used", "peer", "dynamic", "inner", "told", "unused"].map((name) => group(name)).join("")}
resource "aws_vpc_security_group_ingress_rule" "own" {\n security_group_id = aws_security_group.unused.id\n ip_protocol = "-1"\n cidr_ipv4 = "10.0.0.0/8"\n}
resource "aws_vpc_security_group_ingress_rule" "peer" {\n security_group_id = aws_security_group.used.id\n ip_protocol = "-1"\n referenced_security_group_id = aws_security_group.peer.id\n}
resource "aws_instance" "web" {\n ami = "ami-0123456789abcdef0"\n instance_type = "t3.micro"\n vpc_security_group_ids = [aws_security_group.used.id]\n}
module "inner" {\n source = "./inner"\n group = aws_security_group.inner.id\n}
output "told" {\n value = { groups = [aws_security_group.told.id] }\n}\n`,
      "inner/main.tf": `variable "group" {}\n${group("own")}
resource "aws_instance" "web" {\n ami = "ami-0123456789abcdef0"\n instance_type = "t3.micro"\n vpc_security_group_ids = [var.group]\n}
output "own" {\n value = aws_security_group.own.id\n}\n`,
    };
    const hidden = group(
      "hiding",
      ' dynamic "ingress" {\n for_each = toset([aws_security_group.dynamic.id])\n content {\n from_port = 22\n to_port = 22\n protocol = "tcp"\n security_groups = [ingress.value]\n }\n }\n',
    );
    const unused = (files: Readonly<Record<string, string>>): readonly string[] =>
      readingOf(terraformInput, files)
        .facts.flatMap((fact) =>
          fact.kind === "trait" && fact.trait === "stands-before-nothing" ? [fact.subject.name] : [],
        )
        .toSorted();
    const all = { ...texts, "main.tf": texts["main.tf"] + hidden };
    const [plan, hiding] = [texts, all].map((files) => workshop?.plan(files) ?? "");
    const named = ["aws_security_group.dynamic", "aws_security_group.unused", "module.inner.aws_security_group.own"];
    expect(unused(texts)).toEqual(named);
    expect(unused({ "plan.json": plan ?? "" })).toEqual(named);
    expect(unused({ ...texts, "plan.json": plan ?? "" })).toEqual(named);
    // What a dynamic block is repeated for is in no plan.
    expect(unused({ "plan.json": hiding ?? "" })).toEqual([]);
    expect(unused({ ...all, "plan.json": hiding ?? "" })).toEqual(unused(all));
    expect(unused(all)).toEqual(["aws_security_group.hiding", ...named.slice(1)]);
  }, 120_000);

  test("dynamic blocks that are repeated for what is not known are unknown by name", () => {
    const content = `{\n for_each = terraform_data.later.output\n content {\n`;
    const rule = `from_port = 22\n to_port = 22\n protocol = "tcp"\n cidr_blocks = [ingress.value]\n`;
    const made = workshop?.plan({
      "main.tf": `resource "terraform_data" "later" {\n input = ["10.0.0.0/8"]\n}
resource "aws_security_group" "none" {\n name = "none"\n}
resource "aws_security_group" "web" {\n name = "web"\n dynamic "ingress" ${content} ${rule} }\n }\n}
resource "aws_launch_template" "none" {\n name = "none"\n}
resource "aws_launch_template" "web" {
  name = "web"
  dynamic "network_interfaces" ${content} security_groups = [network_interfaces.value]\n }\n }
}\n`,
    });
    const { facts } = readingOf(terraformInput, { "plan.json": made ?? "" });
    expect(admissionsIn(facts).join("\n")).toMatch(
      /^aws_security_group.web ingress .*: nobody..0.0.0.0\/0 to nothing..any, by .*$/,
    );
    const traits = facts.flatMap((fact) =>
      fact.kind === "trait" && fact.trait === "takes-public-address" && !fact.holds.known ? [fact.subject.name] : [],
    );
    expect(traits).toEqual(["aws_launch_template.web"]);
  }, 120_000);
});
