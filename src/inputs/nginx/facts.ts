import { addresses, type AddressSet } from "../../model/addresses";
import type { Attachment, Boundary, Fact, Forward, Listener, Subject } from "../../model/facts";
import { trafficBounds } from "../../model/bounds";
import { append } from "../../model/grouped";
import { isSubset } from "../../model/sets";
import { noTraffic } from "../../model/traffic";
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
    const leads = addsNobody(place, site) ? [] : handedOn(place, variables, around);
    const own = [...boundaryBefore(place), ...answered, ...leads];
    if (own.length > 0) facts.set(place, own);
  }
  // A set goes on over what is added to it, so the ways to an entrance are found as well.
  const met = new Set(facts.keys());
  for (const place of met)
    for (const { from, asked } of entrances.get(place) ?? []) {
      if (asked === "everything" && !facts.has(from)) facts.set(from, boundaryBefore(from));
      met.add(from);
    }
  const stages = stagesOf([...met], entrances);
  const inside = [...met].flatMap((place) => {
    const own = facts.get(place);
    const ways = own ? waysTo(place, place.subject, entrances.get(place) ?? []) : [];
    return [...(own && ways.length > 0 ? [...ways, ...own] : []), ...arrivals(place, stages, entrances)];
  });
  return inside.length > 0 ? [...sockets.map((socket) => entryBy(socket, site)), ...inside] : [];
}

/** Other methods lead where all of the location's do, so they matter where somebody else gets in. */
function addsNobody({ location, access }: SiteLocation, { locations, senders }: Site): boolean {
  const outer =
    location.match.kind === "methods" ? locations.find((each) => each.location === location.around) : undefined;
  if (!outer?.content) return false;
  return isSubset(addresses, admitted(access, senders).may, admitted(outer.access, senders).must);
}

type Stages = ReadonlyMap<SiteLocation, readonly Entrance["asked"][]>;

/** After which questions requests leave each location for another. */
function stagesOf(places: readonly SiteLocation[], entrances: ReadonlyMap<SiteLocation, readonly Entrance[]>): Stages {
  const stages = new Map<SiteLocation, Entrance["asked"][]>();
  for (const to of places)
    for (const { from, asked } of entrances.get(to) ?? []) {
      if (asked !== "everything" && !stages.get(from)?.includes(asked)) append(stages, from, asked);
    }
  return stages;
}

/** What of a location comes before it has asked everything: requests are sent on from there, past what is asked by then. */
function arrivals(
  place: SiteLocation,
  stages: Stages,
  entrances: ReadonlyMap<SiteLocation, readonly Entrance[]>,
): readonly Fact[] {
  return (stages.get(place) ?? []).flatMap((asked) => {
    const subject = arrivalAt(place, asked);
    const { access, location } = place;
    const questions =
      asked === "nothing" ? [] : admissionsOf({ ...access, demands: [], rules: rulesBy(asked, access) });
    const ways = waysTo(place, subject, entrances.get(place) ?? []);
    return [...ways, ...boundaryFacts(questions, subject, location.scope.block)];
  });
}

/** With `satisfy any` who is refused by address is still asked for credentials. */
function rulesBy(
  asked: Entrance["asked"],
  { satisfy, rules }: SiteLocation["access"],
): SiteLocation["access"]["rules"] {
  return asked === "addresses" && satisfy === "all" ? rules : [];
}

/** An endpoint of its own for each stage, because boundaries stand before whole endpoints. */
function arrivalAt({ subject }: SiteLocation, asked: Entrance["asked"]): Subject {
  return asked === "everything" ? subject : { id: `${subject.id} (asked ${asked})`, name: subject.name };
}

/** A socket leads to each server that shares it. */
export function entryBy(
  { endpoint, bind, traffic, opens, cleartext, statement }: Listener,
  { subject }: Pick<Site, "subject">,
): Forward {
  return dispatch(endpoint, subject, { bind, traffic, opens: opens ?? "all", cleartext, statement });
}

/** A server leads to each location that clients may ask for, and other locations to the rest. */
function waysTo(
  { subject, entry, site, location }: SiteLocation,
  to: Subject,
  entrances: readonly Entrance[],
): readonly Forward[] {
  const { block } = location.scope;
  const statement = { what: block.name, name: subject.name, at: wholeOf(block), focus: headOf(block) };
  const cleartext = cleartextOf(site.server);
  return socketsTogether(site.server).flatMap(({ bind, ports, opens }) => {
    const taken = { bind, traffic: ports, opens, cleartext };
    if (entry === "client") return [dispatch(site.subject, to, { ...taken, statement })];
    return entrances.map(({ from, directive, asked, doubt }) =>
      dispatch(arrivalAt(from, asked), to, {
        ...taken,
        traffic: doubt.length === 0 ? ports : trafficBounds.between(noTraffic, ports.may, [...ports.because, ...doubt]),
        statement: statementOf(directive),
      }),
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
