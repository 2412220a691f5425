import type { Directive } from "./directive";
import { own, type Scope } from "./scopes";
import type { Target } from "./targets";

/** A host that something is passed on to, by the name that is written, and its port there. */
export interface Peer {
  readonly host: string;
  readonly port: number;
  /** The program, where a socket of the file system is its own by name. */
  readonly program?: string;
}

/** The groups of servers of an `http` or `stream` block by name; in the domain system letter case means nothing. */
export type Groups = ReadonlyMap<string, Directive>;

export function groupsOf(block: Scope): Groups {
  return new Map(own(block, "upstream").map((group) => [(group.args[0] ?? "").toLowerCase(), group]));
}

/** The hosts behind a target: the members of a group, or the host that it names; none for a socket of the file system. */
export function peersOf(
  { scheme, authority }: Extract<Target, { readonly kind: "fixed" }>,
  groups: Groups,
): readonly Peer[] {
  const group = groups.get(authority.toLowerCase());
  if (!group) return peerIn(authority, portOf(scheme));
  return (group.body ?? [])
    .filter(({ name, args }) => name === "server" && !args.includes("down"))
    .flatMap(({ args: [address = ""] }) => peerIn(address, 80));
}

/** `host`, `host:port`, `[::1]:port`; the port that the protocol has by custom where none is written. */
function peerIn(address: string, usual: number): readonly Peer[] {
  if (address.startsWith("unix:")) return controlSocketIn(address);
  if (address === "") return [];
  const [, host = "", written] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(address) ?? [];
  const port = written === undefined ? usual : Number(written);
  return host === "" || port < 1 || port > 65535 ? [] : [{ host: host.toLowerCase(), port }];
}

/** What leads to no network is left out, save the socket of a container engine, which is the whole machine. */
function controlSocketIn(address: string): readonly Peer[] {
  const [, path = ""] = /^unix:([^:]*)/.exec(address) ?? [];
  return /(^|\/)(docker|podman)\.sock$/.test(path) ? [{ host: path, port: 2375, program: "dockerd" }] : [];
}

function portOf(scheme: string | undefined): number {
  return scheme === "https" || scheme === "grpcs" || scheme === "suwsgi" ? 443 : 80;
}
