import { addresses } from "../../model/addresses";
import type { Reason } from "../../model/bounds";
import type { Statement, Subject } from "../../model/facts";
import type { Gateways, RouteEntry, Subnet } from "./network";
import { reasonsOf } from "./routing";

export const noGateways: Gateways = { blocks: [], exclusions: [], edgeTables: [] };

/** What stands at the internet gateway before a subnet: certainly where there are no reasons against it. */
export interface Gate {
  readonly by: Statement;
  readonly because: readonly Reason[];
}

/**
 * What keeps strangers out at the gateway (Amazon VPC User Guide, "Block public access to VPCs and subnets"): of the options,
 * each that blocks keeps out what comes in, unless an exclusion for the subnet or for its VPC lets it in.
 */
export function blockedAt({ blocks, exclusions }: Gateways, subnet: Subnet): Gate | undefined {
  const vpc = subnet.vpc.known ? subnet.vpc.value.id : undefined;
  const [block] = blocks.filter(({ closes }) => !closes.value.known || closes.value.value);
  if (!block) return undefined;
  const own = exclusions.filter(
    ({ of, letsIn }) =>
      !(letsIn.known && !letsIn.value) && (!of.known || of.value.id === subnet.subject.id || of.value.id === vpc),
  );
  const isLetIn = own.some(({ of, letsIn, doubt }) => of.known && letsIn.known && doubt.length === 0);
  if (isLetIn) return undefined;
  const doubts = own.flatMap(({ of, letsIn, doubt }) => [...reasonsOf(of), ...reasonsOf(letsIn), ...doubt]);
  return { by: block.closes.statement, because: [...block.doubt, ...reasonsOf(block.closes.value), ...doubts] };
}

/**
 * What a gateway hands the packets for a subnet to in place of the subnet itself, such as a firewall, whose rules are not
 * known (Amazon VPC User Guide, "Gateway route tables"): of its routes to all of the subnet or to a part, the one that does
 * not lead there directly.
 */
export function divertedAt(
  { edgeTables }: Gateways,
  subnet: Subnet,
  routesOf: (table: Subject) => readonly RouteEntry[],
): Gate | undefined {
  const vpc = subnet.vpc.known ? subnet.vpc.value.id : undefined;
  for (const { vpc: of, table } of edgeTables) {
    if (of.known && of.value.id !== vpc) continue;
    const routes = table.known ? routesOf(table.value) : [];
    const found = routes.find((route) => leadsElsewhere(route) && mayMeet(route, subnet));
    if (!found) continue;
    const { statement } = found;
    const name = `what ${statement.name} leads to`;
    return { by: statement, because: [{ kind: "construct", name, at: statement.focus }] };
  }
  return undefined;
}

function leadsElsewhere({ to }: RouteEntry): boolean {
  return !to.known || to.value !== "local";
}

function mayMeet({ destination }: RouteEntry, { within }: Subnet): boolean {
  if (!destination.known || addresses.isEmpty(within)) return true;
  return destination.value.some((block) => !addresses.isEmpty(addresses.intersection(block, within)));
}
