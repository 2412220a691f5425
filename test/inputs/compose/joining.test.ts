import type { Fact } from "../../../src/model/facts";
import { readTexts, type Texts } from "./reading";

function factsOf<K extends Fact["kind"]>(texts: Texts, kind: K): readonly Extract<Fact, { kind: K }>[] {
  return readTexts(texts).facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);
}

/** `web: web on networks.default`, one a name. */
function names(texts: Texts): readonly string[] {
  return factsOf(texts, "name").map(({ endpoint, name, network }) => `${endpoint.name}: ${name} on ${network.id}`);
}

describe("the names of a service", () => {
  const web = (body: string, rest = ""): Texts => ({
    "a/compose.yaml": `services: {web: {image: nginx, ${body}}, db: {image: postgres, network_mode: none}}\n${rest}`,
  });
  test.each([
    ["its own on the network that nobody names", web(""), ["web: web on a/compose.yaml#networks.default"]],
    [
      "that of its container and of its host, in lower case",
      web("container_name: Shop, hostname: shop.local"),
      ["web", "shop", "shop.local"].map((name) => `web: ${name} on a/compose.yaml#networks.default`),
    ],
    [
      "its aliases, each on its network",
      web("networks: {front: {aliases: [www]}, back: }", "networks: {front: , back: }"),
      [
        "web: web on a/compose.yaml#networks.front",
        "web: www on a/compose.yaml#networks.front",
        "web: web on a/compose.yaml#networks.back",
      ],
    ],
    [
      "on an external network by the name that the engine knows",
      web(
        "networks: [proxy, old, plain]",
        "networks: {proxy: {external: true, name: edge}, old: {external: {name: edge}}, plain: {external: true}}",
      ),
      ["web: web on external#edge", "web: web on external#edge", "web: web on external#plain"],
    ],
    [
      "those of links for itself alone",
      web("links: ['db:database', db, nobody]"),
      [
        "web: web on a/compose.yaml#networks.default",
        "web: web on a/compose.yaml#services.web.names",
        "db: database on a/compose.yaml#services.web.names",
        "db: db on a/compose.yaml#services.web.names",
      ],
    ],
    [
      "its host where extra_hosts says so",
      web("extra_hosts: ['host.docker.internal:host-gateway', 'other:192.0.2.1', 'me=host-gateway']"),
      [
        "web: web on a/compose.yaml#networks.default",
        "web: web on a/compose.yaml#services.web.names",
        "the host of a/compose.yaml: host.docker.internal on a/compose.yaml#services.web.names",
        "the host of a/compose.yaml: me on a/compose.yaml#services.web.names",
      ],
    ],
    ["none on the engine's own bridge", web("network_mode: bridge"), []],
    ["none on the host's network", web("network_mode: host"), []],
  ])("%s", (_, texts, expected) => {
    expect(names(texts)).toEqual(expected);
  });

  test("projects meet on a network that one makes and others take", () => {
    const texts = {
      "edge/compose.yaml": "services: {proxy: {image: nginx, networks: [shared]}}\nnetworks: {shared: {name: edge}}",
      "app/compose.yaml":
        "services: {web: {image: x, networks: [e, default]}}\nnetworks: {e: {external: true, name: edge}}",
      "more/compose.yaml":
        "services: {more: {image: x, networks: [e]}}\nnetworks: {e: {external: true, name: app_default}}",
    };
    expect(names(texts)).toEqual([
      "web: web on external#edge",
      "web: web on external#app_default",
      "proxy: proxy on external#edge",
      "more: more on external#app_default",
    ]);
  });
});

test("whose network a service shares", () => {
  const texts = {
    "compose.yaml": [
      "services:",
      "  vpn: {image: vpn, container_name: tunnel}",
      "  app: {image: app, network_mode: 'service:vpn'}",
      "  more: {image: app, network_mode: 'container:tunnel'}",
      "  other: {image: app, network_mode: 'container:elsewhere'}",
      "  agent: {image: agent, network_mode: host}",
    ].join("\n"),
  };
  expect(factsOf(texts, "resides").map(({ endpoint, within }) => `${endpoint.name} in ${within.id}`)).toEqual([
    "app in compose.yaml#services.vpn",
    "more in compose.yaml#services.vpn",
    "other in container#elsewhere",
    "agent in compose.yaml#host",
  ]);
});

describe("the files that a service is given", () => {
  const given = (body: string, rest = ""): Texts => ({
    "p/compose.yaml": `services: {web: {image: nginx, ${body}}}\n${rest}`,
    "p/nginx/nginx.conf": "",
    "p/nginx/conf.d/site.conf": "",
  });
  test.each([
    [
      "a file",
      given("volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']"),
      ["p/nginx/nginx.conf at /etc/nginx/nginx.conf"],
    ],
    ["a folder", given("volumes: ['./nginx/conf.d/:/etc/nginx/conf.d/']"), ["p/nginx/conf.d at /etc/nginx/conf.d"]],
    [
      "the long syntax",
      given("volumes: [{type: bind, source: nginx/nginx.conf, target: /etc/nginx/nginx.conf}]"),
      ["p/nginx/nginx.conf at /etc/nginx/nginx.conf"],
    ],
    ["by the folder that compose runs in", given('volumes: ["${PWD}/nginx:/etc/nginx"]'), ["p/nginx at /etc/nginx"]],
    [
      "by a config",
      given("configs: [a, {source: a, target: /etc/nginx/nginx.conf}]", "configs: {a: {file: nginx/nginx.conf}}"),
      ["p/nginx/nginx.conf at /a", "p/nginx/nginx.conf at /etc/nginx/nginx.conf"],
    ],
    [
      "by a volume that is a folder",
      given("volumes: ['conf:/etc/nginx']", "volumes: {conf: {driver_opts: {type: none, o: bind, device: ./nginx}}}"),
      ["p/nginx at /etc/nginx"],
    ],
    ["the last for one place", given("volumes: ['./nginx:/a', './nginx/conf.d:/a']"), ["p/nginx/conf.d at /a"]],
    ["not what is not scanned", given("volumes: ['./data:/data', '/etc/nginx:/etc/nginx', 'conf:/etc/nginx']"), []],
    ["not the project to work on", given("volumes: ['.:/app', '../:/src']"), []],
    ["the project where programs are configured", given("volumes: ['.:/etc/nginx']"), ["p at /etc/nginx"]],
  ])("%s", (_, texts, expected) => {
    expect(factsOf(texts, "mount").map(({ path, inside }) => `${path} at ${inside}`)).toEqual(expected);
  });

  test("by a path that starts where the file is that says it", () => {
    const texts = {
      "a/compose.yaml":
        "include: [../b/compose.yaml]\nservices: {web: {extends: {file: ../c/base.yaml, service: base}}}",
      "b/compose.yaml": "services: {other: {image: nginx, volumes: ['./x.conf:/x']}}",
      "b/x.conf": "",
      "c/base.yaml": "services: {base: {image: nginx, volumes: ['./x.conf:/x']}}",
      "c/x.conf": "",
    };
    expect(factsOf(texts, "mount").map(({ endpoint, path }) => `${endpoint.name} ${path}`)).toEqual([
      "web c/x.conf",
      "other b/x.conf",
    ]);
  });
});

describe("labels by which a proxy may forward", () => {
  test.each([
    ["Traefik's", "labels: ['traefik.enable=true', 'traefik.http.routers.a.rule=Host(`a`)']", 1],
    ["Caddy's", "labels: {caddy: a.example, caddy.reverse_proxy: x}", 1],
    ["those of a stack", "deploy: {labels: ['traefik.http.routers.a.rule=x']}", 1],
    ["Traefik's, turned off", "labels: {traefik.enable: 'false', traefik.http.routers.a.rule: x}", 0],
    ["others", "labels: {com.example.team: caddy}", 0],
  ])("%s", (_, body, count) => {
    const texts = { "compose.yaml": `services: {web: {image: x, ${body}}}` };
    expect(factsOf(texts, "opaque")).toHaveLength(count);
  });
});
