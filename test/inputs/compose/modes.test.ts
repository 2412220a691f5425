import { writeCidrs } from "../../../src/model/cidr";
import type { Bounds } from "../../../src/model/bounds";
import type { AddressSet } from "../../../src/model/addresses";
import { portsIn, rangesOf } from "../../../src/model/traffic";
import { forwardsOf, readTexts, traitsOf } from "./reading";

/** What is certain, and what is possible where that is more. */
function written({ must, may }: Bounds<AddressSet>): string {
  const [sure, possible] = [must, may].map((set) => writeCidrs(set).join(",") || "nowhere");
  return sure === possible ? String(sure) : `${sure} ? ${possible}`;
}

/** The doors of a service in one network with these options. */
function doors(options: string, ports = '["8080:80"]', joining = "[lan]"): readonly string[] {
  const { facts, problems } = readTexts({
    "compose.yaml": `services:\n  web: {image: nginx, ports: ${ports}, networks: ${joining}}\nnetworks:\n  lan: {${options}}\n  other:\n`,
  });
  expect(problems).toEqual([]);
  return facts.flatMap((fact) => {
    if (fact.kind === "forward") return [`host ${written(fact.bind)} ${portsIn(fact.traffic.must, "tcp").join()}`];
    if (fact.kind !== "listener") return [];
    const sure = rangesOf(portsIn(fact.traffic.must, "tcp")).join(",");
    return [`own ${written(fact.bind)} ${sure}${fact.traffic.because.length > 0 ? " and more" : ""}`];
  });
}

const option = (name: string, value: string): string => `driver_opts: {com.docker.network.bridge.${name}: "${value}"}`;
const everywhere = "0.0.0.0/0,::/0";

describe("a network's gateway", () => {
  test.each([
    ["publishes by default", "", [`host ${everywhere} 8080,8080`]],
    ["publishes in mode nat", option("gateway_mode_ipv4", "nat"), [`host ${everywhere} 8080,8080`]],
    [
      "routes both families",
      'driver_opts: {com.docker.network.bridge.gateway_mode_ipv4: routed, com.docker.network.bridge.gateway_mode_ipv6: routed}, ipam: {config: [{subnet: "198.51.100.0/24"}, {subnet: "2001:470::/64"}]}',
      ["own nowhere ? 198.51.100.0/24 80", "own nowhere ? 2001:470::/64 80"],
    ],
    [
      "routes IPv6, and publishes over IPv4",
      `enable_ipv6: true, ipam: {config: [{subnet: "2001:470::/64"}]}, ${option("gateway_mode_ipv6", "routed")}`,
      ["host 0.0.0.0/0 8080,8080", "own nowhere ? 2001:470::/64 80"],
    ],
    [
      "routes IPv4, and proxies IPv6 perhaps",
      option("gateway_mode_ipv4", "routed"),
      ["host nowhere ? ::/0 8080,8080", "own nowhere ? 172.16.0.0/12,192.168.0.0/16 80"],
    ],
    [
      "keeps back nothing",
      option("gateway_mode_ipv4", "nat-unprotected"),
      [`host ${everywhere} 8080,8080`, "own nowhere ? 172.16.0.0/12,192.168.0.0/16 80 and more"],
    ],
  ])("%s", (_, options, expected) => {
    expect(doors(options)).toEqual(expected);
  });

  test("has the address that the service asks for", () => {
    const joining = '{lan: {ipv6_address: "2001:470::5"}}';
    expect(doors(`enable_ipv6: true, ${option("gateway_mode_ipv6", "routed")}`, '["8080:80"]', joining)).toContain(
      "own 2001:470::5/128 80",
    );
  });

  test("of several networks may be either", () => {
    expect(doors(option("gateway_mode_ipv4", "routed"), '["8080:80"]', "[lan, other]")[0]).toBe(
      `host nowhere ? ${everywhere} 8080,8080`,
    );
  });

  test("in a mode that nobody knows is in doubt", () => {
    const text = `services:\n  web: {image: nginx, ports: ["80:80"], networks: [lan]}\nnetworks:\n  lan: {${option("gateway_mode_ipv4", "tunnel")}}\n`;
    expect(readTexts({ "compose.yaml": text }).facts).toContainEqual(expect.objectContaining({ kind: "opaque" }));
  });
});

test.each([
  ["127.0.0.1", "127.0.0.1/32"],
  // Means any address, of IPv6 as well.
  ["0.0.0.0", everywhere],
  ["::", "::/0"],
  ["::1", "::1/128"],
])("ports without an address are bound to the network's, %s", (address, expected) => {
  expect(doors(option("host_binding_ipv4", address))).toEqual([`host ${expected} 8080,8080`]);
});

describe("a swarm minds no address of a port", () => {
  function bound(deploy: string, port = "127.0.0.1:80:80"): string {
    const [forward] = forwardsOf(
      readTexts({ "compose.yaml": `services:\n  web: {image: nginx, ports: ["${port}"], deploy: {${deploy}}}\n` })
        .facts,
    );
    return written(forward!.bind);
  }

  test.each([
    ["placement: {constraints: [node.role == manager]}", `127.0.0.1/32 ? ${everywhere}`],
    ["endpoint_mode: vip", `127.0.0.1/32 ? ${everywhere}`],
    ["update_config: {parallelism: 2}", `127.0.0.1/32 ? ${everywhere}`],
    ["mode: global", `127.0.0.1/32 ? ${everywhere}`],
    // These are for docker compose as well.
    ["mode: replicated", "127.0.0.1/32"],
    ["resources: {limits: {cpus: '1'}}", "127.0.0.1/32"],
    ["restart_policy: {condition: on-failure}", "127.0.0.1/32"],
  ])("%s", (deploy, expected) => {
    expect(bound(deploy)).toBe(expected);
  });

  test("nor has one that names none", () => {
    expect(bound("placement: {max_replicas_per_node: 1}", "80:80")).toBe(everywhere);
  });
});

describe("replicas take a fixed port from each other", () => {
  function conflicts(rest: string): readonly string[] {
    return traitsOf(readTexts({ "compose.yaml": `services:\n  web: {image: nginx, ${rest}}\n` }).facts)
      .filter(({ trait }) => trait === "port-conflict")
      .map(({ detail, other, holds }) => `${holds.known ? "surely" : "perhaps"} ${detail}, ${other?.name}`);
  }

  test.each([
    ['scale: 2, ports: ["8080:80"]', ["surely tcp port 8080, another of its 2 replicas"]],
    ['scale: 3, ports: ["127.0.0.1:8080:80/udp"]', ["surely udp port 8080, another of its 3 replicas"]],
    ['scale: 3, ports: ["8080-8081:80"]', ["surely tcp port 8080-8081, another of its 3 replicas"]],
    ['scale: 2, ports: ["8080-8081:80-81"]', ["surely tcp port 8080-8081, another of its 2 replicas"]],
    ['deploy: {replicas: 2}, ports: ["8080:80"]', ["perhaps tcp port 8080, another of its 2 replicas"]],
    ['scale: 2, ports: ["8080-8081:80"]', []],
    ['scale: 2, ports: ["80"]', []],
    ['scale: 1, ports: ["8080:80"]', []],
    ['scale: 2, ports: ["${PORT:?}:80"]', []],
    ["scale: 2, network_mode: host", []],
    ['deploy: {replicas: 2, endpoint_mode: vip}, ports: ["8080:80"]', []],
  ])("%s", (rest, expected) => {
    expect(conflicts(rest)).toEqual(expected);
  });
});
