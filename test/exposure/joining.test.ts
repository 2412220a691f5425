import { scan } from "../../src/engine";
import type { Report } from "../../src/model/finding";
import { catalogue, filesOf } from "../support/catalogue";

/** nginx in one container, and a name that it hands on to: whom that means is for the project around it to say. */
function reportOn(services: string, upstream: string, more: Readonly<Record<string, string>> = {}): Report {
  const files = filesOf({
    "compose.yaml": `services:\n  gate:\n    image: nginx:1.27\n    ports: ["80:80"]\n    volumes: ["./gate.conf:/etc/nginx/nginx.conf:ro"]\n${services}`,
    "gate.conf": `events {}\nhttp {\n  server {\n    listen 80;\n    location / { proxy_pass http://${upstream}; }\n  }\n}\n`,
    ...more,
  });
  return scan(files, catalogue(), { named: [], variables: new Map() });
}

/** Whom strangers speak to through the proxy. */
function handedOnTo({ exposures }: Report): readonly string[] {
  return exposures
    .filter(({ entry, reach }) => entry === "handed-on" && reach !== "latent")
    .map(({ target }) => target.id);
}

const store = "compose.yaml#services.store";
const apart = "networks: { front: {}, back: {} }\n";

test.each([
  ["a service's name", "  store: { image: redis:7 }\n", "store:6379", [store]],
  ["a container's name", "  store: { image: redis:7, container_name: cache-1 }\n", "cache-1:6379", [store]],
  ["an alias", "  store: { image: redis:7, networks: { default: { aliases: [cache] } } }\n", "cache:6379", [store]],
  [
    "whoever runs in the network of a service, by its name",
    '  store: { image: redis:7, network_mode: "service:gate" }\n',
    "localhost:6379",
    ["compose.yaml#services.gate"],
  ],
] as const)("a proxy hands on to %s", (_, services, upstream, expected) => {
  const report = reportOn(services, upstream);
  expect(handedOnTo(report)).toEqual(expected);
  expect(report.problems.filter(({ message }) => message.includes("leads nowhere"))).toEqual([]);
});

test("what stands behind a proxy is known by its image", () => {
  const [exposure] = reportOn("  store: { image: redis:7 }\n", "store:9999").exposures.filter(
    ({ entry }) => entry === "handed-on",
  );
  expect(exposure?.service).toMatchObject({ by: "image", service: { name: "redis" } });
});

test("the host is meant where extra_hosts says so", () => {
  const services = '    extra_hosts: ["host.docker.internal:host-gateway"]\n';
  expect(handedOnTo(reportOn(services, "host.docker.internal:8080"))).toEqual(["compose.yaml#host"]);
});

test("a name on no shared network leads nowhere, and that is said with its place", () => {
  const report = reportOn(
    `    networks: [front]\n  store: { image: redis:7, networks: [back] }\n${apart}`,
    "store:6379",
  );
  expect(handedOnTo(report)).toEqual([]);
  expect(report.problems).toContainEqual(
    expect.objectContaining({
      message: "proxy_pass http://store:6379 leads nowhere: nothing on a network of gate answers to the name store",
      at: expect.objectContaining({ file: "gate.conf", line: 5 }) as unknown,
    }),
  );
});

test.each(["api.example.com:443", "10.0.0.7:8080"])("%s may lead elsewhere", (upstream) => {
  const report = reportOn("", upstream);
  expect(report.problems.filter(({ message }) => message.includes("leads nowhere"))).toEqual([]);
  expect(handedOnTo(report)).toHaveLength(1);
});

test("behind a proxy an allow list sees the proxy, not the stranger", () => {
  const status = (allowed: string): string =>
    `events {}\nhttp {\n  server {\n    listen 8080;\n    location /status {\n      stub_status;\n      allow ${allowed};\n      deny all;\n    }\n  }\n}\n`;
  const services = '  inner:\n    image: nginx:1.27\n    volumes: ["./inner.conf:/etc/nginx/nginx.conf:ro"]\n';
  const servedTo = (allowed: string): readonly string[] =>
    reportOn(services, "inner:8080", { "inner.conf": status(allowed) })
      .exposures.filter(({ serves, entry }) => serves === "status-page" && entry === "handed-on")
      .map(({ verdict }) => verdict);
  // Containers have private addresses; which of them, the files do not say.
  expect(servedTo("10.0.0.0/8")).toEqual(["unknown"]);
  expect(servedTo("8.8.8.8")).toEqual([]);
});

test("a container that publishes nothing is reached by its neighbours alone", () => {
  const files = filesOf({
    "compose.yaml":
      'services:\n  inner:\n    image: nginx:1.27\n    volumes: ["./inner.conf:/etc/nginx/nginx.conf:ro"]\n',
    "inner.conf": "events {}\nhttp {\n  server {\n    listen 8080;\n  }\n}\n",
  });
  const { exposures } = scan(files, catalogue(), { named: [], variables: new Map() });
  expect(exposures.map(({ reach, blockedBy }) => [reach, blockedBy?.what, blockedBy?.name])).toEqual([
    ["latent", "no published port", "inner"],
  ]);
});

test.each([
  ["one is published on loopback alone", "127.0.0.1:", false],
  ["the other is published to everyone", "", true],
] as const)(
  "a configuration that two containers are given is told to answer everywhere where %s",
  (_, host, isTold) => {
    const given = (name: string, ports: string): string =>
      `  ${name}:\n    image: redis:7\n    command: redis-server /redis.conf\n    volumes: ["./redis.conf:/redis.conf"]\n    ports: ["${ports}"]\n`;
    for (const order of [0, 1]) {
      const services = [given("a", `${host}6379:6379`), given("b", "127.0.0.1:6380:6379")];
      const files = filesOf({
        "compose.yaml": `services:\n${(order === 0 ? services : services.toReversed()).join("")}`,
        "redis.conf": "bind 0.0.0.0\n",
      });
      const { findings } = scan(files, catalogue(), { named: [], variables: new Map() });
      expect(findings.some(({ rule }) => rule === "binds-all-interfaces")).toBe(isTold);
    }
  },
);
