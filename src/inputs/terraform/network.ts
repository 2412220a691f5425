import type { Fact } from "../../model/facts";
import { networkFacts } from "../shared/network-facts";
import { gatewaysIn } from "./gateways";
import { completedEndpoints, publicAddressesIn } from "./interfaces";
import { listenersIn } from "./load-balancers";
import { mentioningIn, unreadRoutes, unusedIn } from "./mentions";
import { routeEntriesIn } from "./route-entries";
import type { Site } from "./site";
import { forwardsIn } from "./targets";
import { aclAssociationsIn, routeTablesIn, subnetsIn, tableAssociationsIn, vpcsIn } from "./vpcs";

/** What stands before what, from where there is a way, and what load balancers take in and hand on. */
export function networkIn(site: Site): readonly Fact[] {
  const vpcs = vpcsIn(site);
  const own = completedEndpoints(site);
  const endpoints = [...own, ...mentioningIn(site, own)];
  const listeners = listenersIn(site);
  return [
    ...listeners.map(({ listener }) => listener),
    ...forwardsIn(site, listeners),
    ...unusedIn(site, endpoints),
    ...networkFacts({
      vpcs,
      subnets: subnetsIn(site),
      endpoints,
      routeTables: routeTablesIn(site),
      routes: routeEntriesIn(site, vpcs),
      tableAssociations: tableAssociationsIn(site, vpcs),
      aclAssociations: aclAssociationsIn(site),
      publicAddresses: publicAddressesIn(site),
      gateways: gatewaysIn(site, vpcs),
      unread: unreadRoutes(site),
    }),
  ];
}
