import { lastPort } from "../../model/traffic";
import type { Directive } from "./directive";
import { formsOf } from "./directives";
import type { Refusal } from "./refused";
import { refusedZones } from "./refused-zones";
import type { Server, ServerSocket } from "./servers";

/** What `nginx -t` says of the sockets that servers share. */
export function refusedSockets(servers: readonly Server[]): readonly Refusal[] {
  const options = new Set<string>();
  const defaults = new Set<string>();
  const mail = new Set<string>();
  return servers.flatMap(({ kind, sockets }) => {
    const own = new Set<string>();
    return sockets.flatMap(({ address, transport, directive }): readonly Refusal[] => {
      const key = `${kind} ${address.socket}/${transport}`;
      const said = (message: string): readonly Refusal[] => [{ message, directive }];
      if (address.opens === "one") return [];
      if (kind === "mail" && mail.has(key)) return said(`duplicate "${address.socket}" address and port pair`);
      mail.add(key);
      if (own.has(key)) return said(`a duplicate listen ${address.socket}`);
      own.add(key);
      const isDefault = directive.args.some((arg) => arg === "default_server" || arg === "default");
      const isSet = directive.name === "listen" && directive.args.some((arg) => socketOption.test(arg));
      const twice = isSet && options.has(key) ? `duplicate listen options for ${address.socket}` : undefined;
      const second = isDefault && defaults.has(key) ? `a duplicate default server for ${address.socket}` : undefined;
      if (isSet) options.add(key);
      if (isDefault) defaults.add(key);
      const message = twice ?? second;
      return message === undefined ? [] : said(message);
    });
  });
}

/** What belongs to the socket itself, and so may be said once (ngx_http_core_module, "listen"). */
const socketOption =
  /^(bind|deferred|reuseport|multipath|(ipv6only|so_keepalive|setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter)=.+)$/;

/** What is missed in a configuration of which everything was read. */
export function missed(directives: readonly Directive[], servers: readonly Server[]): readonly Refusal[] {
  const blocks = directives.filter(({ body }) => body);
  return [
    ...blocks.flatMap(refusedGroups),
    ...blocks.flatMap(refusedZones),
    ...withoutCertificate(servers),
    ...servers.flatMap((server) => (server.kind === "mail" ? missedInMail(server) : [])),
    ...servers.flatMap((server) => (server.kind === "stream" ? missedInStream(server) : [])),
  ];
}

function has({ body = [] }: Directive, ...names: readonly string[]): boolean {
  return body.some(({ name }) => names.includes(name));
}

/** A server of which other modules may know more than we. */
function isForeign({ body = [] }: Directive): boolean {
  return body.some(({ name }) => formsOf(name) === undefined);
}

/** NGINX Plus puts servers into a zone while it runs. */
function refusedGroups({ name: module, body = [] }: Directive): readonly Refusal[] {
  if (module !== "http" && module !== "stream") return [];
  const met = new Set<string>();
  return body.flatMap((directive): readonly Refusal[] => {
    if (directive.name !== "upstream" || !directive.body) return [];
    const name = (directive.args[0] ?? "").toLowerCase();
    const again = met.has(name) ? [{ message: `duplicate upstream "${directive.args[0] ?? ""}"`, directive }] : [];
    met.add(name);
    const members = directive.body.filter((each) => each.name === "server");
    const empty =
      members.length === 0 && !isForeign(directive) && !has(directive, "zone")
        ? [{ message: "no servers are inside upstream", directive }]
        : [];
    const wrong = members.flatMap((member): readonly Refusal[] => {
      const message = memberRefused(member, module);
      return message === undefined ? [] : [{ message, directive: member }];
    });
    return [...again, ...empty, ...wrong];
  });
}

function memberRefused({ args: [address = ""] }: Directive, module: "http" | "stream"): string | undefined {
  if (address.startsWith("unix:") || address.includes("$")) return undefined;
  const [, port] = /^(?:\[[^\]]*\]|[^:[]*)(?::([^:]*))?$/.exec(address) ?? [];
  if (port === undefined)
    return module === "stream" && !address.includes(":") ? `no port in upstream "${address}"` : undefined;
  return /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= lastPort
    ? undefined
    : `invalid port in upstream "${address}"`;
}

/** The default server of a socket of TLS has a certificate, or says that it refuses handshakes (ngx_http_ssl_init). */
function withoutCertificate(servers: readonly Server[]): readonly Refusal[] {
  const defaults = new Map<string, { server: Server; socket: ServerSocket; isTls: boolean }>();
  for (const server of servers) {
    for (const socket of server.sockets) {
      const key = `${server.kind} ${socket.address.socket}/${socket.transport}`;
      const before = defaults.get(key);
      const isTls = socket.encrypted === "yes" || before?.isTls === true;
      if (!before || socket.role === "default") defaults.set(key, { server, socket, isTls });
      else before.isTls = isTls;
    }
  }
  const refused = new Set<Server>();
  for (const { server, isTls } of defaults.values()) {
    const { directive, block } = server;
    if (
      !isTls ||
      has(directive, "ssl_certificate", "ssl_reject_handshake", "ssl_ocsp") ||
      has(block, "ssl_certificate", "ssl_reject_handshake")
    )
      continue;
    if (!isForeign(directive)) refused.add(server);
  }
  return [...refused].map(({ directive }) => ({
    message: `no "ssl_certificate" is defined for the "listen ... ssl" directive`,
    directive,
  }));
}

/** Ports by which nginx knows a mail protocol (ngx_mail_core_listen). */
const mailPorts = /(^|:)(25|110|143|465|587|993|995)$/;

function missedInMail({ directive, block, sockets }: Server): readonly Refusal[] {
  if (isForeign(directive)) return [];
  const isKnown = has(directive, "protocol") || sockets.some(({ address }) => mailPorts.test(address.socket));
  if (!isKnown) return [{ message: "unknown mail protocol for server", directive }];
  return has(directive, "auth_http") || has(block, "auth_http")
    ? []
    : [{ message: `no "auth_http" is defined for server`, directive }];
}

function missedInStream({ directive, sockets }: Server): readonly Refusal[] {
  if (sockets.length === 0 || isForeign(directive) || has(directive, "proxy_pass", "return", "pass")) return [];
  return [{ message: "no handler for server", directive }];
}
