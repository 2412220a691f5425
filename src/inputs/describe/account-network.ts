import { known, type Reason } from "../../model/bounds";
import type { Fact, Trait } from "../../model/facts";
import { startOf, type Problem } from "../../model/source";
import { forwardsOf } from "../shared/balancing";
import type { AddressAssociation, Located, Network } from "../shared/network";
import { networkFacts } from "../shared/network-facts";
import { unusedGroups } from "../shared/unused-groups";
import type { AnswerFile } from "./answers";
import { balancingIn } from "./balancers";
import { endpointsIn } from "./endpoints";
import { gatewaysIn } from "./gateways";
import { networkAclsIn } from "./network-acls";
import { accountSubject, objectsOf, placeAt, statementAt, textAt } from "./objects";
import type { PrefixLists } from "./prefix-lists";
import { traitsIn } from "./traits";
import { routesIn, subnetsIn, tableAssociationsIn, vpcsIn } from "./vpcs";

/** Everything about the network of an account but what its security groups let through. */
export function accountNetwork(
  files: readonly AnswerFile[],
  prefixLists: PrefixLists,
): { readonly facts: readonly Fact[]; readonly problems: readonly Problem[] } {
  const acls = networkAclsIn(files);
  const balancing = balancingIn(files);
  const network: Network = {
    vpcs: vpcsIn(files, acls),
    subnets: subnetsIn(files),
    endpoints: endpointsIn(files),
    routeTables: objectsOf(files, "RouteTables").map((table) => ({
      subject: accountSubject(table, textAt(table, "RouteTableId") ?? ""),
      at: placeAt(table),
    })),
    routes: routesIn(files, prefixLists),
    tableAssociations: tableAssociationsIn(files),
    aclAssociations: acls.associations,
    publicAddresses: publicAddressesIn(files),
    gateways: gatewaysIn(files),
    unread: unansweredIn(files),
  };
  const facts = [
    ...acls.boundaries,
    ...acls.voids,
    ...unusedIn(files, network),
    ...networkFacts(network),
    ...balancing.listeners,
    ...forwardsOf(balancing.balancings, balancing.targetGroups),
    ...traitsIn(files),
  ];
  return { facts, problems: acls.problems };
}

/** Groups that no interface has; only where an answer lists the interfaces. A default group cannot be deleted. */
function unusedIn(files: readonly AnswerFile[], { endpoints }: Network): readonly Trait[] {
  if (!files.some(({ answers }) => answers.has("NetworkInterfaces"))) return [];
  const groups = objectsOf(files, "SecurityGroups")
    .filter((group) => textAt(group, "GroupName") !== "default")
    .flatMap((group): readonly Located[] => {
      const id = textAt(group, "GroupId");
      return id === undefined ? [] : [{ subject: accountSubject(group, id), at: placeAt(group) }];
    });
  return unusedGroups(groups, endpoints, () => false);
}

/** Elastic IP addresses that something has (EC2 API Reference, Address). */
function publicAddressesIn(files: readonly AnswerFile[]): readonly AddressAssociation[] {
  return objectsOf(files, "Addresses").flatMap((address): readonly AddressAssociation[] => {
    const owner = textAt(address, "InstanceId") ?? textAt(address, "NetworkInterfaceId");
    if (owner === undefined) return [];
    const name = textAt(address, "PublicIp") ?? owner;
    const statement = statementAt(address, { what: "Elastic IP address", name }, "PublicIp");
    return [{ endpoint: known(accountSubject(address, owner)), doubt: [], statement }];
  });
}

/** Without the route tables among the answers, nothing tells which subnets lead to the internet. */
function unansweredIn(files: readonly AnswerFile[]): readonly Reason[] {
  const [file] = files;
  if (!file || files.some(({ answers }) => answers.has("RouteTables"))) return [];
  return [{ kind: "value", name: "the route tables, which no answer lists", at: startOf(file.source.file) }];
}
