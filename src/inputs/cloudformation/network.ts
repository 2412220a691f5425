import type { Boundary, Fact } from "../../model/facts";
import { networkFacts } from "../shared/network-facts";
import { harmlessMacros } from "./constructs";
import type { Evaluator } from "./expression";
import { completedEndpoints, publicAddressesIn } from "./launches";
import { listenersOf } from "./load-balancers";
import { forwardsIn } from "./targets";
import { associationsIn, routesIn, routeTablesIn, subnetsIn, unreadIn, vpcsIn } from "./vpcs";

/** What stands before what, from where there is a way, and what load balancers take in and hand on. */
export function networkIn(evaluator: Evaluator, acls: readonly Boundary[]): readonly Fact[] {
  const listeners = [...evaluator.template.resources.values()].flatMap((resource) => listenersOf(evaluator, resource));
  return [
    ...listeners.map(({ listener }) => listener),
    ...forwardsIn(evaluator, listeners),
    ...networkFacts({
      vpcs: vpcsIn(evaluator, new Set(acls.map(({ subject }) => subject.id))),
      subnets: subnetsIn(evaluator),
      endpoints: completedEndpoints(evaluator),
      routeTables: routeTablesIn(evaluator),
      routes: routesIn(evaluator),
      tableAssociations: associationsIn(evaluator, {
        type: "AWS::EC2::SubnetRouteTableAssociation",
        to: "RouteTableId",
      }),
      aclAssociations: associationsIn(evaluator, {
        type: "AWS::EC2::SubnetNetworkAclAssociation",
        to: "NetworkAclId",
      }),
      publicAddresses: publicAddressesIn(evaluator),
      unread: unreadIn(evaluator, harmlessMacros),
    }),
  ];
}
