import type { Evidence, Fact, Forward, Name, Resides, Subject } from "../model/facts";
import { append } from "../model/grouped";
import type { Problem } from "../model/source";
import { onLoopbackAlone } from "./loopback";
import { runningIn } from "./programs";
import { withCleartext } from "./published-cleartext";

/** Facts of several inputs put together: who runs which configuration, and whom each name means where it is said. */
export interface Joined {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
}

export function joined(facts: readonly Fact[]): Joined {
  const own = facts.filter((fact) => fact.kind === "resides");
  const running = runningIn(facts);
  const residences = [...own, ...running];
  const lookUp = lookupIn(facts, residences);
  const problems: Problem[] = [];
  const all = facts.flatMap((fact): readonly Fact[] => {
    if (fact.kind !== "forward" || fact.called === undefined) return [fact];
    const found = lookUp(fact.from, fact.called);
    switch (found.kind) {
      case "endpoints":
        return found.endpoints.map(({ to, evidence }) => ({ ...fact, to, evidence: [...evidence, ...fact.evidence] }));
      case "elsewhere":
        return [fact];
      case "nowhere":
        problems.push(leadsNowhere(fact, found.inside));
        return [];
    }
  });
  return { facts: withCleartext([...all, ...running, ...onLoopbackAlone(facts, running)]), problems };
}

function leadsNowhere({ called = "", statement }: Forward, inside: Subject): Problem {
  const message = `${statement.name} leads nowhere: nothing on a network of ${inside.name} answers to the name ${called}`;
  return { code: "invalid-value", message, at: statement.focus };
}

/** An endpoint that a name means, and how what answers there is known. */
interface Meant {
  readonly to: Subject;
  readonly evidence: readonly Evidence[];
}

type Found =
  | { readonly kind: "endpoints"; readonly endpoints: readonly Meant[] }
  /** A name that the input does not know, and that may be known elsewhere. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "nowhere"; readonly inside: Subject };

/** Whom a name means to those who share the network of an endpoint. */
function lookupIn(facts: readonly Fact[], residences: readonly Resides[]): (from: Subject, called: string) => Found {
  const around = new Map<string, Subject[]>();
  for (const { endpoint, within } of residences) append(around, endpoint.id, within);
  // A part of a program looks names up where the program runs.
  for (const fact of facts)
    if (fact.kind === "forward" && fact.how === "dispatch") append(around, fact.to.id, fact.from);
  const names = new Map<string, Name[]>();
  const networks = new Map<string, Set<string>>();
  const evidence = new Map<string, readonly Evidence[]>();
  for (const fact of facts) {
    if (fact.kind !== "name") continue;
    append(names, fact.name, fact);
    if (fact.evidence.length > 0) evidence.set(fact.endpoint.id, fact.evidence);
    const known = networks.get(fact.endpoint.id);
    if (known) known.add(fact.network.id);
    else networks.set(fact.endpoint.id, new Set([fact.network.id]));
  }
  return (from, called) => {
    const name = called.toLowerCase().replace(/^\[(.*)\]$/, "$1");
    const namespace = [from, ...outwards(from, around)];
    if (isLoopback(name))
      return { kind: "endpoints", endpoints: outermost(namespace, around).map((to) => ({ to, evidence: [] })) };
    const inside = namespace.find(({ id }) => networks.has(id));
    if (!inside) return { kind: "elsewhere" };
    const on = new Set(namespace.flatMap(({ id }) => [...(networks.get(id) ?? [])]));
    const meant = (names.get(name) ?? []).filter(({ network }) => on.has(network.id));
    if (meant.length > 0) return { kind: "endpoints", endpoints: distinct(meant, evidence) };
    const mayBeElsewhere = /[.:]/.test(name) || [...on].some((network) => network.startsWith("external#"));
    return mayBeElsewhere ? { kind: "elsewhere" } : { kind: "nowhere", inside };
  };
}

/** `localhost`, and the addresses that never leave a machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
export function isLoopback(name: string): boolean {
  return name === "localhost" || /^127\./.test(name) || name === "::1";
}

function outwards({ id }: Subject, around: ReadonlyMap<string, readonly Subject[]>): readonly Subject[] {
  const seen = new Map<string, Subject>();
  const waiting = [...(around.get(id) ?? [])];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next.id)) continue;
    seen.set(next.id, next);
    waiting.push(...(around.get(next.id) ?? []));
  }
  return [...seen.values()];
}

function outermost(namespace: readonly Subject[], around: ReadonlyMap<string, readonly Subject[]>): readonly Subject[] {
  const last = namespace.filter(({ id }) => !around.has(id));
  return last.length > 0 ? last : namespace.slice(0, 1);
}

function distinct(names: readonly Name[], evidence: ReadonlyMap<string, readonly Evidence[]>): readonly Meant[] {
  const meant = names.map(({ endpoint: to }) => [to.id, { to, evidence: evidence.get(to.id) ?? [] }] as const);
  return [...new Map(meant).values()];
}
