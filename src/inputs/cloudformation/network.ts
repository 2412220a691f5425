import type { Boundary, Fact } from "../../model/facts";
import { networkFacts } from "../shared/network-facts";
import { harmlessMacros } from "./constructs";
import type { Evaluator } from "./expression";
import { gatewaysIn } from "./gateways";
import { completedEndpoints, publicAddressesIn } from "./launches";
import { listenersOf } from "./load-balancers";
import { forwardsIn } from "./targets";
import { unusedGroupsIn } from "./unused-groups";
import { associationsIn, routesIn, routeTablesIn, subnetsIn, unreadIn, vpcsIn } from "./vpcs";

/** What stands before what, from where there is a way, and what load balancers take in and hand on. */
export function networkIn(stacks: readonly Evaluator[], acls: readonly Boundary[]): readonly Fact[] {
  const listeners = stacks.flatMap((evaluator) =>
    [...evaluator.template.resources.values()].flatMap((resource) => listenersOf(evaluator, resource)),
  );
  const endpoints = completedEndpoints(stacks);
  const touched = new Set(acls.map(({ subject }) => subject.id));
  return [
    ...listeners.map(({ listener }) => listener),
    ...unusedGroupsIn(stacks, endpoints),
    ...forwardsIn(stacks, listeners),
    ...networkFacts({
      vpcs: stacks.flatMap((stack) => vpcsIn(stack, touched)),
      subnets: stacks.flatMap(subnetsIn),
      endpoints,
      routeTables: stacks.flatMap(routeTablesIn),
      routes: stacks.flatMap(routesIn),
      tableAssociations: stacks.flatMap((stack) =>
        associationsIn(stack, { type: "AWS::EC2::SubnetRouteTableAssociation", to: "RouteTableId" }),
      ),
      aclAssociations: stacks.flatMap((stack) =>
        associationsIn(stack, { type: "AWS::EC2::SubnetNetworkAclAssociation", to: "NetworkAclId" }),
      ),
      publicAddresses: publicAddressesIn(stacks),
      gateways: gatewaysIn(stacks),
      unread: stacks.flatMap((stack) => unreadIn(stack, harmlessMacros)),
    }),
  ];
}
