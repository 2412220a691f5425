import { writeCidrs } from "../../../src/model/cidr";
import type { Fact } from "../../../src/model/facts";
import { portsIn } from "../../../src/model/traffic";
import { forwardsOf } from "./reading";

const transports = ["tcp", "udp", "sctp"] as const;

/** What is certainly published, one line a container port: `web tcp 0.0.0.0/0,::/0 8080 -> 80`. */
export function publishedBy(facts: readonly Fact[]): readonly string[] {
  const lines = forwardsOf(facts).flatMap((fact) =>
    transports.flatMap((transport) => {
      const hosts = portsIn(fact.traffic.must, transport);
      const containers = portsIn(fact.arriving.must, transport).flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, i) => first + i),
      );
      const hostPorts = hosts.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
      const bind = writeCidrs(fact.bind.must).join(",");
      if (bind === "") return [];
      return containers.map((port, i) => {
        const host = fact.opens === "all" ? hostPorts[i] : hosts.map(([first, last]) => `${first}-${last}`).join();
        return `${fact.to.name} ${transport} ${bind} ${host} -> ${port}`;
      });
    }),
  );
  return [...new Set(lines)].toSorted();
}

interface ConfigPort {
  readonly target: number;
  readonly published?: string;
  readonly protocol: string;
  readonly host_ip?: string;
}

interface ConfigService {
  readonly profiles?: readonly string[];
  readonly ports?: readonly ConfigPort[];
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, unknown>>;
}

interface ConfigNetwork {
  readonly external?: boolean;
  readonly name?: string;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
}

interface Config {
  readonly services: Readonly<Record<string, ConfigService>>;
  readonly networks?: Readonly<Record<string, ConfigNetwork>>;
}

/** The same of what `docker compose config --format json` prints, which leaves to the engine what networks mean for ports. */
export function publishedInConfig(json: string): readonly string[] {
  const { services, networks = {} } = JSON.parse(json) as Config;
  const lines = Object.entries(services).flatMap(([name, service]) => {
    const { ports = [], network_mode: mode = "" } = service;
    const joined = Object.keys(service.networks ?? {}).map((network) => networks[network]);
    if (mode === "host" || /^(service|container):/.test(mode)) return [];
    if (joined.length > 0 && joined.every((network) => network?.driver === "macvlan")) return [];
    const binding = joined.map((network) => network?.driver_opts?.["com.docker.network.bridge.host_binding_ipv4"])[0];
    return ports.map(({ target, published = "0", protocol, host_ip: ip = binding }) => {
      const host = published === "0" ? "32768-60999" : published;
      return `${name} ${protocol} ${bindOf(ip)} ${host} -> ${target}`;
    });
  });
  return [...new Set(lines)].toSorted();
}

/** An IPv4-mapped address is the IPv4 address that it maps. */
function bindOf(written: string | undefined): string {
  const ip = written?.replace(/^::ffff:(?=[\d.]+$)/, "");
  switch (ip) {
    case undefined:
      return "0.0.0.0/0,::/0";
    case "0.0.0.0":
      return "0.0.0.0/0";
    case "::":
      return "::/0";
    default:
      return ip.includes(":") ? `${ip}/128` : `${ip}/32`;
  }
}

/** The networks that each service is in, and the profiles of those that publish, one line each. */
export function membershipBy(facts: readonly Fact[]): readonly string[] {
  const lines = facts.flatMap((fact) => {
    if (fact.kind === "name" && fact.network.id.includes(".names")) return [];
    if (fact.kind === "name") return [`${fact.endpoint.name} in ${fact.network.id.replace(/^.*?#networks\./, "")}`];
    if (fact.kind !== "forward") return [];
    return (fact.during ?? []).map((occasion) => `${fact.to.name} during ${occasion}`);
  });
  return [...new Set(lines)].toSorted();
}

export function membershipInConfig(json: string): readonly string[] {
  const { services, networks = {} } = JSON.parse(json) as Config;
  const published = new Set(publishedInConfig(json).map((line) => line.split(" ")[0]));
  const lines = Object.entries(services).flatMap(([name, service]) => [
    ...(service.network_mode === undefined ? Object.keys(service.networks ?? {}) : []).map((key) => {
      const network = networks[key];
      return `${name} in ${network?.external ? `external#${network.name ?? key}` : key}`;
    }),
    ...(published.has(name) ? (service.profiles ?? []) : []).map((profile) => `${name} during the profile ${profile}`),
  ]);
  return [...new Set(lines)].toSorted();
}
