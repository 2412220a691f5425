import type { Bounds, Reason } from "../../../src/model/bounds";
import { writeCidrs } from "../../../src/model/cidr";
import type { Admission, Fact } from "../../../src/model/facts";
import type { Input, Reading } from "../../../src/model/reading";
import { byTransport, rangesOf, type Traffic } from "../../../src/model/traffic";

/** Reads texts by their paths, with what users say about variables. */
export function readingOf(
  input: Input,
  texts: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, unknown>> = {},
): Reading {
  const files = { paths: Object.keys(texts), text: (path: string) => texts[path] };
  return input.read(files, { variables: new Map(Object.entries(variables)) });
}

/**
 * Every admission as one line: `Web ingress Web.SecurityGroupIngress[0]: 0.0.0.0/0 to tcp 22`. What is not known is written
 * as `certain..possible`, with the reasons at the end.
 */
export function admissionsIn(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) =>
    fact.kind === "boundary"
      ? fact.admissions.map(
          (admission) => `${fact.subject.name} ${fact.direction} ${admission.statement.name}: ${written(admission)}`,
        )
      : [],
  );
}

export function traitsIn(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) =>
    fact.kind === "trait"
      ? [`${fact.subject.name} ${fact.trait}${fact.holds.known ? "" : ` perhaps, by ${names(fact.holds.because)}`}`]
      : [],
  );
}

function written({ peers, traffic }: Admission): string {
  const who =
    peers.kind === "addresses"
      ? bounds(peers.addresses, (set) => writeCidrs(set).join(" ") || "nobody")
      : `members of ${peers.of.known ? peers.of.value.name : "an unknown group"}`;
  const because = [
    ...(peers.kind === "addresses" ? peers.addresses.because : peers.of.known ? [] : peers.of.because),
    ...traffic.because,
  ];
  return `${who} to ${bounds(traffic, writtenTraffic)}${because.length > 0 ? `, by ${names(because)}` : ""}`;
}

export function bounds<S>({ must, may, because }: Bounds<S>, write: (set: S) => string): string {
  return because.length > 0 ? `${write(must)}..${write(may)}` : write(must);
}

export function writtenTraffic(traffic: Traffic): string {
  const parts = byTransport(traffic).map(({ transport, ports }) => {
    const all = rangesOf(ports).join(",");
    return all === "0-65535" ? transport : `${transport} ${all}`;
  });
  return parts.join(" and ") || "nothing";
}

function names(because: readonly Reason[]): string {
  return [...new Set(because.map(({ kind, name }) => `${kind} ${name}`))].join(" and ");
}
