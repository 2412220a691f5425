import { addresses } from "../model/addresses";
import type { Hop, Reach } from "../model/exposure";
import type { Attachment, Fact, Route, Statement, Subject } from "../model/facts";

/** How far a door is from the internet, by what the input says. */
export interface Way {
  readonly reach: Reach;
  /** From the internet to the door, the door left out. */
  readonly hops: readonly Hop[];
  readonly blockedBy: Hop | undefined;
  readonly assuming: readonly string[];
}

/** Answers for each endpoint and boundary whether a way from the internet leads there. */
export interface Ways {
  readonly toEndpoint: (endpoint: Subject) => Way;
  readonly toBoundary: (boundary: Subject) => Way;
  /** To where a host hands on what it receives: as open as the host, unless the target is cut off. */
  readonly through: (host: Subject, target: Subject) => Way;
}

export function waysOf(facts: readonly Fact[]): Ways {
  const routes = new Map<string, Route[]>();
  const attachments = new Map<string, Attachment[]>();
  for (const fact of facts) {
    if (fact.kind === "route") put(routes, fact.endpoint.id, fact);
    else if (fact.kind === "attachment" && fact.boundary.known) put(attachments, fact.boundary.value.id, fact);
  }
  const toEndpoint = (endpoint: Subject): Way => {
    const known = routes.get(endpoint.id) ?? [];
    const open = known.find(({ leads }) => !addresses.isEmpty(leads.must));
    if (open) return { reach: "proven", hops: open.along.map(hopOf), blockedBy: undefined, assuming: [] };
    const closed = known.find(({ leads }) => addresses.isEmpty(leads.may));
    if (closed) return { reach: "latent", hops: [], blockedBy: hopOf(closed.along[0]), assuming: [] };
    return assumed(`${endpoint.name} can be reached from the internet`);
  };
  const toBoundary = (boundary: Subject): Way => {
    const behind = (attachments.get(boundary.id) ?? []).map((attachment) => ({
      attachment,
      way: toEndpoint(attachment.endpoint),
    }));
    const order: readonly Reach[] = ["proven", "assumed", "latent"];
    const best = behind.toSorted((a, b) => order.indexOf(a.way.reach) - order.indexOf(b.way.reach))[0];
    if (!best) return assumed(`${boundary.name} stands before something that the internet can reach`);
    const { attachment, way } = best;
    return { ...way, hops: [...way.hops, { what: "attached to", name: attachment.endpoint.name, at: attachment.at }] };
  };
  const through = (host: Subject, target: Subject): Way => {
    const inner = toEndpoint(target);
    return inner.reach === "latent" ? inner : toEndpoint(host);
  };
  return { toEndpoint, toBoundary, through };
}

export function hopOf({ what, name, at }: Statement): Hop {
  return { what, name, at };
}

function assumed(assumption: string): Way {
  return { reach: "assumed", hops: [], blockedBy: undefined, assuming: [assumption] };
}

function put<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
