import { addresses, everyAddress, everyIPv4, everyIPv6, meet, noAddress, type AddressSet } from "../model/addresses";
import { packetBounds } from "../model/bounds";
import type { Route, Subject } from "../model/facts";
import { packetsOf } from "../model/packets";
import { everyTraffic } from "../model/traffic";
import { internet } from "../model/zones";
import { asAsked, type Flow, type Step } from "./flow";
import { hopOf } from "./hops";

/** Routes that lead from nowhere on the internet, whatever is not known of them. */
export function closedRoutes(routes: readonly Route[]): readonly Route[] {
  return routes.filter(({ leads }) => isNowhere(leads.may));
}

function isNowhere(set: AddressSet): boolean {
  return !meet(set, internet);
}

/** Everything, by a way that is assumed. */
export function assumedAt(assumption: string): Flow {
  return flowFrom(everyAddress, { assuming: [assumption], steps: [], addressing: "direct" });
}

/** What can come to an endpoint straight: by each of its routes, or assumed to where the input has none. */
export function entering(endpoint: Subject, routes: readonly Route[]): readonly Flow[] {
  const assumption = `${endpoint.name} can be reached from the internet`;
  if (routes.length === 0) return [assumedAt(assumption)];
  return routes.flatMap(({ leads, along }): readonly Flow[] => {
    const steps: readonly Step[] = [enteredBy(endpoint, { leads, along })];
    const perhaps = addresses.difference(leads.may, leads.must);
    const surely = isNowhere(leads.must)
      ? []
      : [
          flowFrom(withNeighbours(leads.must), {
            assuming: [],
            steps,
            addressing: "routed" as const,
          }),
        ];
    if (isNowhere(perhaps)) return surely;
    // What a route depends on is no doubt about the door: an open door is open.
    const names = leads.because.map(({ name }) => name).join(", ");
    return [
      ...surely,
      flowFrom(withNeighbours(perhaps), {
        assuming: [`${assumption}, which depends on ${names}`],
        steps,
        addressing: "routed",
      }),
    ];
  });
}

/** Where a route leads from elsewhere only, what comes from here is stopped before it begins. */
function enteredBy(endpoint: Subject, { leads, along }: Pick<Route, "leads" | "along">): Step {
  const last = along.at(-1) ?? along[0];
  return {
    layer: undefined,
    hops: () => along.map(hopOf),
    stop: ({ may }) =>
      may.some(({ sources }) => meet(addresses.intersection(sources, internet), leads.may))
        ? undefined
        : { what: "routing to", name: endpoint.name, at: last.at },
  };
}

/** Whoever shares a private network needs no way from the internet, over a family that has one. */
function withNeighbours(leads: AddressSet): AddressSet {
  const families = [everyIPv4, everyIPv6].map((family) => {
    const led = addresses.intersection(leads, family);
    return isNowhere(led) ? noAddress : addresses.union(led, addresses.difference(family, internet));
  });
  return families.reduce(addresses.union, noAddress);
}

function flowFrom(
  sources: AddressSet,
  { assuming, steps, addressing }: Pick<Flow, "assuming" | "steps"> & Pick<Flow["sender"], "addressing">,
): Flow {
  return {
    packets: packetBounds.certain(packetsOf(sources, everyTraffic)),
    numbering: asAsked,
    sender: { kind: "client", addressing },
    steps,
    assuming,
    visited: [],
  };
}
