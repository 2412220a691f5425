import "../support/seed";
import fc from "fast-check";
import { scan } from "../../src/engine";
import { writeCidrs } from "../../src/model/cidr";
import type { Exposure } from "../../src/model/exposure";
import { byTransport, rangesOf } from "../../src/model/traffic";
import { catalogue } from "../support/catalogue";
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

/** Every exposure in words that no format has a part in. */
function exposuresOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const files = { paths: Object.keys(texts).toSorted(), text: (path: string) => texts[path] };
  const report = scan(files, catalogue(), { variables: new Map(), named: [] });
  expect(report.problems).toEqual([]);
  return report.exposures.map(lineOf).toSorted();
}

function lineOf(exposure: Exposure): string {
  const { layer, target, verdict, reach, transport, traffic, sources, breadth, entry, blockedBy } = exposure;
  const ports = byTransport(traffic).flatMap((part) => rangesOf(part.ports));
  const from = [sources.must, sources.may].map((set) => writeCidrs(set).join(","));
  const stopped = blockedBy ? "stopped" : "";
  return [layer, nameOf(target.name), verdict, reach, entry, transport, ports.join(), ...from, breadth, stopped].join(
    " ",
  );
}

/** Terraform's address, CloudFormation's logical id and the id that EC2 gives, as one name. */
function nameOf(target: string): string {
  const [, kind, number] = /^(sg|acl|i)-0(\d)$/.exec(target) ?? [];
  if (kind !== undefined) return `${kind === "sg" ? "g" : kind}${number ?? ""}`;
  return target.replace(/^aws_\w+\.|^\w+\//, "");
}

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
