import { known, unknown, type Known } from "../../model/bounds";
import type { Cleartext, Evidence, Listener, Statement, Subject } from "../../model/facts";
import { onlyRedirects } from "./answers";
import type { Directive } from "./includes";
import type { Server, ServerKind, ServerSocket } from "./servers";

interface Use {
  readonly server: Server;
  readonly socket: ServerSocket;
}

/**
 * One listener for each socket that nginx opens. Servers that write the same address share its socket, which is
 * encrypted for all of them where it is for one; who sends no name that they know gets the default server.
 */
export function listenersOf(
  servers: readonly Server[],
  root: string,
  upstreams: readonly Directive[],
): readonly Listener[] {
  const sockets = new Map<string, Use[]>();
  for (const server of servers) {
    for (const socket of server.sockets) {
      const key = `${socket.address.socket}/${socket.transport}`;
      sockets.set(key, [...(sockets.get(key) ?? []), { server, socket }]);
    }
  }
  return [...sockets].flatMap(([key, uses]) => {
    const main = uses.find(({ socket }) => socket.role === "default") ?? uses[0];
    return main ? [listenerOf(key, uses, { root, main, upstreams })] : [];
  });
}

interface Setting {
  readonly root: string;
  /** The default server of the socket. */
  readonly main: Use;
  readonly upstreams: readonly Directive[];
}

function listenerOf(key: string, uses: readonly Use[], { root, main, upstreams }: Setting): Listener {
  const serving = uses.find(({ server }) => !onlyRedirects(server.directive)) ?? main;
  const name = serving.server.names.find((each) => /[a-z0-9]/i.test(each)) ?? "nginx";
  const endpoint: Subject = { id: `${root}#${key}`, name };
  // `ipv6only=off` may stand at any of the servers that share an address; nginx takes it for the socket.
  const widest = uses.find(({ socket }) => socket.directive.args.includes("ipv6only=off")) ?? main;
  return {
    kind: "listener",
    endpoint,
    layer: "listener",
    bind: widest.socket.address.bind,
    traffic: main.socket.address.ports,
    cleartext: cleartextOf(uses, serving),
    evidence: evidenceOf(main.server, upstreams),
    statement: statementOf(serving.socket),
  };
}

function statementOf({ directive, address }: ServerSocket): Statement {
  const { at, head } = directive;
  return {
    what: "listen",
    name: `listen ${directive.name === "listen" ? directive.args.join(" ") : address.socket}`,
    at,
    focus: head,
  };
}

/** What stream and mail servers pass on may be encrypted by those who speak; only `ssl` makes it sure. */
function cleartextOf(uses: readonly Use[], serving: Use): Known<Cleartext> {
  if (uses.some(({ socket }) => socket.encrypted === "yes")) return known("encrypted");
  const { kind, directive } = serving.server;
  if (kind !== "http")
    return unknown({ kind: "construct", name: `what a ${kind} server passes on`, at: directive.head });
  return known(onlyRedirects(directive) ? "redirect" : "cleartext");
}

const evidenceOfKind = { http: "nginx", mail: "", stream: "" } as const satisfies Record<ServerKind, string>;

/** A web server is nginx itself; a stream server is what it leads to, known by the port there. */
function evidenceOf(server: Server, upstreams: readonly Directive[]): readonly Evidence[] {
  const program = evidenceOfKind[server.kind];
  if (program !== "") return [{ by: "configuration", value: program }];
  const target = server.directive.body?.find(({ name }) => name === "proxy_pass")?.args[0];
  if (server.kind !== "stream" || target === undefined) return [];
  const group = upstreams.find(({ args }) => args[0] === target);
  const members = group
    ? (group.body ?? []).filter(({ name }) => name === "server").map(({ args }) => args[0] ?? "")
    : [target];
  const transport = server.sockets[0]?.transport ?? "tcp";
  return members.flatMap((member) => {
    const port = /:(\d+)$/.exec(member)?.[1];
    return port === undefined ? [] : [{ by: "upstream-port", value: `${port}/${transport}` } as const];
  });
}
