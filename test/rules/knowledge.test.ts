import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import type { Service } from "../../src/model/service";

const folder = join(__dirname, "../../rules/knowledge");
const text = readFileSync(join(folder, "services.yaml"), "utf8");
const knowledge = parse(text) as { readonly services: readonly Service[] };
const { services } = knowledge;

const ajv = new Ajv({ strict: true, allErrors: true });
const validate = ajv.compile(JSON.parse(readFileSync(join(folder, "services.schema.json"), "utf8")) as object);

/** The services that take the bare number; a port is written as the lists write it, `161/udp`, and TCP is left out. */
function assumedOn(written: string): readonly Service[] {
  const [number, transport = "tcp"] = written.split("/");
  return services.filter(({ ports }) =>
    ports.some((entry) => entry.assumed && entry.port === Number(number) && entry.transport === transport),
  );
}

function named(name: string): Service {
  const service = services.find((each) => each.name === name);
  if (!service) throw new Error(`no service is named ${name}`);
  return service;
}

describe("the schema", () => {
  test("accepts the catalogue", () => {
    validate(knowledge);
    expect(validate.errors).toBeNull();
  });

  const postgresql = named("postgresql");
  const broken: readonly (readonly [string, object])[] = [
    ["an unknown key", { ...postgresql, colour: "blue" }],
    ["a name in capitals", { ...postgresql, name: "PostgreSQL" }],
    ["an unknown kind", { ...postgresql, kind: "databases" }],
    ["a port beyond 65535", { ...postgresql, ports: [{ port: 65536, transport: "tcp" }] }],
    ["a port without transport", { ...postgresql, ports: [{ port: 5432 }] }],
    ["a port that says it is not assumed", { ...postgresql, ports: [{ port: 1, transport: "tcp", assumed: false }] }],
    ["no port", { ...postgresql, ports: [] }],
    ["no source", { ...postgresql, sources: [] }],
    ["a source that is only a word", { ...postgresql, sources: ["IANA"] }],
    ["an image with a tag", { ...postgresql, images: ["postgres:16"] }],
    ["an image with a registry", { ...postgresql, images: ["quay.io/postgres/postgres"] }],
    ["an image of the default library", { ...postgresql, images: ["library/postgres"] }],
    ["a program in a folder", { ...postgresql, programs: ["/usr/bin/postgres"] }],
    ["amplification over TCP alone", { ...named("redis"), amplifies: true }],
  ];
  test.each(broken)("refuses %s", (_, service) => {
    expect(validate({ services: [service] })).toBe(false);
  });

  test.each(Object.keys(postgresql))("demands %s", (key) => {
    const rest = Object.fromEntries(Object.entries(postgresql).filter(([each]) => each !== key));
    expect(validate({ services: [rest] })).toBe(false);
  });
});

describe("the catalogue", () => {
  test("gives each name once", () => {
    const names = services.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test("assumes at most one service for a port and transport", () => {
    const assumed = services.flatMap(({ ports }) =>
      ports.filter((entry) => entry.assumed).map(({ port, transport }) => `${port}/${transport}`),
    );
    expect(assumed.filter((written, at) => assumed.indexOf(written) !== at)).toEqual([]);
  });

  test("writes each port of a service once", () => {
    const twice = services.filter(
      ({ ports }) => new Set(ports.map(({ port, transport }) => `${port}/${transport}`)).size !== ports.length,
    );
    expect(twice.map(({ name }) => name)).toEqual([]);
  });

  test("tells the services of an image or program apart: no two of one kind share a port and transport", () => {
    const clashes = services.flatMap((one, at) =>
      services.slice(at + 1).flatMap((other) => {
        const shared = [...(one.images ?? []), ...(one.programs ?? [])].filter(
          (each) => other.images?.includes(each) || other.programs?.includes(each),
        );
        const ports = one.ports.filter((a) =>
          other.ports.some((b) => a.port === b.port && a.transport === b.transport),
        );
        return shared.length > 0 && ports.length > 0 ? [`${one.name} and ${other.name}: ${shared.join(", ")}`] : [];
      }),
    );
    expect(clashes).toEqual([]);
  });

  test("is grouped by kind and alphabetical within a group", () => {
    const kinds = services.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1]);
    expect(kinds).toEqual([...new Set(kinds)]);
    for (const kind of kinds) {
      const names = services.filter((service) => service.kind === kind).map(({ name }) => name);
      expect(names).toEqual([...names].sort());
    }
  });
});

/** Every port that the lists of other scanners and benchmarks name, with the list that names it. */
const lists: Readonly<Record<string, string>> = {
  "Checkov, security groups": "22 80 3389",
  "Checkov, network ACLs": "20 21 22 3389",
  "Trivy, remote login": "22 3389",
  "KICS, sensitive ports": `20 21 22 23 25 53 80 110 135 137 138 139 161 389 443 445 636 1433 1434 1521 1522 2375
    2376 2382 2383 2483 2484 3000 3020 3306 3389 4333 4505 4506 5432 5500 5601 5900 5985 6379 7000 7001 7199 8000 8020
    8080 8140 8888 9000 9042 9090 9160 9200 9300 11211 11214 11215 27017 27018 50070 50470 61620 61621`,
  "KICS, exposed admin ports": "20 21 22 23 115 137 138 139 2049 3389",
  Terrascan: `22 23 25 80 135 137 137/udp 138 138/udp 139 139/udp 161/udp 443 445 636 1433 1434 1434/udp 1521 2382
    2383 2484 2484/udp 3000 3020 3306 3389 4505 4506 5432 5432/udp 7001 8000 8080 8140 9000 9200 9300 11214 11214/udp
    11215 11215/udp 27017 27018 61621`,
  "Prowler, high-risk ports": "25 110 135 143 445 3000 4333 5000 5500 8080 8088",
  "Prowler, one check a service": `20 21 22 23 88 389 445 1433 1434 1521 2483 3306 3389 5432 5601 6379 7199 8888 9092
    9160 9200 9300 11211 27017 27018`,
  ScoutSuite: "21 22 23 25 53/udp 1433 1521 2049 3306 3389 5432 27017",
  "Powerpipe, common ports": "20 21 22 23 25 110 135 143 445 1433 3306 3389 4333 5432 5500 5601 8080 9200",
  "Security Hub EC2.19": `20 21 22 23 25 110 135 143 445 1433 1434 3000 3306 3389 4333 5000 5432 5500 5601 8080 8088
    8888 9200 9300`,
  "AWS Config restricted-common-ports": "20 21 3306 3389 4333",
  "missing from EC2.19": "1521 2049 2375 2376 2379 5672 5900 5984 6379 7474 9042 9092 10250 11211 15672 27017",
};

describe.each(Object.entries(lists))("the list of %s", (_, ports) => {
  test.each(ports.trim().split(/\s+/))("%s means one service", (written) => {
    expect(assumedOn(written)).toHaveLength(1);
  });
});

/** What a bare number means: port, service, kind, cleartext by default. */
const readings = [
  ["20", "ftp", "file-transfer", "always"],
  ["21", "ftp", "file-transfer", "always"],
  ["22", "ssh", "ssh", "never"],
  ["25", "smtp", "mail", "optional"],
  ["53", "dns", "name-service", "always"],
  ["53/udp", "dns", "name-service", "always"],
  ["80", "http", "web", "always"],
  ["110", "pop3", "mail", "always"],
  ["143", "imap", "mail", "always"],
  ["443", "https", "web", "never"],
  ["443/udp", "http3", "web", "never"],
  ["3306", "mysql", "database", "optional"],
  ["3389", "rdp", "rdp", "never"],
  ["5432", "postgresql", "database", "optional"],
  ["6379", "redis", "cache", "optional"],
  ["8080", "http-alternate", "web", "always"],
  // The rest names what the rules name.
  ["23", "telnet", "remote-login", "always"],
  ["69/udp", "tftp", "file-transfer", "always"],
  ["111", "rpcbind", "file-sharing", "always"],
  ["389", "ldap", "directory", "always"],
  ["389/udp", "cldap", "directory", "always"],
  ["445", "smb", "file-sharing", "optional"],
  ["873", "rsync", "file-sharing", "always"],
  ["1099", "jmx", "control-api", "optional"],
  ["1433", "mssql", "database", "optional"],
  ["1521", "oracle", "database", "optional"],
  ["1883", "mqtt", "message-broker", "always"],
  ["2049", "nfs", "file-sharing", "optional"],
  ["2181", "zookeeper", "message-broker", "optional"],
  ["2222", "ssh", "ssh", "never"],
  ["2375", "docker", "control-api", "always"],
  ["2376", "docker-tls", "control-api", "never"],
  ["2379", "etcd", "control-api", "optional"],
  ["3000", "framework-server", "development-server", "always"],
  ["4505", "salt", "control-api", "never"],
  ["4646", "nomad", "control-api", "optional"],
  ["5000", "framework-server", "development-server", "always"],
  ["5005", "jdwp", "debugger", "always"],
  ["5173", "vite", "development-server", "always"],
  ["5601", "kibana", "admin-interface", "always"],
  ["5672", "amqp", "message-broker", "optional"],
  ["5678", "debugpy", "debugger", "always"],
  ["5900", "vnc", "remote-login", "always"],
  ["5910", "vnc", "remote-login", "always"],
  ["5985", "winrm", "remote-login", "optional"],
  ["6000", "x11", "remote-login", "always"],
  ["8000", "http-alternate", "web", "always"],
  ["8443", "https-alternate", "web", "never"],
  ["8500", "consul", "control-api", "optional"],
  ["8888", "http-alternate", "web", "always"],
  ["9000", "http-alternate", "web", "always"],
  ["9042", "cassandra", "database", "optional"],
  ["9090", "http-alternate", "web", "always"],
  ["9092", "kafka", "message-broker", "optional"],
  ["9200", "elasticsearch", "search", "optional"],
  ["9229", "node-inspector", "debugger", "always"],
  ["10250", "kubelet", "control-api", "never"],
  ["15672", "rabbitmq-management", "admin-interface", "optional"],
  ["27017", "mongodb", "database", "optional"],
  ["50070", "hadoop", "control-api", "optional"],
] as const;

describe("a bare number", () => {
  test.each(readings)("%s means %s, a %s, cleartext %s", (written, name, kind, cleartext) => {
    expect(assumedOn(written)).toEqual([expect.objectContaining({ name, kind, cleartext })]);
  });

  test.each(["1", "1337", "3001/udp", "5555", "12345", "65535"])("%s is unlisted", (written) => {
    expect(assumedOn(written)).toEqual([]);
  });
});

describe("amplifiers", () => {
  test.each(["17/udp", "19/udp", "53/udp", "69/udp", "111/udp", "123/udp", "137/udp", "161/udp", "389/udp", "1434/udp"])(
    "%s amplifies",
    (written) => {
      expect(assumedOn(written)).toEqual([expect.objectContaining({ amplifies: true })]);
    },
  );
  test.each(["1900/udp", "3702/udp", "5353/udp", "11211/udp"])("%s amplifies", (written) => {
    expect(assumedOn(written)).toEqual([expect.objectContaining({ amplifies: true })]);
  });
  test.each(["443/udp", "514/udp", "51820/udp"])("%s does not", (written) => {
    expect(assumedOn(written)).toEqual([expect.objectContaining({ amplifies: false })]);
  });
});

describe("images", () => {
  const meanings = [
    ["postgis/postgis", ["postgresql"]],
    ["valkey/valkey", ["redis"]],
    ["elasticsearch/elasticsearch", ["elasticsearch"]],
    ["mssql/server", ["mssql"]],
    ["rabbitmq", ["epmd", "rabbitmq-management", "amqp", "amqps", "rabbitmq-stream", "stomp"]],
    ["portainer/portainer-ce", ["portainer"]],
    ["nginx", ["http", "http3", "https"]],
    ["traefik", ["traefik-dashboard", "http", "http3", "https"]],
    ["minio/minio", ["minio-console", "minio"]],
    ["my/application", []],
  ] as const;
  test.each(meanings)("%s runs %j", (image, names) => {
    expect(services.filter(({ images }) => images?.includes(image)).map(({ name }) => name)).toEqual(names);
  });
});
