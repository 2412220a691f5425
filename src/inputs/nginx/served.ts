import { addresses } from "../../model/addresses";
import { addressBounds, known, trafficBounds, type Bounds } from "../../model/bounds";
import type { AddressSet } from "../../model/addresses";
import type { Content, Listener } from "../../model/facts";
import { traffic, type Traffic } from "../../model/traffic";
import { statementOf } from "./admission";
import type { Directive } from "./directive";
import type { Location } from "./locations";
import { own, settingOf, type Scope } from "./scopes";
import type { Server } from "./servers";
import type { SiteLocation } from "./sites";
import { passesIn } from "./targets";

/** What a location answers itself that is a concern of its own, on each of the sockets of its server. */
export function servedBy({ site, subject, content, entry, location }: SiteLocation): readonly Listener[] {
  if (!content || entry === "inside") return [];
  return [...contentsOf(content), ...statusOfOthers(location)].flatMap(({ serves, directive }) =>
    socketsTogether(site.server).map(({ bind, ports, opens }): Listener => ({
      kind: "listener",
      endpoint: subject,
      layer: "listener",
      bind,
      traffic: ports,
      ...(opens === "one" ? { opens } : {}),
      serves,
      cleartext: known("cleartext"),
      evidence: [{ by: "configuration", value: "nginx" }],
      statement: statementOf(directive),
    })),
  );
}

/** What an `api` of NGINX Plus, a dashboard or another module shows is the state of the server, like stub_status. */
const statusPages = [
  "stub_status",
  "status",
  "api",
  "vhost_traffic_status_display",
  "check_status",
  "upstream_show",
] as const;

function contentsOf(scope: Scope): readonly { readonly serves: Content; readonly directive: Directive }[] {
  const status = own(scope, ...statusPages)
    .filter(({ name, args: [value] }) => value !== "off" && !(name === "status" && value !== undefined))
    .slice(-1);
  const listing = settingOf(scope, "autoindex");
  const isHandedOn = passesIn(scope).length > 0 || status.length > 0;
  return [
    ...status.map((directive) => ({ serves: "status-page", directive }) as const),
    ...(listing?.args[0] === "on" && !isHandedOn ? [{ serves: "directory-listing", directive: listing } as const] : []),
  ];
}

/**
 * Paths under which programs by custom show their own state: Prometheus' clients, Apache's mod_status and mod_info, PHP-FPM.
 * nginx only passes them on, and so shows them to whomever it lets in.
 */
const statusPath = /^\/(metrics|server-(status|info)|(php-)?fpm[-_]status)\/?$/;

function statusOfOthers({ match, scope }: Location): ReturnType<typeof contentsOf> {
  if ((match.kind !== "exact" && match.kind !== "prefix") || !statusPath.test(match.path)) return [];
  return passesIn(scope)
    .slice(0, 1)
    .map((directive) => ({ serves: "status-page", directive }));
}

interface Sockets {
  readonly bind: Bounds<AddressSet>;
  readonly ports: Bounds<Traffic>;
  readonly opens: "all" | "one";
}

/** The sockets of a server, those of the same ports as one and those of the same addresses as one. */
export function socketsTogether({ sockets }: Server): readonly Sockets[] {
  if (sockets.length < 2) return sockets.map(({ address }) => address);
  const byPorts: Sockets[] = [];
  for (const {
    address: { bind, ports, opens },
  } of sockets) {
    const at = byPorts.findIndex((other) => other.opens === opens && sameBounds(traffic.equals, other.ports, ports));
    const before = byPorts[at];
    if (before) byPorts[at] = { ...before, bind: addressBounds.union(before.bind, bind) };
    else byPorts.push({ bind, ports, opens });
  }
  const byAddress: Sockets[] = [];
  for (const socket of byPorts) {
    const at = byAddress.findIndex(
      ({ bind, opens }) => opens === "all" && socket.opens === "all" && sameBounds(addresses.equals, bind, socket.bind),
    );
    const before = byAddress[at];
    if (before) byAddress[at] = { ...before, ports: trafficBounds.union(before.ports, socket.ports) };
    else byAddress.push(socket);
  }
  return byAddress;
}

function sameBounds<S>(equals: (a: S, b: S) => boolean, a: Bounds<S>, b: Bounds<S>): boolean {
  return equals(a.must, b.must) && equals(a.may, b.may);
}
