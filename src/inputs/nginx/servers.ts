import type { Problem } from "../../model/source";
import {
  alsoIPv4,
  defaultListen,
  readListen,
  templateListen,
  type ListenAddress,
  type ReadListen,
  type Transport,
} from "./listen";
import { headOf, type Directive } from "./directive";
import { isTemplate } from "./templates";

/** The module that a server belongs to. */
export type ServerKind = "http" | "stream" | "mail";

/** A server block with what it listens on. */
export interface Server {
  readonly kind: ServerKind;
  readonly directive: Directive;
  /** The `http`, `stream` or `mail` around it. */
  readonly block: Directive;
  readonly names: readonly string[];
  readonly sockets: readonly ServerSocket[];
  readonly problems: readonly Problem[];
}

export interface ServerSocket {
  readonly address: ListenAddress;
  readonly transport: Transport;
  /** `unknown`: a template may add `ssl`. */
  readonly encrypted: "yes" | "no" | "unknown";
  readonly role: "default" | "other";
  readonly directive: Directive;
}

/** Every server of a configuration, in the order of the text. */
export function serversIn(directives: readonly Directive[]): readonly Server[] {
  return directives.flatMap((block) => {
    const { name, body = [] } = block;
    if (name !== "http" && name !== "stream" && name !== "mail") return [];
    return body.filter((each) => each.name === "server" && each.body).map((each) => serverOf(each, name, block));
  });
}

function serverOf(directive: Directive, kind: ServerKind, block: Directive): Server {
  const body = directive.body ?? [];
  const listens = body.filter(({ name }) => name === "listen");
  const wholeServer = body.some(({ name, args }) => name === "ssl" && args[0] === "on") ? "yes" : "no";
  const problems: Problem[] = [];
  const sockets = listens.flatMap((listen) => {
    const read = socketOf(listen, kind, wholeServer);
    if (read.kind === "invalid") problems.push({ code: "invalid-value", message: read.message, at: headOf(listen) });
    return read.kind === "socket" ? [read.socket] : [];
  });
  if (listens.length === 0 && kind !== "http")
    problems.push({ code: "invalid-value", message: `no "listen" is defined for this server`, at: headOf(directive) });
  return {
    kind,
    directive,
    block,
    names: body.filter(({ name }) => name === "server_name").flatMap(({ args }) => args),
    sockets: listens.length === 0 && kind === "http" ? unwritten(directive, wholeServer) : sockets,
    problems,
  };
}

type ReadSocket = { readonly kind: "socket"; readonly socket: ServerSocket } | Exclude<ReadListen, { kind: "socket" }>;

function socketOf(listen: Directive, kind: ServerKind, wholeServer: "yes" | "no"): ReadSocket {
  const [address = "", ...parameters] = listen.args;
  const transport = parameters.includes("quic") || (kind === "stream" && parameters.includes("udp")) ? "udp" : "tcp";
  const read = readListen(address, transport, headOf(listen), kind === "http" ? 80 : undefined);
  if (read.kind !== "socket") return read;
  const bind = parameters.includes("ipv6only=off") ? alsoIPv4(read.address.bind) : read.address.bind;
  return {
    kind: "socket",
    socket: {
      address: { ...read.address, bind },
      transport,
      encrypted: encryptedBy(listen.args, wholeServer),
      role: parameters.includes("default_server") || parameters.includes("default") ? "default" : "other",
      directive: listen,
    },
  };
}

function encryptedBy(args: readonly string[], wholeServer: "yes" | "no"): ServerSocket["encrypted"] {
  if (args.includes("ssl") || args.includes("quic")) return "yes";
  return wholeServer === "no" && args.some(isTemplate) ? "unknown" : wholeServer;
}

/** A template may put the `listen` in, so only a server without one has nginx's default. */
function unwritten(directive: Directive, wholeServer: "yes" | "no"): readonly ServerSocket[] {
  const read = directive.isTemplate ? templateListen(headOf(directive)) : defaultListen(headOf(directive));
  if (read.kind !== "socket") return [];
  return [
    {
      address: read.address,
      transport: "tcp",
      encrypted: directive.isTemplate && wholeServer === "no" ? "unknown" : wholeServer,
      role: "other",
      directive: { ...directive, end: directive.headEnd },
    },
  ];
}
