import { addresses, type AddressSet } from "../model/addresses";
import type { Fact, Forward, Listener, Resides, Route, Statement, Subject, Trait } from "../model/facts";
import { append } from "../model/grouped";
import { byTransport, rangesOf, traffic, type Traffic } from "../model/traffic";

/** What one statement certainly takes of a host: addresses, and ports on them. */
interface Claim {
  /** Who has it: the service that is published, the program that listens. */
  readonly owner: Subject;
  /** Of a listener itself and that in which it resides: two sockets of one program or container are its own matter. */
  readonly among: readonly string[];
  readonly host: string;
  readonly bind: AddressSet;
  readonly ports: Traffic;
  readonly during: readonly string[];
  readonly statement: Statement;
}

/**
 * Statements that take an address, transport and port of a host which another one takes already, so that only one of the
 * two starts: a wildcard takes every address of its family (Linux ip(7), "INADDR_ANY"; ipv6(7), IPV6_V6ONLY), TCP and UDP
 * are apart, and so are hosts unless one endpoint is known to hold both. Only what is certain counts: of a range that
 * needs one free port any other may be free.
 */
export function conflictsIn(facts: readonly Fact[]): readonly Trait[] {
  const hosts = new Map<string, Claim[]>();
  return claimsIn(facts).flatMap((claim): readonly Trait[] => {
    const before = hosts.get(claim.host);
    const other = before?.find((one) => meets(one, claim));
    append(hosts, claim.host, claim);
    return other ? [conflict(claim, other)] : [];
  });
}

function meets(a: Claim, b: Claim): boolean {
  if (!mayRunTogether(a.during, b.during)) return false;
  if (traffic.isEmpty(traffic.intersection(a.ports, b.ports))) return false;
  if (addresses.isEmpty(addresses.intersection(a.bind, b.bind))) return false;
  if (a.statement.name === b.statement.name && a.owner.id === b.owner.id) return false;
  return !a.among.some((id) => b.among.includes(id));
}

/** Occasions that have nothing in common may never come together; what is there always meets every one. */
function mayRunTogether(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((occasion) => b.includes(occasion));
}

function conflict(claim: Claim, other: Claim): Trait {
  const { owner, statement } = claim;
  const shared = byTransport(traffic.intersection(claim.ports, other.ports));
  const detail = shared.map(({ transport, ports }) => `${transport} port ${rangesOf(ports).join(", ")}`).join(" and ");
  const at = statement.focus;
  return {
    kind: "trait",
    subject: owner,
    trait: "port-conflict",
    holds: { known: true },
    detail,
    other: other.statement,
    at,
  };
}

function claimsIn(facts: readonly Fact[]): readonly Claim[] {
  const around = new Map<string, Resides[]>();
  const stopped = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === "resides") append(around, fact.endpoint.id, fact);
    if (fact.kind === "route" && leadsNowhere(fact)) stopped.add(fact.endpoint.id);
  }
  return facts.flatMap((fact): readonly Claim[] => {
    if (fact.kind === "listener") return isSocket(fact) ? claimsOf(fact, fact.endpoint, { around, stopped }) : [];
    if (fact.kind !== "forward" || fact.how !== "publish" || stopped.has(fact.to.id)) return [];
    return claimsOf(fact, fact.from, { around, stopped }).map((claim) => ({ ...claim, owner: fact.to, among: [] }));
  });
}

function leadsNowhere({ leads }: Route): boolean {
  return addresses.isEmpty(leads.may);
}

/** A load balancer's listeners are the provider's, and what was observed runs already. */
function isSocket({ layer }: Listener): boolean {
  return layer === "listener" || layer === "host";
}

interface Around {
  readonly around: ReadonlyMap<string, readonly Resides[]>;
  readonly stopped: ReadonlySet<string>;
}

/** One for each host, where an endpoint resides in several. */
function claimsOf(fact: Listener | Forward, endpoint: Subject, { around, stopped }: Around): readonly Claim[] {
  if (fact.opens === "one" || traffic.isEmpty(fact.traffic.must) || addresses.isEmpty(fact.bind.must)) return [];
  const chain = [endpoint.id, ...outwards(endpoint.id, around)];
  if (chain.some((id) => stopped.has(id))) return [];
  const hosts = chain.filter((id) => !around.has(id));
  const among = [endpoint.id, ...(around.get(endpoint.id) ?? []).map(({ within }) => within.id)];
  return hosts.map((host) => ({
    owner: endpoint,
    among,
    host,
    bind: fact.bind.must,
    ports: fact.traffic.must,
    during: fact.during ?? [],
    statement: fact.statement,
  }));
}

function outwards(id: string, around: ReadonlyMap<string, readonly Resides[]>): readonly string[] {
  const seen = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const { within } of around.get(next) ?? [])
      if (!seen.has(within.id)) {
        seen.add(within.id);
        waiting.push(within.id);
      }
  return [...seen];
}
