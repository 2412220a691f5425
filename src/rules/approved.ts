import { addresses, type AddressSet } from "../model/addresses";
import { addressBounds } from "../model/bounds";
import type { Exposure } from "../model/exposure";
import type { Subject } from "../model/facts";
import { destinationsOf, packets, packetsOf, type PacketSet } from "../model/packets";
import { unionOf } from "../model/sets";
import type { FilePlace } from "../model/source";
import { noTraffic, traffic, type Traffic } from "../model/traffic";
import { breadthOf, internet } from "../model/zones";

/** What is meant to be reached: who may send what to whom, and why. */
export interface Approval {
  /** The name or the id of what is reached; `*` stands for any characters. */
  readonly to: string;
  readonly packets: PacketSet;
  readonly reason: string;
  /** The last day on which it holds, such as `2027-06-30`; without one it holds for good. */
  readonly until: string | undefined;
  readonly at: FilePlace;
}

/** Destinations of an exposure that approvals treat alike. */
export interface Part {
  /** The exposure with those of its sources that nobody approved; the whole of it where nothing is left to approve. */
  readonly exposure: Exposure;
  readonly traffic: Traffic;
  /** The approvals that cover all strangers who reach these destinations; none where some are not covered. */
  readonly approvedBy: readonly Approval[];
}

/**
 * An exposure by what approvals leave of it. They cover sets of packets, so that one of SSH from an office says nothing
 * of SSH from everyone, and everyone who may get in must be covered, not only who surely does.
 */
export function partsOf(exposure: Exposure, approvals: readonly Approval[]): readonly Part[] {
  const whole: Part = { exposure, traffic: exposure.traffic, approvedBy: [] };
  const passing = packetsOf(addresses.intersection(exposure.sources.may, internet), exposure.traffic);
  const meant = approvals.filter((approval) => isMeantBy(approval, exposure.target) && meets(approval, passing));
  if (meant.length === 0) return [whole];
  const left = packets.difference(passing, unionOf(packets, meant.map((approval) => approval.packets)));
  const covered = traffic.difference(exposure.traffic, destinationsOf(left));
  const open = groupsOf(left).map(({ sources, destinations }): Part => {
    const strangers = addresses.intersection(exposure.sources.may, internet);
    const approved = addresses.difference(strangers, sources);
    return { exposure: without(exposure, approved), traffic: destinations, approvedBy: [] };
  });
  if (traffic.isEmpty(covered)) return open;
  const approvedBy = meant.filter((approval) => !traffic.isEmpty(traffic.intersection(destinationsOf(approval.packets), covered)));
  return [...open, { exposure, traffic: covered, approvedBy }];
}

/** Whether an approval is of what a subject is called. */
export function isMeantBy({ to }: Approval, { id, name }: Subject): boolean {
  if (!to.includes("*")) return to === name || to === id;
  const literal = to.split("*").map((text) => text.replace(/[$()+.?[\\\]^{|}]/g, "\\$&"));
  const pattern = new RegExp(`^${literal.join(".*")}$`, "s");
  return pattern.test(name) || pattern.test(id);
}

export function meets(approval: Approval, passing: PacketSet): boolean {
  return !packets.isEmpty(packets.intersection(approval.packets, passing));
}

interface Group {
  readonly sources: AddressSet;
  readonly destinations: Traffic;
}

/** Destinations with the same sources go together. */
function groupsOf(set: PacketSet): readonly Group[] {
  const groups: Group[] = [];
  for (const { first, last, sources } of set) {
    const same = groups.findIndex((group) => addresses.equals(group.sources, sources));
    const destinations = traffic.union(groups[same]?.destinations ?? noTraffic, [[first, last]]);
    if (same < 0) groups.push({ sources, destinations });
    else groups[same] = { sources, destinations };
  }
  return groups;
}

/** What would be left of an exposure if some sources were not there. Its breadth never grows, and falls only by its own. */
function without(exposure: Exposure, approved: AddressSet): Exposure {
  if (addresses.isEmpty(approved)) return exposure;
  const sources = addressBounds.difference(exposure.sources, addressBounds.certain(approved));
  const isItsOwn = exposure.breadth === breadthOf(exposure.sources.must);
  const own = breadthOf(sources.must);
  const breadth = isItsOwn || own === "private" ? own : exposure.breadth;
  return {
    ...exposure,
    sources,
    verdict: own === "private" ? "unknown" : "exposed",
    breadth,
    breadthAtMost: sources.because.length > 0 ? breadthOf(sources.may) : breadth,
  };
}
