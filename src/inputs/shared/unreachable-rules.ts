import { packetsBetween, type Bounds } from "../../model/bounds";
import type { Admission, Boundary, Trait } from "../../model/facts";
import { noPacket, packets, type PacketSet } from "../../model/packets";

/**
 * The rules of a boundary that decides by the first match which never come to decide: whatever they name, rules before them
 * certainly decide on (Amazon VPC User Guide, "Network ACL rules"). A rule that names nothing for certain is left out.
 */
export function unreachableRules({ subject, decides, admissions }: Boundary): readonly Trait[] {
  if (decides !== "first-match") return [];
  let decided: PacketSet = noPacket;
  return admissions.flatMap((admission): readonly Trait[] => {
    const named = namedBy(admission);
    const isVoid = !packets.isEmpty(named.must) && packets.isEmpty(packets.difference(named.may, decided));
    decided = packets.union(decided, named.must);
    const { name: detail, at } = admission.statement;
    return isVoid ? [{ kind: "trait", subject, trait: "unreachable-rule", holds: { known: true }, detail, at }] : [];
  });
}

function namedBy({ peers, traffic }: Admission): Bounds<PacketSet> {
  if (peers.kind === "addresses") return packetsBetween(peers.addresses, traffic);
  return { must: noPacket, may: noPacket, because: [] };
}
