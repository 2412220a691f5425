import { treatmentOf } from "../../../src/inputs/terraform/constructs";
import { endpointTypes, type AddressRule, type EndpointType } from "../../../src/inputs/terraform/endpoint-types";
import { switches } from "../../../src/inputs/terraform/switches";
import { describeWith } from "../../support/judges";
import { terraformWithAws, workshopOf } from "../../support/terraform-plans";

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

interface Schema {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>
  >;
}

function has(block: Block | undefined, [name = "", ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return Object.hasOwn({ ...block?.attributes, ...block?.block_types }, name);
  return has(block?.block_types?.[name]?.block, rest);
}

function pathsOf({ groups, subnets, subnetGroup, ipv4, ipv6 }: EndpointType): readonly (readonly string[])[] {
  return [...groups, ...subnets, ...(subnetGroup ? [[subnetGroup[0]]] : []), ...[ipv4, ipv6].flatMap(pathsIn)];
}

function pathsIn(rule: AddressRule): readonly (readonly string[])[] {
  if (rule.by === "switch") return [rule.path];
  return rule.by === "addresses" ? rule.paths : [];
}

describeWith(terraformWithAws, "the schema of the AWS provider", (terraform) => {
  const workshop = terraform === "" ? undefined : workshopOf(terraform);
  const schemas: Schema["provider_schemas"] =
    terraform === "" ? {} : (JSON.parse(workshop?.schema() ?? "") as Schema).provider_schemas;
  const types = Object.values(schemas)[0]?.resource_schemas ?? {};
  afterAll(() => workshop?.close());

  test("has no type of resource that is in no table", () => {
    expect(Object.keys(types).length).toBeGreaterThan(1000);
    expect(Object.keys(types).filter((type) => !treatmentOf(type))).toEqual([]);
  });

  test("has every argument that is asked for", () => {
    const asked = [
      ...[...endpointTypes].flatMap(([type, written]) => pathsOf(written).map((path) => [type, path] as const)),
      ...[...switches].map(([type, { path }]) => [type, path] as const),
    ];
    expect(asked.filter(([type, path]) => !has(types[type]?.block, path))).toEqual([]);
  });
});
