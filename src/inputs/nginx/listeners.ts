import { known, unknown, type Known } from "../../model/bounds";
import type { Cleartext, Evidence, Listener, Statement, Subject } from "../../model/facts";
import { onlyRedirects } from "./answers";
import { headOf, wholeOf, type Directive } from "./directive";
import type { Server, ServerKind, ServerSocket } from "./servers";

interface Use {
  readonly server: Server;
  readonly socket: ServerSocket;
}

/** A socket that nginx opens, and the servers that share it. */
export interface Socket {
  readonly listener: Listener;
  readonly servers: ReadonlySet<Server>;
}

/**
 * One listener for each socket that nginx opens. Servers that write the same address share its socket, which is
 * encrypted for all of them where it is for one; who sends no name that they know gets the default server.
 */
export function listenersOf(
  servers: readonly Server[],
  root: string,
  directives: readonly Directive[],
): readonly Socket[] {
  const groups = portsByGroup(
    directives
      .filter(({ name }) => name === "stream")
      .flatMap(({ body = [] }) => body.filter(({ name }) => name === "upstream")),
  );
  const sockets = new Map<string, Use[]>();
  for (const server of servers) {
    for (const socket of server.sockets) {
      const key = `${socket.address.socket}/${socket.transport}`;
      const uses = sockets.get(key);
      if (uses) uses.push({ server, socket });
      else sockets.set(key, [{ server, socket }]);
    }
  }
  return [...sockets].flatMap(([key, uses]) => {
    const main = uses.find(({ socket }) => socket.role === "default") ?? uses[0];
    if (!main) return [];
    const listener = listenerOf(key, uses, { root, main, groups });
    return [{ listener, servers: new Set(uses.map(({ server }) => server)) }];
  });
}

interface Setting {
  readonly root: string;
  /** The default server of the socket. */
  readonly main: Use;
  readonly groups: PortsByGroup;
}

function listenerOf(key: string, uses: readonly Use[], { root, main, groups }: Setting): Listener {
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
    ...(main.socket.address.opens === "one" ? { opens: "one" } : {}),
    cleartext: cleartextOf(uses, serving),
    evidence: evidenceOf(main.server, groups),
    statement: statementOf(serving.socket),
  };
}

function statementOf({ directive, address }: ServerSocket): Statement {
  return {
    what: "listen",
    name: `listen ${directive.name === "listen" ? directive.args.join(" ") : address.socket}`,
    at: wholeOf(directive),
    focus: headOf(directive),
  };
}

/** What stream and mail servers pass on may be encrypted by those who speak; only `ssl` makes it sure. */
function cleartextOf(uses: readonly Use[], serving: Use): Known<Cleartext> {
  if (uses.some(({ socket }) => socket.encrypted === "yes")) return known("encrypted");
  const template = uses.find(({ socket }) => socket.encrypted === "unknown");
  if (template) return unknown({ kind: "construct", name: "a template", at: headOf(template.socket.directive) });
  const { kind, directive } = serving.server;
  if (kind !== "http")
    return unknown({ kind: "construct", name: `what a ${kind} server passes on`, at: headOf(directive) });
  return known(onlyRedirects(directive) ? "redirect" : "cleartext");
}

const evidenceOfKind = { http: "nginx", mail: "", stream: "" } as const satisfies Record<ServerKind, string>;

/** A web server is nginx itself; a stream server is what it leads to, known by the port there. */
function evidenceOf(server: Server, groups: PortsByGroup): readonly Evidence[] {
  const program = evidenceOfKind[server.kind];
  if (program !== "") return [{ by: "configuration", value: program }];
  const target = server.directive.body?.find(({ name }) => name === "proxy_pass")?.args[0];
  if (server.kind !== "stream" || target === undefined) return [];
  const transport = server.sockets[0]?.transport ?? "tcp";
  const ports = groups.get(target) ?? portsIn([target]);
  return ports.map((port) => ({ by: "upstream-port", value: `${port}/${transport}` }));
}

/** The ports that the members of each upstream group answer on, each port once. */
type PortsByGroup = ReadonlyMap<string, readonly string[]>;

function portsByGroup(upstreams: readonly Directive[]): PortsByGroup {
  return new Map(
    upstreams.map(({ args, body = [] }) => {
      const members = body.filter(({ name }) => name === "server").map((member) => member.args[0] ?? "");
      return [args[0] ?? "", portsIn(members)];
    }),
  );
}

function portsIn(members: readonly string[]): readonly string[] {
  return [...new Set(members.flatMap((member) => /:(\d+)$/.exec(member)?.[1] ?? []))];
}
