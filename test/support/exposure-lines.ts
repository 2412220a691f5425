import { scan } from "../../src/engine";
import { writeCidrs } from "../../src/model/cidr";
import type { Exposure } from "../../src/model/exposure";
import { byTransport, rangesOf } from "../../src/model/traffic";
import { catalogue, filesOf } from "./catalogue";

/** Every exposure in words that no format has a part in. */
export function exposuresOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const report = scan(filesOf(texts), catalogue(), { variables: new Map(), named: [] });
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

/** Terraform's address, CloudFormation's logical id in whatever stack and the id that EC2 gives, as one name. */
function nameOf(target: string): string {
  const [, kind, number] = /^(sg|acl|i)-0(\d)$/.exec(target) ?? [];
  if (kind !== undefined) return `${kind === "sg" ? "g" : kind}${number ?? ""}`;
  return target.replace(/^aws_\w+\.|^\w+\//, "");
}
