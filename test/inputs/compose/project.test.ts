import { everyTraffic } from "../../../src/model/traffic";
import { publishedBy } from "./published";
import { fixture, forwardsOf, readTexts, traitsOf } from "./reading";

const everywhere = "0.0.0.0/0,::/0";

function service(ports: string, rest = ""): string {
  return `services:\n  web:\n    image: nginx\n    ports: ${ports}\n${rest}`;
}

describe("which files make a project", () => {
  test("one file of a folder with its override; every other is read for itself", () => {
    const { facts, sources } = readTexts({
      "a/compose.yml": service('["2:80"]'),
      "a/compose.yaml": service('["1:80"]'),
      "a/compose.override.yml": service('["3:80"]'),
      "a/docker-compose.prod.yml": service('["4:80"]'),
      "b/docker-compose.yaml": service('["5:80"]'),
    });
    const ports = forwardsOf(facts).map(({ to, traffic }) => `${to.id} ${traffic.must[0]![0] % 65536}`);
    expect(ports.toSorted()).toEqual([
      "a/compose.yaml#services.web 1",
      "a/compose.yaml#services.web 3",
      "a/compose.yml#services.web 2",
      "a/docker-compose.prod.yml#services.web 4",
      "b/docker-compose.yaml#services.web 5",
    ]);
    expect(sources).toHaveLength(5);
  });

  test("a file with services that run nothing by themselves is laid over the base, and says only what it adds", () => {
    const { facts, problems } = readTexts({
      "compose.yaml": "services: {db: {image: postgres, ports: ['5432:5432']}, web: {image: nginx}}",
      "docker-compose.prod.yml": "services: {web: {ports: ['8443:443']}, db: {ports: !reset []}}",
      "docker-compose.alone.yml": "services: {web: {image: httpd, ports: ['9000:80']}}",
    });
    const doors = forwardsOf(facts).map(({ from, to, evidence }) => `${from.name}: ${to.name} ${evidence[0]?.value}`);
    expect(doors).toEqual([
      "the host of compose.yaml: db postgres",
      "the host of docker-compose.alone.yml: web httpd",
      "the host of compose.yaml with docker-compose.prod.yml: web nginx",
    ]);
    expect(problems).toEqual([]);
  });

  test("those that COMPOSE_FILE names, in its order", () => {
    const { facts } = readTexts({
      ".env": "COMPOSE_FILE=base.yaml:docker-compose.prod.yml\n",
      "base.yaml": service('["1:80"]'),
      "docker-compose.prod.yml": 'services: {web: {ports: !override ["2:80"]}}',
      "compose.yaml": service('["3:80"]'),
    });
    expect(forwardsOf(facts).map(({ to, traffic }) => `${to.id} ${traffic.must[0]![0] % 65536}`)).toEqual([
      "base.yaml#services.web 2",
      "compose.yaml#services.web 3",
    ]);
  });

  test.each([
    ["stack.yml", service('["1:80"]')],
    ["deploy.yaml", "version: '3.8'\nx-a: 1\nservices: {db: {image: postgres, ports: ['5432:5432']}}"],
  ])("%s is compose by its shape", (name, text) => {
    expect(forwardsOf(readTexts({ [name]: text }).facts)).toHaveLength(1);
  });

  test.each([
    ["workflow", "on: push\njobs:\n  test:\n    services:\n      db: {image: postgres, ports: ['5432:5432']}"],
    ["kubernetes", "apiVersion: v1\nkind: Service\nservices: {a: {image: x}}"],
    ["gitlab", "services:\n  - postgres:16\ntest: {script: make}"],
    ["symfony", "services:\n  _defaults: {autowire: true}\n  App\\Mailer: {arguments: ['%mail%']}"],
    ["woodpecker", "steps: {a: {image: x}}\nservices: {db: {image: postgres, ports: ['5432']}}"],
    ["rule data", "services:\n  - name: ssh\n    image: x"],
    ["anything", "services: {a: {owner: me}, b: {owner: you}}"],
  ])("%s is not", (name, text) => {
    const reading = readTexts({ [`${name}.yaml`]: text });
    expect(reading).toEqual({ facts: [], problems: [], sources: [] });
  });
});

describe("how files combine", () => {
  test("an override adds ports, !reset removes and !override replaces them", () => {
    const { facts, problems } = readTexts(fixture("overridden"));
    expect(
      publishedBy(facts.filter((fact) => fact.kind === "forward" && fact.from.id === "compose.yaml#host")),
    ).toEqual([
      "cache tcp 127.0.0.1/32 6379 -> 6379",
      `web tcp ${everywhere} 8080 -> 80`,
      `web tcp ${everywhere} 8081 -> 80`,
      "web tcp 127.0.0.1/32 8443 -> 443",
    ]);
    expect(problems).toEqual([]);
    const added = forwardsOf(facts).find(({ traffic }) => traffic.must[0]![0] % 65536 === 8081);
    expect(added!.statement.at).toMatchObject({ file: "compose.override.yaml", line: 4, column: 9 });
  });

  test.each([
    ["equal texts count once", '["80:80", "80:80"]', [`web tcp ${everywhere} 80 -> 80`]],
    ["no address equals 0.0.0.0, and the later wins", '["80:80", "0.0.0.0:80:80"]', ["web tcp 0.0.0.0/0 80 -> 80"]],
    ["an equal text keeps its first place", '["80:80", "0.0.0.0:80:80", "80:80"]', ["web tcp 0.0.0.0/0 80 -> 80"]],
    [
      "of a range what a later entry does not take",
      '["80-82:80-82", "0.0.0.0:81:81"]',
      ["web tcp 0.0.0.0/0 81 -> 81", `web tcp ${everywhere} 80 -> 80`, `web tcp ${everywhere} 82 -> 82`],
    ],
  ])("%s", (_, ports, expected) => {
    expect(publishedBy(readTexts({ "compose.yaml": service(ports) }).facts)).toEqual(expected);
  });

  test("includes and extensions are followed, each place leading to where it is written", () => {
    const { facts, problems } = readTexts(fixture("composed"));
    expect(publishedBy(facts)).toEqual([
      "admin tcp 127.0.0.1/32 8081 -> 8080",
      `database tcp ${everywhere} 15432 -> 5432`,
      `web tcp ${everywhere} 8080 -> 80`,
      `web tcp ${everywhere} 9000 -> 9000`,
    ]);
    expect(problems).toEqual([]);
    const files = forwardsOf(facts).map(({ statement: { at } }) => at.kind === "file" && at.file);
    expect(new Set(files)).toEqual(new Set(["compose.yaml", "stores/compose.yaml", "common/services.yaml"]));
  });

  const extending = (base: string): string => `services: {web: {extends: ${base}}, more: {extends: web}}`;
  test.each([
    ["a missing include", "include: [other.yaml]", "unreadable", "other.yaml is included and not"],
    ["a missing include elsewhere", "include: [{path: ./o/../p.yaml}]", "unreadable", "p.yaml is included and not"],
    ["an include that is not known", 'include: ["${NONE}/o.yaml"]', "unreadable", "${NONE}/o.yaml is included, and"],
    ["an include by a secret", 'include: ["${SET}/o.yaml"]', "unreadable", "${SET}/o.yaml is included and not"],
    [
      "an include from elsewhere",
      "include: ['https://me:hunter2@example.com/c.git']",
      "unreadable",
      "https://example.com/c.git is included and nothing",
    ],
    ["a file that includes itself", "include: [compose.yaml]", "unreadable", "compose.yaml includes itself"],
    ["a missing base", extending("base"), "invalid-value", "services.base, which services.web extends"],
    ["a base in a missing file", extending("{file: o.yaml, service: b}"), "unreadable", "o.yaml, which services.web"],
    [
      "a base in no known file",
      extending('{file: "${NONE}", service: b}'),
      "unreadable",
      "${NONE}, which services.web",
    ],
    [
      "a service that extends itself",
      "services: {web: {extends: web}}",
      "invalid-value",
      "services.web extends itself",
    ],
    ["compose format 1", "web: {image: nginx}", "unreadable", "this is compose format 1"],
  ])("%s is said once", (_, text, code, message) => {
    const { problems } = readTexts({ "compose.yaml": text, ".env": "SET=hunter2\n" });
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.message).toContain(message);
  });

  test("aliases and merge keys lead to where the port is written, further documents are laid over", () => {
    const { facts } = readTexts(fixture("anchors"));
    expect(forwardsOf(facts).map(({ to, statement: { at } }) => `${to.name} ${at.kind === "file" && at.line}`)).toEqual(
      ["first 4", "first 5", "second 4", "second 5", "third 17", "third 22"],
    );
  });
});

describe("what a service's network means", () => {
  const { facts } = readTexts(fixture("networks"));
  const lines = publishedBy(facts);

  test("a network's host binding is the default address", () => {
    expect(lines).toContain("bound-by-network tcp 127.0.0.1/32 8080 -> 80");
  });

  test("no way leads to an internal network or to no replicas, and the doors are there", () => {
    const closed = facts.flatMap((fact) =>
      fact.kind === "route" ? [`${fact.endpoint.name}: ${fact.along[0].name}`] : [],
    );
    expect(closed).toEqual(["cut-off: networks.back.internal", "asleep: services.asleep.deploy.replicas"]);
    expect(lines).toContain(`cut-off tcp ${everywhere} 5432 -> 5432`);
    expect(lines).toContain(`debug-only tcp ${everywhere} 8082 -> 8080`);
  });

  test("a macvlan gives an address of its own and publishes nothing on the host", () => {
    expect(lines.filter((line) => line.includes("lan"))).toEqual([]);
    const listeners = facts.flatMap((fact) => (fact.kind === "listener" ? [fact] : []));
    expect(listeners.map(({ endpoint, bind }) => [endpoint.name, bind.must.v4.length, bind.because.length])).toEqual([
      ["on-the-lan", 1, 0],
      ["somewhere-on-the-lan", 0, 1],
    ]);
  });

  test("a service on the host's network listens there on nobody knows what", () => {
    const reading = readTexts(fixture("host-network"));
    expect(traitsOf(reading.facts)).toContainEqual(expect.objectContaining({ trait: "shares-host-network" }));
    const listeners = reading.facts.flatMap((fact) => (fact.kind === "listener" ? [fact] : []));
    expect(listeners).toHaveLength(1);
    expect(listeners[0]!.layer).toBe("host");
    expect(listeners[0]!.endpoint).toEqual({ id: "compose.yaml#host", name: "the host of compose.yaml" });
    expect(listeners[0]!.traffic.must).toEqual([]);
    expect(listeners[0]!.traffic.may).toEqual(everyTraffic);
  });

  const onHosts = (networks: string): string =>
    `services: {db: {image: redis, networks: [h], ports: ["1:1"]}}\nnetworks: ${networks}`;
  test.each([
    ["an external network named host", onHosts("{h: {external: true, name: host}}"), "networks.h: host", true],
    ["the old notation of it", onHosts("{h: {external: {name: host}}}"), "networks.h: host", true],
    ["the driver host", onHosts("{h: {driver: host}}"), "networks.h: host", true],
    [
      "the default network",
      "services: {db: {image: redis}}\nnetworks: {default: {external: true, name: host}}",
      "networks.default: host",
      true,
    ],
    ["a mode that is not set", 'services: {db: {image: redis, network_mode: "${NM}"}}', "network_mode", false],
    ["a mode that is required", 'services: {db: {image: redis, network_mode: "${NM:?x}"}}', "network_mode", false],
    ["a part of a mode", 'services: {db: {image: redis, network_mode: "h${NM}t"}}', "network_mode", false],
  ])("%s is, or may be, the host's network", (_, text, detail, known) => {
    const { facts, problems } = readTexts({ "compose.yaml": text });
    expect(traitsOf(facts)).toEqual([expect.objectContaining({ trait: "shares-host-network", detail })]);
    expect(traitsOf(facts)[0]!.holds.known).toBe(known);
    const listener = facts.find((fact) => fact.kind === "listener")!;
    expect(listener.traffic.may).toEqual(everyTraffic);
    expect(listener.traffic.because).toHaveLength(1);
    expect(facts.filter(({ kind }) => kind === "forward" || kind === "listener")).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test.each([
    ["a name like it", onHosts("{h: {name: hosts}}")],
    ["a key of that name", "services: {db: {image: redis, networks: [host]}}\nnetworks: {host: {}}"],
    ["a mode that cannot be it", 'services: {db: {image: redis, network_mode: "service:${NM}"}}'],
    ["a default that is not", 'services: {db: {image: redis, network_mode: "${NM:-bridge}"}}'],
  ])("%s is not", (_, text) => {
    expect(traitsOf(readTexts({ "compose.yaml": text }).facts).map(({ trait }) => trait)).not.toContain(
      "shares-host-network",
    );
  });

  test("who shares a service's network may be who serves on its ports", () => {
    const tunnel = forwardsOf(readTexts(fixture("host-network")).facts).find(({ to }) => to.name === "tunnel");
    expect(tunnel!.evidence.map(({ value }) => value)).toEqual(["example/vpn:1", "postgres:16", "5432/tcp"]);
  });
});

test("control sockets are found in every notation, and nothing else is", () => {
  const found = traitsOf(readTexts(fixture("control-sockets")).facts);
  expect(found.map(({ subject, trait, detail }) => `${subject.name} ${trait} ${detail}`)).toEqual([
    "proxy holds-control-socket /var/run/docker.sock",
    "agent holds-control-socket /run/containerd/containerd.sock",
    "whole-host holds-control-socket /",
    "api holds-control-socket use_api_socket",
  ]);
});

describe("mistakes", () => {
  test("one of each kind is named at its line, and what is sound is read", () => {
    const { facts, problems } = readTexts(fixture("one-mistake"));
    expect(publishedBy(facts)).toEqual([`database tcp ${everywhere} 5432 -> 5432`, `web tcp ${everywhere} 8080 -> 80`]);
    const said = problems.map(({ code, at }) => `${at.kind === "file" && at.line} ${code}`);
    expect(said.toSorted()).toEqual(
      [
        "5 unrecognised",
        "9 invalid-value",
        "10 invalid-value",
        "11 invalid-value",
        "12 invalid-value",
        "13 invalid-value",
        "14 invalid-value",
        "15 invalid-value",
        "20 invalid-value",
        "21 invalid-value",
        "22 unrecognised",
      ].toSorted(),
    );
  });

  test("broken YAML hides no service that is sound", () => {
    const { facts, problems } = readTexts(fixture("broken-yaml"));
    expect(forwardsOf(facts).map(({ to }) => to.name)).toEqual(["database", "cache", "web"]);
    expect(problems).toEqual([expect.objectContaining({ code: "syntax" })]);
  });

  test.each([
    ["", 1],
    ["services: [web]", 1],
    ["web: {image: nginx}", 1],
    ["- web", 1],
    ["services: {web: {image: nginx, ports: 80}}", 1],
    ["services: {web: {image: nginx, networks: [back]}}", 1],
    ["services: {web: {image: nginx, network_mode: host, networks: [default]}}", 1],
    ["services: {web: {image: nginx, volumes: ['data:/data']}}", 1],
    ["services: {web: {ports: ['80:80']}}", 1],
    ["services: {web: {image: nginx, network_mode: 'service:db', ports: ['80:80']}, db: {image: postgres}}", 1],
    ["services: {web: {image: nginx, x-note: [1]}}\nx-note: 1", 0],
  ])("%j", (text, problems) => {
    expect(readTexts({ "compose.yaml": text }).problems).toHaveLength(problems);
  });
});
