import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everyAddress, everyIPv4, everyIPv6, type AddressSet } from "../../../src/model/addresses";
import { parseCidr } from "../../../src/model/cidr";
import type { Listener } from "../../../src/model/facts";
import { packets, packetsOf, type PacketSet } from "../../../src/model/packets";
import { unionOf } from "../../../src/model/sets";
import { portsOf } from "../../../src/model/traffic";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesUnder, root } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";

/** What our listeners say is open: bound address by port. */
function ours(folder: string): PacketSet {
  const { facts, problems } = nginx.read(filesUnder(folder), { variables: new Map() });
  expect(problems).toEqual([]);
  const listeners = facts.filter((fact): fact is Listener => fact.kind === "listener");
  return unionOf(
    packets,
    listeners.map(({ bind, traffic }) => packetsOf(bind.must, traffic.must)),
  );
}

/** What the real nginx opens in a network of its own, where any address may be bound. */
function theirs(binary: string, folder: string): PacketSet {
  const work = mkdtempSync(join(tmpdir(), "nginx-"));
  try {
    cpSync(join(root, folder), work, { recursive: true });
    mkdirSync(join(work, "tls"));
    const certificate = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=site", "-days", "2"];
    spawnSync("openssl", [...certificate, "-keyout", join(work, "tls/site.key"), "-out", join(work, "tls/site.crt")]);
    const modules =
      "for m in /usr/lib/nginx/modules/ngx_stream_module.so /usr/lib/nginx/modules/ngx_mail_module.so; do [ -e $m ] && printf 'load_module %s; ' $m; done";
    const script = [
      "set -e",
      "ip link set lo up",
      "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind",
      "echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind",
      `globals="$(${modules}) pid ${work}/nginx.pid; error_log ${work}/error.log;"`,
      `cat ${work}/nginx.conf | { printf '%s ' "$globals"; cat; } > ${work}/judged.conf`,
      `${binary} -e ${work}/error.log -p ${work}/ -c ${work}/judged.conf`,
      "ss -Htuln",
      `${binary} -e ${work}/error.log -p ${work}/ -c ${work}/judged.conf -s stop`,
    ].join("\n");
    writeFileSync(join(work, "judge.sh"), script);
    const { status, stdout, stderr } = spawnSync("unshare", ["-n", "sh", join(work, "judge.sh")], { encoding: "utf8" });
    if (status !== 0) throw new Error(`nginx refused ${folder}: ${stderr}`);
    return unionOf(packets, stdout.trim().split("\n").map(socketOf));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A line of `ss -Htuln`; `*` is a socket of both families. */
function socketOf(line: string): PacketSet {
  const [transport = "", , , , local = ""] = line.split(/\s+/);
  const colon = local.lastIndexOf(":");
  const port = Number(local.slice(colon + 1));
  return packetsOf(addressesOf(local.slice(0, colon)), portsOf(transport as "tcp" | "udp", [port, port]));
}

function addressesOf(text: string): AddressSet {
  if (text === "*") return everyAddress;
  if (text === "0.0.0.0") return everyIPv4;
  return text === "[::]" ? everyIPv6 : parseCidr(text.replace(/^\[|\]$/g, ""))!;
}

describeWith(found("nginx", "/usr/sbin/nginx"), "the real nginx opens exactly these sockets", (binary) => {
  // `localhost` is bound as the hosts file of the machine says, and HTTP/3 came with nginx 1.25.
  test.each(["forms", "shared-sockets", "stream", "includes", "mail", "default-listen"])("%s", (name) => {
    const folder = `fixtures/nginx/${name}`;
    expect(packets.equals(withoutLocalhost(ours(folder)), withoutLocalhost(theirs(binary, folder)))).toBe(true);
  });
});

function withoutLocalhost(set: PacketSet): PacketSet {
  return packets.difference(set, packetsOf(everyAddress, portsOf("tcp", [88, 88])));
}
