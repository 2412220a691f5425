import { everyAddress } from "../model/addresses";
import { packetBounds, packetsBetween, type Bounds, type Known, type Reason } from "../model/bounds";
import type { Admission, Boundary, Statement, Subject } from "../model/facts";
import { everyPacket, noPacket, packets, packetsOf, type PacketSet } from "../model/packets";
import { everyTraffic, type Traffic } from "../model/traffic";

/** What one statement of a boundary lets through, after all that stands before it. */
export interface Passage {
  readonly statement: Statement;
  readonly packets: Bounds<PacketSet>;
  /** Whoever else is let in by standing behind another boundary, whatever its address, and what they may send. */
  readonly members: { readonly of: Known<Subject>; readonly traffic: Bounds<Traffic> } | undefined;
}

/** What passes a boundary, statement by statement. */
export function passages(boundary: Boundary): readonly Passage[] {
  switch (boundary.decides) {
    case "union":
      return boundary.admissions
        .filter(({ effect }) => effect === "allow")
        .map((admission) => ({
          statement: admission.statement,
          packets: matchedBy(admission),
          members:
            admission.peers.kind === "members" ? { of: admission.peers.of, traffic: admission.traffic } : undefined,
        }));
    case "first-match":
      return firstMatches(boundary);
  }
}

/**
 * A packet that an earlier statement may match passes a later one only perhaps; one that an earlier statement certainly
 * matches does not get that far.
 */
function firstMatches(boundary: Boundary): readonly Passage[] {
  const passed: Passage[] = [];
  let perhapsHere = everyPacket;
  let certainlyHere = everyPacket;
  const because: Reason[] = [];
  const pass = (statement: Statement, matched: Bounds<PacketSet>): void => {
    const must = packets.intersection(certainlyHere, matched.must);
    const may = packets.intersection(perhapsHere, matched.may);
    passed.push({ statement, packets: packetBounds.between(must, may, because), members: undefined });
  };
  for (const admission of boundary.admissions) {
    const matched = matchedBy(admission);
    because.push(...matched.because);
    if (admission.effect === "allow") pass(admission.statement, matched);
    perhapsHere = packets.difference(perhapsHere, matched.must);
    certainlyHere = packets.difference(certainlyHere, matched.may);
  }
  if (boundary.otherwise === "allow") {
    const { subject, at } = boundary;
    const statement = { what: "default", name: subject.name, at, focus: at };
    pass(statement, packetBounds.certain(packetsOf(everyAddress, everyTraffic)));
  }
  return passed;
}

function matchedBy({ peers, traffic }: Admission): Bounds<PacketSet> {
  return peers.kind === "members" ? packetBounds.certain(noPacket) : packetsBetween(peers.addresses, traffic);
}
