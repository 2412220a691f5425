import { known, trafficBounds, unknown, type Known } from "../../model/bounds";
import type { Cleartext, Fact, Forward, Subject } from "../../model/facts";
import { portsOf, type PortTransport } from "../../model/traffic";
import { statementOf } from "./admission";
import { headOf, type Directive } from "./directive";
import type { Location } from "./locations";
import type { Server } from "./servers";
import { socketsTogether } from "./served";
import type { SiteLocation } from "./sites";
import { passesIn, targetsOf, type Target } from "./targets";
import { peersOf, type Groups, type Peer } from "./upstreams";
import type { Variables } from "./values";

/** What the block around a server offers to it. */
export interface Surroundings {
  readonly root: Subject;
  readonly tables: Variables["tables"];
  readonly groups: Groups;
}

/** Where a location sends its requests. What the client decides is a trait; what is not known puts the location in doubt. */
export function handedOn(place: SiteLocation, variables: Variables, around: Surroundings): readonly Fact[] {
  if (!place.content) return [];
  return passesOf(place.location).flatMap((directive) =>
    passedTo(directive, targetsOf(directive, variables), { from: place.subject, server: place.site.server, around }),
  );
}

/** The methods that a `limit_except` is for go where the others do (ngx_http_proxy_merge_loc_conf and its like). */
function passesOf({ match, scope, around }: Location): readonly Directive[] {
  const own = passesIn(scope);
  return own.length > 0 || match.kind !== "methods" || !around ? own : passesOf(around);
}

interface Passing {
  readonly from: Subject;
  readonly server: Server;
  readonly around: Surroundings;
}

export function passedTo(directive: Directive, targets: readonly Target[], passing: Passing): readonly Fact[] {
  const { from, around } = passing;
  return targets.flatMap((target): readonly Fact[] => {
    switch (target.kind) {
      case "fixed":
        return peersOf(target, around.groups).flatMap((peer) => forwardsTo(peer, directive, passing));
      case "unknown":
        return [
          {
            kind: "opaque",
            touches: from,
            reason: { ...target.reason, name: `${directive.name} to ${target.reason.name}` },
          },
        ];
      case "chosen":
        return [];
    }
  });
}

function forwardsTo(peer: Peer, directive: Directive, { from, server, around }: Passing): readonly Forward[] {
  const { host, port, program } = peer;
  const transport: PortTransport = server.kind === "stream" && server.sockets[0]?.transport === "udp" ? "udp" : "tcp";
  return socketsTogether(server).map(({ bind, ports, opens }) => ({
    kind: "forward",
    how: "proxy",
    from,
    bind,
    traffic: ports,
    opens,
    to: { id: `${around.root.id}upstream/${host}`, name: host },
    ...(program === undefined ? { called: host } : {}),
    arriving: trafficBounds.certain(portsOf(transport, [port, port])),
    sender: "forwarder",
    cleartext: cleartextOf(server),
    evidence: [
      program === undefined
        ? { by: "upstream-port", value: `${port}/${transport}` }
        : { by: "configuration", value: program },
    ],
    statement: statementOf(directive),
  }));
}

/** Whether what clients say to a server can be read on the way. */
export function cleartextOf({ sockets, directive }: Server): Known<Cleartext> {
  if (sockets.every(({ encrypted }) => encrypted === "yes")) return known("encrypted");
  if (sockets.some(({ encrypted }) => encrypted === "unknown"))
    return unknown({ kind: "construct", name: "a template", at: headOf(directive) });
  return known("cleartext");
}
