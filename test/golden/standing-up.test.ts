import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { addresses } from "../../src/model/addresses";
import { parseCidr } from "../../src/model/cidr";
import { builtReportOn, type JsonExposure } from "../support/built";
import { root } from "../support/catalogue";
import { describeWith, found } from "../support/judges";

/**
 * A system of the fixtures for real: the street, the machine and each container are network namespaces, nginx is nginx, and
 * small listeners stand in the other containers' place. What the security group and the published ports come to is read from
 * the files by hand here, so that nothing of ours is in it.
 */
const system = join(root, "fixtures/systems/three-tier");
const stranger = "8.8.8.8";
const neighbour = "10.0.9.9";
const tried = [22, 80, 443, 3000, 5432];

interface Change {
  readonly from: string;
  readonly to: string;
}

interface Answer {
  readonly source: string;
  readonly port: number;
  /** What came back: nothing, a connection, or the text of the one who answered. */
  readonly got: string;
}

/** Which of the ports answer to the stranger, and who answers, when the system runs. */
function answers(work: string, nginx: string): readonly Answer[] {
  const [group] = /ingress \{[^}]*\}/.exec(readFileSync(join(work, "main.tf"), "utf8")) ?? [""];
  const value = (name: string): string => new RegExp(`${name}\\s*=\\s*(.*)`).exec(group)?.[1] ?? "";
  const cidrs = (JSON.parse(value("cidr_blocks")) as string[]).join(", ");
  const services = (
    parse(readFileSync(join(work, "compose.yaml"), "utf8")) as { services: Record<string, { ports?: string[] }> }
  ).services;
  const names = Object.keys(services);
  const addressOf = (name: string): string => `172.30.0.${names.indexOf(name) + 2}`;
  const published = names.flatMap((name) =>
    (services[name]?.ports ?? []).map((port) => ({ name, ports: port.split(":") })),
  );
  const listening: Readonly<Record<string, number>> = { shop: 3000, db: 5432 };
  writeFileSync(
    join(work, "listen.js"),
    `require("node:net").createServer((socket) => socket.once("data", () => socket.end("HTTP/1.0 200 OK\\r\\n\\r\\n" + process.argv[3])).on("error", () => {})).listen(Number(process.argv[2]))`,
  );
  writeFileSync(
    join(work, "try.js"),
    `const net = require("node:net"); const one = (source, port) => new Promise((done) => { let got = ""; const socket = net.connect({ host: "10.0.1.10", port, localAddress: source });
     socket.setTimeout(1500, () => { socket.destroy(); }); socket.on("connect", () => { got = "connected"; socket.write("GET / HTTP/1.0\\r\\n\\r\\n"); });
     socket.on("data", (data) => { got = String(data).split("\\r\\n\\r\\n")[1] || got; }); socket.on("error", () => {}); socket.on("close", () => done({ source, port, got })); });
     Promise.all(${JSON.stringify([stranger, neighbour])}.flatMap((source) => ${JSON.stringify(tried)}.map((port) => one(source, port)))).then((all) => console.log(JSON.stringify(all)));`,
  );
  writeFileSync(join(work, "hosts"), names.map((name) => `${addressOf(name)} ${name}\n`).join(""));
  const node = process.execPath;
  const script = [
    "set -e",
    'inside() { ns=$1; shift; nsenter --net=/proc/$(cat $ns.pid)/ns/net "$@"; }',
    "pids=; trap 'kill $pids 2>/dev/null || true' EXIT",
    'behind() { ns=$1; shift; nsenter --net=/proc/$(cat $ns.pid)/ns/net "$@" >/dev/null 2>&1 & pids="$pids $!"; }',
    'start() { unshare -n sleep 60 >/dev/null 2>&1 & echo $! > $1.pid; pids="$pids $!"; until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done; inside $1 ip link set lo up; }',
    "start street; start machine",
    "ip link add street type veth peer name wan; ip link set street netns $(cat street.pid); ip link set wan netns $(cat machine.pid)",
    `inside street ip addr add 10.0.1.1/24 dev street; inside street ip addr add ${stranger}/32 dev street; inside street ip addr add ${neighbour}/32 dev street; inside street ip link set street up`,
    "inside machine ip addr add 10.0.1.10/24 dev wan; inside machine ip link set wan up; inside machine ip route add default via 10.0.1.1",
    "inside machine ip link add bridge type bridge; inside machine ip addr add 172.30.0.1/24 dev bridge; inside machine ip link set bridge up",
    "inside machine sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'",
    ...names.flatMap((name) => [
      `start ${name}; ip link add v-${name} type veth peer name eth0 netns $(cat ${name}.pid); ip link set v-${name} netns $(cat machine.pid)`,
      `inside machine ip link set v-${name} master bridge up`,
      `inside ${name} ip addr add ${addressOf(name)}/24 dev eth0; inside ${name} ip link set eth0 up; inside ${name} ip route add default via 172.30.0.1`,
    ]),
    "inside machine nft add table ip t",
    "inside machine nft 'add chain ip t group { type filter hook prerouting priority -150; policy accept; }'",
    "inside machine nft add rule ip t group iifname wan ct state established accept",
    `inside machine nft add rule ip t group iifname wan ip saddr { ${cidrs} } tcp dport ${value("from_port")}-${value("to_port")} accept`,
    "inside machine nft add rule ip t group iifname wan drop",
    "inside machine nft 'add chain ip t publish { type nat hook prerouting priority -100; }'",
    ...published.map(
      ({ name, ports: [outside = "", inside = ""] }) =>
        `inside machine nft add rule ip t publish tcp dport ${outside} dnat to ${addressOf(name)}:${inside}`,
    ),
    ...Object.entries(listening).map(([name, port]) => `behind ${name} ${node} listen.js ${port} ${name}`),
    // nginx looks its upstreams up in the hosts file when it starts, as a container's resolver would answer it.
    `unshare -m sh -c 'mount --bind hosts /etc/hosts && exec nsenter --net=/proc/'$(cat proxy.pid)'/ns/net ${nginx} -e '$PWD'/error.log -p '$PWD'/ -c '$PWD'/nginx.conf -g "pid '$PWD'/nginx.pid; daemon off;"' >/dev/null 2>&1 & pids="$pids $!"`,
    "for i in $(seq 100); do inside proxy ss -Hltn | grep -q :80 && inside shop ss -Hltn | grep -q :3000 && inside db ss -Hltn | grep -q :5432 && break; sleep 0.1; done",
    `inside street ${node} try.js`,
  ].join("\n");
  writeFileSync(join(work, "stand-up.sh"), script);
  const { status, stdout, stderr } = spawnSync("bash", ["stand-up.sh"], {
    cwd: work,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`the system did not stand: ${stderr}`);
  return JSON.parse(stdout) as Answer[];
}

/** Whether one of the exposures says that the stranger gets to a port by a way that is open. */
function isSaid(exposures: readonly JsonExposure[], port: number): boolean {
  return exposures.some(
    ({ verdict, reach, sources, transport, ports, layer }) =>
      verdict === "exposed" &&
      reach === "proven" &&
      layer !== "security-group" &&
      ["tcp", "any"].includes(transport) &&
      ports.some((range) => isWithin(port, range)) &&
      sources.some((cidr) => addresses.isEmpty(addresses.difference(parseCidr(stranger)!, parseCidr(cidr)!))),
  );
}

function isWithin(port: number, range: string): boolean {
  const [first = NaN, last = first] = range.split("-").map(Number);
  return first <= port && port <= last;
}

function withSystem<T>(changes: readonly Change[], use: (work: string) => T): T {
  const work = mkdtempSync(join(tmpdir(), "portcullis-standing-"));
  try {
    cpSync(system, work, { recursive: true });
    const path = join(work, "main.tf");
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      changes.reduce((all, { from, to }) => all.replace(from, to), text),
    );
    return use(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const tools = ["nft", "ip", "ss", "nsenter", "unshare"].every((program) => found(program))
  ? found("nginx", "/usr/sbin/nginx")
  : undefined;

describeWith(tools, "a system that stands, door by door", (nginx) => {
  const group = { from: 'cidr_blocks = ["0.0.0.0/0"]', to: 'cidr_blocks = ["10.0.0.0/8"]' };
  const database = {
    from: /from_port {3}= 80\n {4}to_port {5}= 80/.exec(readFileSync(join(system, "main.tf"), "utf8"))?.[0] ?? "",
    to: "from_port   = 5432\n    to_port     = 5432",
  };
  const wide = { from: database.from, to: "from_port   = 0\n    to_port     = 65535" };
  test.each([
    ["as it is", [], [80]],
    ["with its group closed", [group], []],
    ["with its group open for the database", [database], [5432]],
    ["with its group open for everything", [wide], [80, 5432]],
  ] as const)("%s", (_, changes, open) => {
    withSystem(changes, (work) => {
      const { exposures } = builtReportOn(work);
      const all = answers(work, nginx);
      const toStranger = all.filter(({ source }) => source === stranger);
      expect(toStranger.filter(({ got }) => got !== "").map(({ port }) => port)).toEqual(open);
      for (const { port, got } of toStranger)
        expect({ port, open: isSaid(exposures, port) }).toEqual({ port, open: got !== "" });
      // Behind nginx it is the shop that answers, as the way through its location says.
      const behind = exposures.find(
        ({ target, entry, reach }) => target === "shop" && entry === "handed-on" && reach === "proven",
      );
      expect(behind !== undefined).toBe(toStranger.some(({ port, got }) => port === 80 && got === "shop"));
      // The filter is a filter: whom the group names gets in either way.
      expect(all.some(({ source, got }) => source === neighbour && got !== "")).toBe(true);
    });
  });
});
