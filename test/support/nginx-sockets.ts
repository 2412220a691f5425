import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everyAddress, everyIPv4, everyIPv6, type AddressSet } from "../../src/model/addresses";
import { parseCidr } from "../../src/model/cidr";
import type { Listener } from "../../src/model/facts";
import type { Files } from "../../src/model/files";
import { packets, packetsOf, type PacketSet } from "../../src/model/packets";
import { unionOf } from "../../src/model/sets";
import { portsOf } from "../../src/model/traffic";
import { nginx } from "../../src/inputs/nginx/input";
import { anyAddress, certify, inOwnNetwork, preamble } from "./real-nginx";

/** What the sockets of some configuration are: bound address by port. */
export interface Sockets {
  readonly must: PacketSet;
  readonly may: PacketSet;
  /** How many more there are of which the system picks the port. */
  readonly picked: number;
}

/** What our listeners say is open: those of the root, where there is one at the top. */
export function ours(files: Files): Sockets {
  const { facts } = nginx.read(files, { variables: new Map() });
  const hasRoot = files.paths.includes("nginx.conf");
  const listeners = facts.filter(
    (fact): fact is Listener =>
      fact.kind === "listener" && fact.serves === undefined && (!hasRoot || fact.endpoint.id.startsWith("nginx.conf#")),
  );
  const certain = listeners.filter(({ opens }) => opens !== "one");
  return {
    must: unionOf(
      packets,
      certain.map(({ bind, traffic }) => packetsOf(bind.must, traffic.must)),
    ),
    may: unionOf(
      packets,
      listeners.map(({ bind, traffic }) => packetsOf(bind.may, traffic.may)),
    ),
    picked: listeners.length - certain.length,
  };
}

/** What the real nginx opens for each `nginx.conf` of some folders, or what it refuses; each in a network of its own. */
export function theirs(binary: string, folders: readonly string[]): readonly (readonly string[] | string)[] {
  const work = mkdtempSync(join(tmpdir(), "nginx-"));
  try {
    certify(work);
    return folders.map((folder, i) => {
      const home = join(work, String(i));
      cpSync(folder, home, { recursive: true });
      cpSync(join(work, "tls"), join(home, "tls"), { recursive: true });
      const written = readFileSync(join(home, "nginx.conf"), "utf8");
      writeFileSync(join(home, "judged.conf"), `${preamble(home)} error_log ${home}/error.log; ${written}`);
      const nginxWith = `${binary} -e ${home}/error.log -p ${home}/ -c ${home}/judged.conf`;
      // An address that is taken is tried five times, half a second apart.
      const script = ["set -e", ...anyAddress, `timeout 1 ${nginxWith}`, "ss -Htuln", `${nginxWith} -s stop`];
      const { status, stdout, stderr } = inOwnNetwork(work, script);
      if (status !== 0) return stderr.replaceAll(`${home}/`, "");
      return stdout.trim() === "" ? [] : stdout.trim().split("\n");
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What is wrong with our sockets, in sockets of `ss -Htuln`; nothing where they are those of nginx. */
export function wrongWith(our: Sockets, lines: readonly string[], except = packets.empty): string | undefined {
  const each = lines.map((line) => packets.difference(socketIn(line), except));
  const open = unionOf(packets, each);
  if (!packets.isEmpty(packets.difference(packets.difference(our.must, except), open)))
    return "we say that a socket is open which is not";
  if (!packets.isEmpty(packets.difference(open, our.may))) return "a socket is open of which we do not say so";
  const beyond = each.filter((socket) => !packets.isEmpty(packets.difference(socket, our.must)));
  return beyond.length === our.picked || !packets.equals(our.must, our.may)
    ? undefined
    : "not as many sockets as we say";
}

/** A line of `ss -Htuln`; `*` is a socket of both families. */
function socketIn(line: string): PacketSet {
  const [transport = "", , , , local = ""] = line.split(/\s+/);
  const colon = local.lastIndexOf(":");
  const port = Number(local.slice(colon + 1));
  return packetsOf(addressesIn(local.slice(0, colon)), portsOf(transport as "tcp" | "udp", [port, port]));
}

function addressesIn(text: string): AddressSet {
  if (text === "*") return everyAddress;
  if (text === "0.0.0.0") return everyIPv4;
  return text === "[::]" ? everyIPv6 : parseCidr(text.replace(/^\[|\]$|%.*$/g, ""))!;
}

/** Files below a folder, by their paths from there. */
export function filesIn(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  return {
    paths,
    text: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined),
  };
}
