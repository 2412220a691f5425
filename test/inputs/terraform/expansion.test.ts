import "../../support/seed";
import fc from "fast-check";
import { type ModuleInstance } from "../../../src/inputs/terraform/instance";
import { modulesIn } from "../../../src/inputs/terraform/module";
import { childrenOf, moduleInstance } from "../../../src/inputs/terraform/module-calls";
import { resourcesIn } from "../../../src/inputs/terraform/resources";
import { argumentIn, sectionOf } from "../../../src/inputs/terraform/sections";
import { nothing } from "../../../src/inputs/terraform/value";
import { worldOf } from "../../../src/inputs/terraform/world";
import { filesOf } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";
import { filesOfTree, moduleTrees } from "../../support/module-trees";
import { workshopOf } from "../../support/terraform-plans";
import { written } from "./evaluated";

/** Every instance of a resource by its address, with what it is given. */
function expanded(texts: Readonly<Record<string, string>>): readonly string[] {
  const files = filesOf(texts);
  const modules = modulesIn(files);
  const world = worldOf({ installed: new Map(), rootFolder: ".", modules, files });
  const module = modules.get(".")!;
  const root = moduleInstance({
    world,
    module,
    prefix: "",
    key: "",
    callers: [],
    doubt: [],
    argument: () => undefined,
  });
  expect(world.work.problems).toEqual([]);
  const below = (instance: ModuleInstance): readonly ModuleInstance[] => [
    instance,
    ...childrenOf(instance).flatMap(below),
  ];
  return below(root)
    .flatMap(resourcesIn)
    .map((resource) => {
      expect(resource.doubt).toEqual([]);
      return `${resource.subject.name} ${written(argumentIn(sectionOf(resource), "input")?.value ?? nothing)}`;
    })
    .toSorted();
}

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly after: { readonly input: unknown } };
  }[];
}

describeWith(found("terraform"), "terraform plan", (terraform) => {
  const workshop = terraform === "" ? undefined : workshopOf(terraform, "without providers");
  afterAll(() => workshop?.close());

  test("has the instances that we have, with what they are given", () => {
    const trees = fc.sample(moduleTrees, { numRuns: 25 });
    const texts = trees.map((tree, i) => filesOfTree(tree, `t${i}`));
    const calls = trees.map((_, i) => `module "t${i}" {\n  source = "./t${i}"\n}\n`).join("");
    const all = Object.assign({ "main.tf": calls }, ...texts) as Readonly<Record<string, string>>;
    const { resource_changes: changes = [] } = JSON.parse(workshop?.plan(all) ?? "") as Plan;
    const theirs = changes.map(({ address, change }) => `${address} ${JSON.stringify(change.after.input)}`);
    expect(expanded(all)).toEqual(theirs.toSorted());
    expect(theirs.length).toBeGreaterThan(100);
  }, 120_000);
});
