import { addresses, everyAddress } from "../model/addresses";
import { addressBounds, known, trafficBounds } from "../model/bounds";
import type { Attachment, Boundary, Fact, Listener } from "../model/facts";
import { append } from "../model/grouped";
import { isSubset } from "../model/sets";
import { noTraffic, traffic } from "../model/traffic";
import { loopback } from "../model/zones";
import type { Running } from "./programs";

/**
 * What keeps everyone out of a container whose program listens on loopback alone, and loopback there is the container's
 * own: a port that is published for it leads nowhere. Only where its configuration surely holds, and no other program of
 * the container is known to listen on that port.
 */
export function onLoopbackAlone(
  facts: readonly Fact[],
  running: readonly Running[],
): readonly (Boundary | Attachment)[] {
  const sure = running.filter(({ isSure }) => isSure);
  if (sure.length === 0) return [];
  const apart = new Set<string>();
  const sharing = new Map<string, string[]>();
  for (const { endpoint, within } of running) append(sharing, within.id, endpoint.id);
  for (const fact of facts) {
    if (fact.kind !== "resides") continue;
    append(sharing, fact.within.id, fact.endpoint.id);
    apart.add(fact.endpoint.id);
  }
  const listeners = new Map<string, Listener[]>();
  for (const fact of facts) if (fact.kind === "listener") append(listeners, fact.endpoint.id, fact);
  const inside = (id: string): readonly string[] => [id, ...(sharing.get(id) ?? []).flatMap(inside)];
  return sure
    .filter(({ within }) => !apart.has(within.id))
    .flatMap(({ endpoint, within }) => {
      const open = inside(within.id)
        .flatMap((id) => listeners.get(id) ?? [])
        .filter((listener) => !isLocal(listener))
        .reduce((all, listener) => traffic.union(all, listener.traffic.may), noTraffic);
      return (listeners.get(endpoint.id) ?? []).filter(isLocal).flatMap((listener) => before(within, listener, open));
    });
}

function isLocal({ bind }: Listener): boolean {
  return isSubset(addresses, bind.may, loopback);
}

function before(
  endpoint: Attachment["endpoint"],
  { traffic: listened, statement }: Listener,
  open: Listener["traffic"]["may"],
): readonly (Boundary | Attachment)[] {
  const closed = traffic.difference(listened.must, open);
  if (traffic.isEmpty(closed)) return [];
  const subject = { id: `${endpoint.id} ${statement.name}`, name: statement.name };
  return [
    {
      kind: "boundary",
      subject,
      layer: "host",
      direction: "ingress",
      decides: "first-match",
      admissions: [
        {
          effect: "deny",
          peers: { kind: "addresses", addresses: addressBounds.certain(everyAddress) },
          traffic: trafficBounds.certain(closed),
          statement,
        },
      ],
      otherwise: "allow",
      at: statement.at,
    },
    { kind: "attachment", boundary: known(subject), layer: "host", endpoint, doubt: [], at: statement.at },
  ];
}
