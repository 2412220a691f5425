import { addresses, type AddressSet } from "../../model/addresses";
import type { Attachment, Boundary, Fact, Forward, Listener, Subject } from "../../model/facts";
import { isSubset } from "../../model/sets";
import { comparePlaces, type Place } from "../../model/source";
import { admissionsOf, admitted, statementOf } from "./admission";
import { headOf, wholeOf, type Directive } from "./directive";
import { entrancesOf, type Entrance } from "./entrances";
import { cleartextOf, handedOn, type Surroundings } from "./handed-on";
import { servedBy, socketsTogether } from "./served";
import type { Site, SiteLocation } from "./sites";

/** What a web server says: its locations that matter, who may use each of them, and where they lead. */
export function siteFacts(site: Site, around: Surroundings, sockets: readonly Listener[]): readonly Fact[] {
  const served = listenersOnce(site);
  const entrances = entrancesOf(site);
  const facts = new Map<SiteLocation, readonly Fact[]>();
  for (const place of site.locations) {
    if (!place.content) continue;
    const variables = { tables: around.tables, server: site.scope, location: place.location };
    const answered = served.filter(({ endpoint }) => endpoint === place.subject);
    const own = [...boundaryBefore(place), ...answered, ...handedOn(place, variables, around)];
    if (own.length > 0) facts.set(place, own);
  }
  // A map goes on over what is added to it, so the ways to an entrance are found as well.
  for (const place of facts.keys())
    for (const { from } of entrances.get(place) ?? []) if (!facts.has(from)) facts.set(from, boundaryBefore(from));
  const inside = [...facts].flatMap(([place, own]) => {
    const ways = dispatches(place, entrances.get(place) ?? []);
    return ways.length > 0 ? [...ways, ...own] : [];
  });
  return inside.length > 0 ? [...sockets.map((socket) => entryBy(socket, site)), ...inside] : [];
}

/** A socket leads to each server that shares it. */
function entryBy({ endpoint, bind, traffic, opens, cleartext, statement }: Listener, { subject }: Site): Forward {
  return dispatch(endpoint, subject, { bind, traffic, opens: opens ?? "all", cleartext, statement });
}

/** A server leads to each location that clients may ask for, and other locations to the rest. */
function dispatches(
  { subject, entry, site, location }: SiteLocation,
  entrances: readonly Entrance[],
): readonly Forward[] {
  const { block } = location.scope;
  const statement = { what: block.name, name: subject.name, at: wholeOf(block), focus: headOf(block) };
  const cleartext = cleartextOf(site.server);
  return socketsTogether(site.server).flatMap(({ bind, ports, opens }) => {
    const taken = { bind, traffic: ports, opens, cleartext };
    return entry === "client"
      ? [dispatch(site.subject, subject, { ...taken, statement })]
      : entrances.map(({ from, directive }) =>
          dispatch(from.subject, subject, { ...taken, statement: statementOf(directive) }),
        );
  });
}

function dispatch(
  from: Subject,
  to: Subject,
  taken: Pick<Forward, "bind" | "traffic" | "opens" | "cleartext" | "statement">,
): Forward {
  return {
    kind: "forward",
    how: "dispatch",
    from,
    to,
    ...taken,
    arriving: taken.traffic,
    sender: "client",
    evidence: [],
  };
}

function boundaryBefore({ access, subject, location }: SiteLocation): readonly (Boundary | Attachment)[] {
  return boundaryFacts(admissionsOf(access), subject, location.scope.block);
}

/** An access list as a boundary of its own before an endpoint; none where everybody is let in. */
export function boundaryFacts(
  admissions: Boundary["admissions"],
  endpoint: Subject,
  directive: Directive,
): readonly (Boundary | Attachment)[] {
  if (admissions.length === 0) return [];
  const subject = { id: `${endpoint.id} access`, name: endpoint.name };
  const at: Place = admissions[0]?.statement.at ?? headOf(directive);
  return [
    {
      kind: "boundary",
      subject,
      layer: "host",
      direction: "ingress",
      decides: "first-match",
      admissions,
      otherwise: "allow",
      at,
    },
    { kind: "attachment", boundary: { known: true, value: subject }, layer: "host", endpoint, doubt: [], at },
  ];
}

/** What one directive makes several locations answer, where no other of them lets in everyone whom this one does. */
function listenersOnce(site: Site): readonly Listener[] {
  const kept: { readonly listeners: readonly Listener[]; readonly clients: AddressSet }[] = [];
  for (const place of site.locations) {
    const listeners = servedBy(place);
    if (listeners.length === 0) continue;
    const clients = admitted(place.access, site.senders).may;
    const isSaid = kept.some(
      (other) =>
        isSubset(addresses, clients, other.clients) &&
        listeners.every(({ statement }) =>
          other.listeners.some((each) => comparePlaces(each.statement.at, statement.at) === 0),
        ),
    );
    if (!isSaid) kept.push({ listeners, clients });
  }
  return kept.flatMap(({ listeners }) => listeners);
}
