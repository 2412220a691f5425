import { scan } from "../../../src/engine";
import { portsIn, rangesOf } from "../../../src/model/traffic";
import { catalogue, filesOf } from "../../support/catalogue";
import { readTexts } from "./reading";

const proxies = {
  traefik: "traefik: {image: 'traefik:v3.1', ports: ['80:80', '443:443']}",
  caddy: "caddy: {image: lucaslorentz/caddy-docker-proxy, ports: ['443:443']}",
  nginx: "gate: {image: nginxproxy/nginx-proxy, ports: ['80:80']}",
} as const;

/** What may be handed on to the service: from whom, on which of its ports, to which of ours. */
function handed(proxy: keyof typeof proxies, service: string): readonly string[] {
  const { facts } = readTexts({
    "compose.yaml": `services:\n  ${proxies[proxy]}\n  app: {image: adminer, ${service}}\nnetworks: {other: }\n`,
  });
  const ports = (set: Parameters<typeof portsIn>[0]): string => rangesOf(portsIn(set, "tcp")).join(",");
  return facts.flatMap((fact) => {
    if (fact.kind === "opaque") return [`doubt: ${fact.reason.name.split(",")[0] ?? ""}`];
    if (fact.kind !== "forward" || fact.how !== "proxy") return [];
    expect([ports(fact.traffic.must), ports(fact.arriving.must)]).toEqual(["", ""]);
    return [`${fact.from.name} ${ports(fact.traffic.may)} -> ${fact.to.name} ${ports(fact.arriving.may)}`];
  });
}

test.each([
  ["traefik", "labels: {traefik.http.services.a.loadbalancer.server.port: '8000'}", ["traefik 80,443 -> app 8000"]],
  ["traefik", "labels: ['traefik.http.routers.a.rule=Host(`a`)']", ["traefik 80,443 -> app 0-65535"]],
  [
    "traefik",
    "labels: [traefik.tcp.routers.a.rule=x, traefik.tcp.services.a.loadbalancer.server.port=5432]",
    ["traefik 80,443 -> app 5432"],
  ],
  ["traefik", "deploy: {labels: [traefik.enable=true]}", ["traefik 80,443 -> app 0-65535"]],
  ["traefik", "labels: [traefik.http.routers.a.rule=x, traefik.enable=false]", []],
  ["traefik", "labels: [com.example=x]", []],
  ["traefik", "labels: [traefik.enable=true], networks: [other]", ["doubt: traefik.enable"]],
  ["traefik", "labels: {caddy: a.example}", ["doubt: caddy"]],
  ["caddy", "labels: {caddy: a.example, caddy.reverse_proxy: '{{upstreams 8080}}'}", ["caddy 443 -> app 8080"]],
  ["caddy", "labels: {caddy_1: a.example, caddy_1.reverse_proxy: '{{upstreams}}'}", ["caddy 443 -> app 0-65535"]],
  ["nginx", "environment: {VIRTUAL_HOST: a.example, VIRTUAL_PORT: 8080}", ["gate 80 -> app 8080"]],
  ["nginx", "environment: [VIRTUAL_HOST=a.example]", ["gate 80 -> app 0-65535"]],
] as const)("%s, %s", (proxy, service, expected) => {
  expect(handed(proxy, service)).toEqual(expected);
});

test("what a proxy may hand on is unknown, and by which label", () => {
  const text = `services:\n  ${proxies.traefik}\n  tool:\n    image: adminer\n    labels:\n      - traefik.http.routers.a.rule=Host(\`a\`)\n`;
  const { findings, exposures } = scan(filesOf({ "compose.yaml": text }), catalogue(), {
    named: [],
    variables: new Map(),
  });
  expect(exposures.filter(({ layer }) => layer === "proxy").map(({ verdict, reach }) => `${verdict} ${reach}`)).toEqual(
    ["unknown assumed"],
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      rule: "proxied-to-sensitive-service",
      verdict: "unknown",
      at: expect.objectContaining({ line: 6 }) as unknown,
      message: expect.stringContaining("whom Traefik lets through by traefik.http.routers.a.rule") as unknown,
    }),
  );
});
