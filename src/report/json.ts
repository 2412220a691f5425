import { addresses } from "../model/addresses";
import type { Reason } from "../model/bounds";
import { writeCidrs } from "../model/cidr";
import type { Exposure, Hop } from "../model/exposure";
import type { Finding, Report } from "../model/finding";
import type { Interval, IntervalSet } from "../model/intervals";
import type { Place, Problem } from "../model/source";
import { byTransport, lastPort, rangesOf } from "../model/traffic";
import type { ReportContext } from "./reporter";
import { nameOf, targetOf } from "./target";

/** The whole report for programs: `portcullis/report/v1`, as `docs/report-v1.schema.json` defines it. */
export function json(report: Report, { version }: Pick<ReportContext, "version">): string {
  return written({
    schema: "portcullis/report/v1",
    tool: { name: "portcullis", version },
    looked: report.looked,
    exposures: report.exposures.map(exposureOf),
    findings: report.findings.map(findingOf),
    problems: report.problems.map(problemOf),
  });
}

/** JSON text whose strings hold no byte that a terminal acts on; `JSON.stringify` leaves DEL and the C1 controls as they are. */
export function written(value: unknown): string {
  const escaped = JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
  return `${escaped}\n`;
}

function exposureOf(exposure: Exposure): object {
  const { must, may } = exposure.sources;
  const { ports, types } = destinationsOf(exposure);
  const certain = !addresses.isEmpty(must);
  return {
    id: exposure.id,
    verdict: exposure.verdict,
    reach: exposure.reach,
    layer: exposure.layer,
    target: exposure.target.name,
    transport: exposure.transport,
    ports: certain ? ports : [],
    ...(types ? { types } : {}),
    ...(exposure.opens === "one" ? { opens: "one" } : {}),
    sources: writeCidrs(must),
    maybe: { ports: certain ? [] : ports, sources: addresses.equals(must, may) ? [] : writeCidrs(may) },
    breadth: exposure.breadth,
    entry: exposure.entry,
    ...(exposure.serves ? { serves: exposure.serves } : {}),
    service: serviceOf(exposure),
    door: flat(exposure.door.at),
    hops: exposure.hops.map(hopOf),
    ...(exposure.otherWays.length > 0 ? { otherWays: exposure.otherWays.map((way) => way.map(hopOf)) } : {}),
    blockedBy: exposure.blockedBy ? hopOf(exposure.blockedBy) : null,
    assuming: exposure.assuming,
    missing: exposure.missing.map(reasonOf),
  };
}

function serviceOf({ service: known }: Exposure): object | null {
  return known ? { name: known.service.name, kind: known.service.kind, by: known.by } : null;
}

interface Destinations {
  readonly ports: readonly string[];
  readonly types?: readonly string[];
}

/** Ports, ICMP types, or neither for protocols that have neither. */
function destinationsOf({ transport, traffic }: Exposure): Destinations {
  const numbers = byTransport(traffic)[0]?.ports ?? [];
  switch (transport) {
    case "any":
    case "tcp":
    case "udp":
    case "sctp":
      return { ports: rangesOf(numbers) };
    case "icmp":
    case "icmpv6":
      return { ports: [], types: typesOf(numbers) };
    default:
      return { ports: [] };
  }
}

/** ICMP types: `8` or `0-7` with all of their codes, `3/4` or `3/0-3` with some; nothing where it is every type. */
function typesOf(set: IntervalSet<number>): readonly string[] {
  return set.flatMap(([first, last]) => {
    if (first === 0 && last === lastPort) return [];
    const [type, code] = [first >> 8, first & 255];
    const [lastType, lastCode] = [last >> 8, last & 255];
    if (type === lastType && (code > 0 || lastCode < 255)) return [codes(type, [code, lastCode])];
    const wholeFrom = code > 0 ? type + 1 : type;
    const wholeTo = lastCode < 255 ? lastType - 1 : lastType;
    return [
      ...(code > 0 ? [codes(type, [code, 255])] : []),
      ...(wholeFrom <= wholeTo ? rangesOf([[wholeFrom, wholeTo]]) : []),
      ...(lastCode < 255 ? [codes(lastType, [0, lastCode])] : []),
    ];
  });
}

function codes(type: number, range: Interval<number>): string {
  return `${type}/${rangesOf([range]).join()}`;
}

function findingOf(finding: Finding): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    verdict: finding.verdict,
    exposure: finding.matter.kind === "exposure" ? finding.matter.exposure.id : null,
    target: targetOf(finding.matter),
    name: nameOf(finding.matter),
    message: finding.message,
    ...flat(finding.at),
    ...edited(finding),
    fingerprint: finding.fingerprint,
    suppressed: finding.suppressed ? { reason: finding.suppressed.reason, ...start(finding.suppressed.at) } : null,
  };
}

function edited({ matter }: Finding): object {
  const edit = matter.kind === "exposure" ? matter.exposure.door.edit : undefined;
  return edit ? { edit: { ...flat(edit.at), text: edit.text } } : {};
}

function problemOf({ code, message, at }: Problem): object {
  return { code, message, ...start(at) };
}

function hopOf({ what, name, at }: Hop): object {
  return { what, name, ...flat(at) };
}

function reasonOf({ name, at }: Reason): object {
  return { name, ...start(at) };
}

function flat(place: Place): object {
  if (place.kind === "live") return { call: place.call, object: place.object };
  const { file, line, column, endLine, endColumn } = place;
  return { file, line, column, endLine, endColumn };
}

function start(place: Place): object {
  return place.kind === "live" ? { call: place.call, object: place.object } : { file: place.file, line: place.line };
}
