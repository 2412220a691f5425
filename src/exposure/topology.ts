import { addresses, everyAddress, meet, type AddressSet } from "../model/addresses";
import type { Attachment, Boundary, Fact, Forward, Name, Resides, Route, Subject } from "../model/facts";
import { append } from "../model/grouped";
import type { Place } from "../model/source";
import { internet } from "../model/zones";
import { boundariesIn, type Boundaries } from "./boundaries";
import { filtersBefore, type Filter, type Forwarder } from "./filters";

/** An endpoint, and a place that speaks of it. */
export interface Standing {
  readonly endpoint: Subject;
  readonly at: Place;
}

/** Who leads to whom, by the ids of endpoints. */
export interface Topology {
  readonly boundaries: Boundaries;
  /** Endpoints that packets from the internet may come to straight, in the order of the facts. */
  readonly entries: readonly Standing[];
  readonly routesTo: (endpoint: string) => readonly Route[];
  readonly filtersBefore: (endpoint: string) => readonly Filter[];
  readonly forwardsFrom: (endpoint: string) => readonly Forward[];
  readonly residentsOf: (endpoint: string) => readonly Resides[];
  /** Who leads to it: by a forward, or because it shares the network of another. */
  readonly leadingTo: (endpoint: string) => readonly Subject[];
  readonly attachmentsOf: (boundary: string) => readonly Attachment[];
  /** An endpoint as those see it to whom it hands on. */
  readonly asForwarder: (endpoint: Subject) => Forwarder;
  /** The network that an endpoint stands in where it has no way in but what is published for it. */
  readonly enclosedBy: (endpoint: string) => Name | undefined;
}

interface Index {
  readonly routes: Map<string, Route[]>;
  readonly forwards: Map<string, Forward[]>;
  readonly residents: Map<string, Resides[]>;
  readonly leading: Map<string, Subject[]>;
  readonly behind: Map<string, Attachment[]>;
  readonly before: Map<string, Attachment[]>;
  readonly within: Map<string, AddressSet>;
  readonly names: Map<string, Name>;
  readonly boundaries: Boundary[];
  readonly listening: Set<string>;
  /** Machines that publish what runs on them. */
  readonly publishing: Set<string>;
  /** Parts of others, which nothing comes to but through those. */
  readonly parts: Set<string>;
  readonly targets: Set<string>;
  readonly endpoints: Map<string, Standing>;
}

export function topologyOf(facts: readonly Fact[]): Topology {
  const index = indexed(facts);
  const boundaries = boundariesIn(index.boundaries);
  const none: readonly never[] = [];
  const forwarders = new Map<string, Forwarder>();
  return {
    boundaries,
    entries: [...index.endpoints.values()].filter(({ endpoint }) => isEntry(endpoint.id, index)),
    routesTo: (id) => index.routes.get(id) ?? none,
    filtersBefore: filtersBefore([...index.before.values()].flat(), boundaries),
    forwardsFrom: (id) => index.forwards.get(id) ?? none,
    residentsOf: (id) => index.residents.get(id) ?? none,
    leadingTo: (id) => index.leading.get(id) ?? none,
    attachmentsOf: (id) => index.behind.get(id) ?? none,
    asForwarder: (endpoint) => {
      const known = forwarders.get(endpoint.id) ?? forwarderAt(endpoint, index);
      forwarders.set(endpoint.id, known);
      return known;
    },
    enclosedBy: (id) => (isOpen(id, index) ? undefined : index.names.get(id)),
  };
}

function forwarderAt(endpoint: Subject, { before, within }: Index): Forwarder {
  const groups = (before.get(endpoint.id) ?? []).filter(({ layer }) => layer === "security-group");
  const known = groups.flatMap(({ boundary }) => (boundary.known ? [boundary.value.id] : []));
  return {
    endpoint,
    memberOf: new Set(known),
    memberships: groups.length > 0 && known.length === groups.length ? "all" : "some",
    within: within.get(endpoint.id) ?? inside,
  };
}

/** Where a forwarder lies of which nothing is said: in some network that is not the internet. */
const inside = addresses.difference(everyAddress, internet);

function indexed(facts: readonly Fact[]): Index {
  const index: Index = {
    routes: new Map(),
    forwards: new Map(),
    residents: new Map(),
    leading: new Map(),
    behind: new Map(),
    before: new Map(),
    within: new Map(),
    names: new Map(),
    boundaries: [],
    listening: new Set(),
    publishing: new Set(),
    parts: new Set(),
    targets: new Set(),
    endpoints: new Map(),
  };
  for (const fact of facts) add(index, fact);
  return index;
}

function add(index: Index, fact: Fact): void {
  const see = (at: Place, ...subjects: readonly Subject[]): void => {
    for (const endpoint of subjects)
      index.endpoints.set(endpoint.id, index.endpoints.get(endpoint.id) ?? { endpoint, at });
  };
  switch (fact.kind) {
    case "boundary":
      index.boundaries.push(fact);
      return;
    case "listener":
      see(fact.statement.at, fact.endpoint);
      index.listening.add(fact.endpoint.id);
      return;
    case "route":
      see(fact.along[0].at, fact.endpoint);
      append(index.routes, fact.endpoint.id, fact);
      return;
    case "attachment":
      see(fact.at, fact.endpoint);
      append(index.before, fact.endpoint.id, fact);
      if (fact.boundary.known) append(index.behind, fact.boundary.value.id, fact);
      return;
    case "forward":
      see(fact.statement.at, fact.from, fact.to);
      append(index.forwards, fact.from.id, fact);
      append(index.leading, fact.to.id, fact.from);
      if (fact.how === "publish") index.publishing.add(fact.from.id);
      (fact.how === "dispatch" ? index.parts : index.targets).add(fact.to.id);
      return;
    case "resides":
      see(fact.at, fact.within, fact.endpoint);
      append(index.residents, fact.within.id, fact);
      append(index.leading, fact.endpoint.id, fact.within);
      index.parts.add(fact.endpoint.id);
      return;
    case "address": {
      const before = index.within.get(fact.endpoint.id);
      index.within.set(fact.endpoint.id, before ? addresses.union(before, fact.within) : fact.within);
      return;
    }
    case "name":
      index.names.set(fact.endpoint.id, index.names.get(fact.endpoint.id) ?? fact);
      return;
    case "mount":
    case "configuration":
    case "opaque":
    case "trait":
      return;
  }
}

function isEntry(id: string, index: Index): boolean {
  if (index.parts.has(id)) return false;
  const routes = index.routes.get(id);
  return routes ? routes.some(({ leads }) => meet(leads.may, internet)) : isOpen(id, index);
}

/**
 * Of which nothing says that it has no way in of its own: it has sockets or a boundary, publishes what runs on it, or is no
 * container and nobody's target. A machine that hands on to itself is its own target.
 */
function isOpen(id: string, { parts, listening, publishing, before, names, targets, residents }: Index): boolean {
  if (parts.has(id)) return false;
  if (listening.has(id) || before.has(id) || publishing.has(id)) return true;
  return !(names.has(id) || (targets.has(id) && !residents.has(id)));
}
