import "../support/seed";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { root } from "../support/catalogue";
import { exposuresOf } from "../support/exposure-lines";
import { infrastructures, type Infrastructure } from "../support/infrastructure";
import { describeWith } from "../support/judges";
import { terraformWithAws, workshopOf } from "../support/terraform-plans";
import { describeOf } from "../support/written-describe";
import { terraformOf } from "../support/written-terraform";

/**
 * Random infrastructures and the plans that Terraform made of them. Where Terraform is here,
 * `UPDATE_GOLDEN=1 npx jest test/golden/planned-infrastructures` draws and plans them anew.
 */
const folder = join(root, "fixtures/infrastructures");
const kept = 6;
const isUpdated = (process.env["UPDATE_GOLDEN"] ?? "") !== "";

const names = Array.from({ length: kept }, (_, i) => String(i));

/** Every other one has its rules apart from its groups, and each whose groups may refer to each other in a circle. */
function sourcesOf(all: Infrastructure, i: number): Readonly<Record<string, string>> {
  const mayCircle = all.groups.some(({ rules }, own) =>
    rules.some(({ peer }) => peer.kind === "group" && peer.group > own),
  );
  return terraformOf(all, i % 2 === 0 && !mayCircle ? "in blocks" : "apart");
}

/** Into which the internet has a way, every hop of which is written. */
function hasWay(all: Infrastructure): boolean {
  return exposuresOf(terraformOf(all, "apart")).some((line) => line.includes(" exposed proven "));
}

describeWith(terraformWithAws, "terraform plan", (terraform) => {
  const workshop = terraform === "" ? undefined : workshopOf(terraform);
  afterAll(() => workshop?.close());
  const planned = (texts: Readonly<Record<string, string>>): string => workshop?.plan(texts) ?? "";

  if (isUpdated)
    test("makes the plans that are kept", () => {
      fc.sample(infrastructures, { numRuns: 100, seed: 20261126 })
        .filter(hasWay)
        .slice(0, kept)
        .forEach((all, i) => {
          mkdirSync(join(folder, String(i)), { recursive: true });
          const write = (file: string, text: string): void => {
            writeFileSync(join(folder, String(i), file), text);
          };
          write("infrastructure.json", `${JSON.stringify(all)}\n`);
          write("plan.json", `${JSON.stringify(JSON.parse(planned(sourcesOf(all, i))))}\n`);
        });
    }, 240_000);

  test("of many infrastructures in modules of one configuration has what each has by itself", () => {
    const many = fc.sample(infrastructures, { numRuns: 12 });
    const texts = many.map((all, i) => [`n${i}/main.tf`, sourcesOf(all, i)["main.tf"] ?? ""] as const);
    const calls = many.map((_, i) => `module "n${i}" {\n  source = "./n${i}"\n}\n`).join("");
    const lines = exposuresOf({ "plan.json": planned({ ...Object.fromEntries(texts), "main.tf": calls }) });
    many.forEach((all, i) => {
      const prefix = `module.n${i}.`;
      const own = lines.filter((line) => line.split(" ")[1]?.startsWith(prefix));
      const alone = own.map((line) => line.replace(new RegExp(`${prefix}aws_\\w+\\.`), ""));
      expect(alone.toSorted()).toEqual(exposuresOf(sourcesOf(all, i)));
    });
    expect(lines.length).toBeGreaterThan(40);
  }, 120_000);
});

test.each(names)(
  "infrastructure %s is as open in its plan as in what it is a plan of, and as in an account",
  (name) => {
    const read = (file: string): string => readFileSync(join(folder, name, file), "utf8");
    const all = JSON.parse(read("infrastructure.json")) as Infrastructure;
    const planned = exposuresOf({ "plan.json": read("plan.json") });
    expect(planned).toEqual(exposuresOf(sourcesOf(all, Number(name))));
    expect(planned).toEqual(exposuresOf(describeOf(all)));
    expect(planned.length).toBeGreaterThan(0);
  },
);

test("there are infrastructures in which something is open", () => {
  const lines = names.flatMap((name) =>
    exposuresOf({ "plan.json": readFileSync(join(folder, name, "plan.json"), "utf8") }),
  );
  expect(lines.filter((line) => line.includes(" exposed proven ")).length).toBeGreaterThanOrEqual(kept);
});
