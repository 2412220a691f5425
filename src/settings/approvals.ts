import type { AddressSet } from "../model/addresses";
import type { Interval } from "../model/intervals";
import { packetsOf } from "../model/packets";
import { unionOf } from "../model/sets";
import { placeOf, type Problem, type SourceText } from "../model/source";
import {
  everyTraffic,
  lastPort,
  portsOf,
  protocolNumbers,
  protocolOf,
  traffic,
  type NamedTransport,
  type PortTransport,
  type Traffic,
} from "../model/traffic";
import { internet, type Zones } from "../model/zones";
import type { Approval } from "../rules/approved";
import { valueOf, type DocumentNode } from "../syntax/tree";
import type { Validated } from "../syntax/validated";
import { suggestion } from "./nearest";
import { itemsOf, textOf, wrong } from "./nodes";

/** The zone that everyone has: strangers, whoever they are. */
export const internetZone = "internet";

/** The approvals of a configuration that its schema has accepted, or what in them means nothing. */
export function approvalsIn(list: DocumentNode, zones: Zones, source: SourceText): Validated<readonly Approval[]> {
  const approvals: Approval[] = [];
  const problems: Problem[] = [];
  itemsOf(list).forEach((node, i) => {
    const read = approvalOf(node, zones, source);
    if ("flaw" in read) problems.push(wrong(read.at, source, `approved.${i}.${read.flaw}`));
    else approvals.push(read);
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: approvals };
}

interface Flaw {
  readonly flaw: string;
  readonly at: DocumentNode;
}

function approvalOf(node: DocumentNode, zones: Zones, source: SourceText): Approval | Flaw {
  const until = valueOf(node, "until");
  if (until && !isDay(textOf(until))) return { flaw: `until: there is no day ${textOf(until)}`, at: until };
  const from = sourcesIn(valueOf(node, "from"), zones);
  if ("flaw" in from) return from;
  const passing = trafficIn(valueOf(node, "ports"), valueOf(node, "transport"));
  if ("flaw" in passing) return passing;
  return {
    to: textOf(valueOf(node, "to")),
    packets: packetsOf(from, passing.traffic),
    reason: textOf(valueOf(node, "reason")),
    until: until && textOf(until),
    at: placeOf(source, node),
  };
}

/** A day of the calendar in the form of ISO 8601. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function sourcesIn(from: DocumentNode | undefined, zones: Zones): AddressSet | Flaw {
  const name = from ? textOf(from) : internetZone;
  if (name === internetZone || !from) return internet;
  const names = [internetZone, ...zones.keys()];
  return (
    zones.get(name) ?? { flaw: `from: there is no zone ${name}${suggestion(name, names)}: zones names them`, at: from }
  );
}

function trafficIn(
  ports: DocumentNode | undefined,
  named: DocumentNode | undefined,
): { readonly traffic: Traffic } | Flaw {
  const transport = named ? textOf(named) : "tcp";
  if (!ports) return { traffic: everythingOf(transport) };
  if (!hasPorts(transport)) return { flaw: `ports: ${transport} has none: leave them out`, at: ports };
  const ranges = itemsOf(ports).map((node) => ({ node, range: rangeOf(textOf(node)) }));
  const bad = ranges.find(({ range: [first, last] }) => first > last || last > lastPort);
  if (bad) return { flaw: `ports: ${textOf(bad.node)} is no port and no range of ports`, at: bad.node };
  return {
    traffic: unionOf(
      traffic,
      ranges.map(({ range }) => portsOf(transport, range)),
    ),
  };
}

function everythingOf(transport: string): Traffic {
  return isNamed(transport) ? protocolOf(protocolNumbers[transport]) : everyTraffic;
}

function isNamed(transport: string): transport is NamedTransport {
  return Object.hasOwn(protocolNumbers, transport);
}

function hasPorts(transport: string): transport is PortTransport {
  return transport === "tcp" || transport === "udp" || transport === "sctp";
}

function rangeOf(text: string): Interval<number> {
  const [first = "", last = first] = text.split("-");
  return [Number(first), Number(last)];
}
