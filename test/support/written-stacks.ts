import type { Infrastructure } from "./infrastructure";
import { cloudformationOf } from "./written-cloudformation";

interface Template {
  readonly Parameters: Record<string, object>;
  readonly Resources: Record<string, object>;
  readonly Outputs: Record<string, object>;
}

/** An infrastructure as one template that nests three, each with what the others need of it among its outputs. */
export function stacksOf(all: Infrastructure): Readonly<Record<string, string>> {
  const [text = ""] = Object.values(cloudformationOf(all, { rules: "apart", as: "JSON" }));
  const { Resources } = JSON.parse(text) as { readonly Resources: Record<string, { readonly Type: string }> };
  const stacks = new Map<string, Template>();
  const given = new Map<string, Record<string, object>>();
  const stackOf = (name: string): Template => {
    const stack = stacks.get(name) ?? { Parameters: {}, Resources: {}, Outputs: {} };
    stacks.set(name, stack);
    return stack;
  };
  const homeOf = (id: string): string => stackFor(Resources[id]!.Type);
  for (const [id, resource] of Object.entries(Resources)) {
    const home = homeOf(id);
    const crossing = (to: string, reference: object): object => {
      if (homeOf(to) === home) return reference;
      stackOf(homeOf(to)).Outputs[`O${to}`] = { Value: reference };
      stackOf(home).Parameters[`P${to}`] = { Type: "String" };
      given.set(home, {
        ...given.get(home),
        [`P${to}`]: { "Fn::GetAtt": [homeOf(to), `Outputs.O${to}`] },
      });
      return { Ref: `P${to}` };
    };
    stackOf(home).Resources[id] = withReferences(resource, crossing) as object;
  }
  const parent = Object.fromEntries(
    [...stacks.keys()].map((name) => [
      name,
      {
        Type: "AWS::CloudFormation::Stack",
        Properties: { TemplateURL: `./parts/${name}.json`, Parameters: given.get(name) ?? {} },
      },
    ]),
  );
  return {
    "app/main.json": JSON.stringify({ Resources: parent }),
    ...Object.fromEntries([...stacks].map(([name, stack]) => [`app/parts/${name}.json`, JSON.stringify(stack)])),
  };
}

function stackFor(type: string): string {
  if (type.startsWith("AWS::EC2::SecurityGroup")) return "Groups";
  return /::(VPC|InternetGateway|Route|RouteTable|Subnet\w*|NetworkAcl\w*)$/.test(type) ? "Network" : "Machines";
}

/** The same with each reference to a resource as `cross` has it. */
function withReferences(value: unknown, cross: (to: string, reference: object) => object): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, cross));
  if (typeof value !== "object" || value === null) return value;
  const [entry, ...others] = Object.entries(value as Record<string, unknown>);
  if (entry && others.length === 0 && entry[0] === "Ref") return cross(String(entry[1]), value);
  if (entry && others.length === 0 && entry[0] === "Fn::GetAtt") return cross(String((entry[1] as string[])[0]), value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withReferences(inner, cross)]));
}
