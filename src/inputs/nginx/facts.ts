import { addresses, type AddressSet } from "../../model/addresses";
import type { Attachment, Boundary, Fact, Forward, Listener, Subject } from "../../model/facts";
import { isSubset } from "../../model/sets";
import type { Place } from "../../model/source";
import { admissionsOf, admitted } from "./admission";
import type { Directive } from "./includes";
import { handedOn, type Surroundings } from "./handed-on";
import { servedBy } from "./served";
import type { Site, SiteLocation } from "./sites";

/** What a web server says: its locations that matter, who may use each of them, and where they lead. */
export function siteFacts(site: Site, around: Surroundings, sockets: readonly Listener[]): readonly Fact[] {
  const served = listenersOnce(site);
  return site.locations.flatMap((place): readonly Fact[] => {
    const variables = { tables: around.tables, server: site.scope, location: place.location };
    const onward = handedOn(place, variables, around);
    const answered = served.filter(({ endpoint }) => endpoint === place.subject);
    const access = boundaryBefore(place);
    if (onward.length + answered.length + access.length === 0) return [];
    return [...dispatches(place, sockets), ...access, ...answered, ...onward];
  });
}

/** The sockets of a server lead to each location that clients may ask for. */
function dispatches(
  { subject, entry, site, location }: SiteLocation,
  sockets: readonly Listener[],
): readonly Forward[] {
  if (entry === "inside") return [];
  const { at, head } = location.scope.block;
  const words = location.match.kind === "rest" ? site.subject.name : subject.name;
  return sockets.map((socket) => ({
    kind: "forward",
    how: "dispatch",
    from: socket.endpoint,
    bind: socket.bind,
    traffic: socket.traffic,
    opens: socket.opens ?? "all",
    to: subject,
    arriving: socket.traffic,
    sender: "client",
    cleartext: socket.cleartext,
    evidence: [],
    statement: { what: location.scope.block.name, name: words, at, focus: head },
  }));
}

function boundaryBefore({ access, subject, location }: SiteLocation): readonly (Boundary | Attachment)[] {
  return boundaryFacts(admissionsOf(access), subject, location.scope.block);
}

/** An access list as a boundary of its own before an endpoint; none where everybody is let in. */
export function boundaryFacts(
  admissions: Boundary["admissions"],
  endpoint: Subject,
  { head }: Directive,
): readonly (Boundary | Attachment)[] {
  if (admissions.length === 0) return [];
  const subject = { id: `${endpoint.id} access`, name: endpoint.name };
  const at: Place = admissions[0]?.statement.at ?? head;
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
    const clients = admitted(place.access, site.senders).may;
    const isSaid = kept.some(
      (other) =>
        isSubset(addresses, clients, other.clients) &&
        listeners.every(({ statement }) => other.listeners.some((each) => each.statement.at === statement.at)),
    );
    if (listeners.length > 0 && !isSaid) kept.push({ listeners, clients });
  }
  return kept.flatMap(({ listeners }) => listeners);
}
