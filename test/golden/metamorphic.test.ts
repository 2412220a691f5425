import "../support/seed";
import fc from "fast-check";
import { exposuresOf } from "../support/exposure-lines";
import { infrastructures, type Infrastructure } from "../support/infrastructure";
import { cloudformationOf } from "../support/written-cloudformation";
import { stacksOf } from "../support/written-stacks";
import { describeOf } from "../support/written-describe";
import { terraformOf } from "../support/written-terraform";

/** The formats that one infrastructure is written in. Whatever the format, strangers reach the same. */
const formats: Readonly<Record<string, (all: Infrastructure) => Readonly<Record<string, string>>>> = {
  "Terraform with blocks": (all) => terraformOf(all, "in blocks"),
  "Terraform with rules apart": (all) => terraformOf(all, "apart"),
  "CloudFormation in JSON": (all) => cloudformationOf(all, { rules: "in groups", as: "JSON" }),
  "CloudFormation in YAML, rules apart": (all) => cloudformationOf(all, { rules: "apart", as: "YAML" }),
  "CloudFormation in nested stacks": stacksOf,
  "describe answers": describeOf,
};

test("an infrastructure is as open in one format as in any other", () => {
  let exposed = 0;
  let proven = 0;
  fc.assert(
    fc.property(infrastructures, (all) => {
      const [first, ...others] = Object.entries(formats).map(
        ([name, write]) => [name, exposuresOf(write(all))] as const,
      );
      for (const [name, exposures] of others) expect([name, exposures]).toEqual([name, first![1]]);
      exposed += first![1].filter((line) => line.includes(" exposed ")).length;
      proven += first![1].filter((line) => line.includes(" proven ")).length;
    }),
    { numRuns: 60 },
  );
  // Infrastructures in which nothing is open would be equal whatever the readers made of them.
  expect(exposed).toBeGreaterThan(100);
  expect(proven).toBeGreaterThan(15);
}, 120_000);
