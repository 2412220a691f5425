import { scan } from "../../src/engine";
import { startOf } from "../../src/model/source";
import { noContract } from "../../src/settings/contract";
import type { Host } from "../../src/settings/hosts";
import { catalogue, filesOf } from "../support/catalogue";

const at = startOf("portcullis.yaml");
const closed = { "cache.conf": "", "redis.conf": "bind 127.0.0.1\n" };

/** The reach of each published port, and what stops the ways to it. */
function published(service: string, texts: Readonly<Record<string, string>>): readonly string[] {
  const port = service.includes("mysql") ? 3306 : 6379;
  const files = filesOf({
    "compose.yaml": `services:\n  store: { ports: ["${port}:${port}"], ${service} }\n`,
    ...texts,
  });
  return scan(files, catalogue(), { named: [], variables: new Map() })
    .exposures.filter(({ layer }) => layer === "published-port")
    .map(({ reach, blockedBy }) => {
      const at = blockedBy?.at;
      return `${reach}${at?.kind === "file" ? ` by ${at.file}:${at.line}` : ""}`;
    });
}

const volume = 'volumes: ["./redis.conf:/etc/redis.conf"]';

test.each([
  [
    "its command names the file",
    `image: redis, command: redis-server /etc/redis.conf, ${volume}`,
    closed,
    ["latent by redis.conf:1"],
  ],
  [
    "its image is given the file",
    "build: ., command: redis-server /etc/redis.conf",
    { ...closed, Dockerfile: "FROM redis\nCOPY redis.conf /etc/redis.conf\n" },
    ["latent by redis.conf:1"],
  ],
  ["nothing names the file", `image: redis, ${volume}`, closed, ["assumed"]],
  [
    "an option wins over it",
    `image: redis, command: redis-server /etc/redis.conf --bind 0.0.0.0, ${volume}`,
    closed,
    ["assumed"],
  ],
  [
    "another file is named",
    'image: redis, command: redis-server /etc/redis/open.conf, volumes: ["./etc:/etc/redis"]',
    { "etc/redis.conf": "bind 127.0.0.1\n", "etc/open.conf": "bind 0.0.0.0\n" },
    ["assumed"],
  ],
  [
    "it is one of the files of a folder",
    'image: redis, command: redis-server /etc/redis/redis.conf, volumes: ["./etc:/etc/redis"]',
    { "etc/redis.conf": "bind 127.0.0.1\n" },
    ["latent by etc/redis.conf:1"],
  ],
  [
    "the server finds the file by itself",
    'image: mysql, volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"]',
    { "my.cnf": "[mysqld]\nbind-address=127.0.0.1\n" },
    ["latent by my.cnf:2"],
  ],
  [
    "another program of the container listens there",
    `image: redis, command: redis-server /etc/redis.conf, volumes: ["./redis.conf:/etc/redis.conf", "./nginx.conf:/etc/nginx/nginx.conf"]`,
    { ...closed, "nginx.conf": "events {}\nstream { server { listen 6379; proxy_pass 127.0.0.1:6379; } }\n" },
    ["assumed"],
  ],
] as const)("a port that is published for a program on loopback: %s", (_, service, texts, expected) => {
  expect(published(service, texts)).toEqual(expected);
});

test("on the host's network the file decides for the host", () => {
  const files = filesOf({
    "compose.yaml": `services:\n  store:\n    image: redis\n    network_mode: host\n    command: redis-server /etc/redis.conf\n    ${volume}\n`,
    "redis.conf": "bind 0.0.0.0\nport 7000\n",
  });
  const { findings } = scan(files, catalogue(), { named: [], variables: new Map() });
  expect(findings).toContainEqual(expect.objectContaining({ rule: "public-database", verdict: "exposed" }));
});

test("a database on a machine is reached as the machine is", () => {
  const files = filesOf({ "redis.conf": "bind 0.0.0.0\n" });
  const host = (publicly: boolean): Host => ({
    name: "cache",
    is: undefined,
    securityGroups: [],
    publicly: { reached: publicly ? "from the internet" : "from nowhere", at },
    compose: [],
    nginx: [],
    databases: [{ text: "redis.conf", at }],
    at,
  });
  const reach = (hosts: readonly Host[]): readonly string[] =>
    scan(files, catalogue(), { named: [], variables: new Map(), contract: { ...noContract, hosts } }).exposures.map(
      (exposure) => exposure.reach,
    );
  expect([reach([host(true)]), reach([host(false)]), reach([])]).toEqual([["proven"], ["latent"], ["assumed"]]);
});
