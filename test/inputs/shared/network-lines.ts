import { writeCidrs } from "../../../src/model/cidr";
import type { Fact, Forward } from "../../../src/model/facts";
import { bounds, writtenTraffic } from "./admissions";

/**
 * What a network comes to, a line each: `web behind db`, `web in 10.0.0.0/24`, `web from 0.0.0.0/0 along route, address`,
 * `lb hands tcp 80 on to web at tcp 8080 as client`. What is not known is written as `certain..possible`.
 */
export function networkIn(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact): readonly string[] => {
    switch (fact.kind) {
      case "attachment": {
        const boundary = fact.boundary.known ? fact.boundary.value.name : `? (${names(fact.boundary.because)})`;
        const doubt = fact.doubt.length > 0 ? ` perhaps, by ${names(fact.doubt)}` : "";
        return [`${fact.endpoint.name} behind ${boundary}${doubt}`];
      }
      case "address":
        return [`${fact.endpoint.name} in ${writeCidrs(fact.within).join(" ")}`];
      case "route": {
        const leads = bounds(fact.leads, (set) => writeCidrs(set).join(" ") || "nowhere");
        const along = fact.along.map(({ what, name }) => `${what} ${name}`).join(", ");
        const because = fact.leads.because.length > 0 ? `, by ${names(fact.leads.because)}` : "";
        return [`${fact.endpoint.name} from ${leads} along ${along}${because}`];
      }
      case "forward":
        return [forwardLine(fact)];
      default:
        return [];
    }
  });
}

function forwardLine({ from, to, traffic, arriving, sender }: Forward): string {
  const [out, inside] = [traffic, arriving].map((each) => bounds(each, writtenTraffic));
  return `${from.name} hands ${out} on to ${to.name} at ${inside} as ${sender}`;
}

function names(because: readonly { readonly name: string }[]): string {
  return because.map(({ name }) => name).join(" and ");
}
