import { databases } from "../../../src/inputs/databases/input";
import { writeCidrs } from "../../../src/model/cidr";
import type { Fact, Listener } from "../../../src/model/facts";
import type { Reading } from "../../../src/model/reading";
import { portsIn, rangesOf } from "../../../src/model/traffic";
import { filesOf } from "../../support/catalogue";

function read(texts: Readonly<Record<string, string>>): Reading {
  return databases.read(filesOf(texts), { variables: new Map() });
}

/** `127.0.0.1/32 6379`, what is possible after a question mark, and the line that decides it. */
function written({ bind, traffic, statement }: Listener): string {
  const [sure, possible] = [bind.must, bind.may].map((set) => writeCidrs(set).join(",") || "nowhere");
  const ports = rangesOf(portsIn(traffic.may, "tcp")).join(",");
  const line = statement.focus.kind === "file" ? statement.focus.line : 0;
  return `${sure}${sure === possible ? "" : ` ? ${possible}`} ${ports} @${line}`;
}

function listenersIn(facts: readonly Fact[]): readonly string[] {
  return facts.filter((fact) => fact.kind === "listener").map(written);
}

function toldIn(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === "trait" ? [fact.detail] : []));
}

const all = "0.0.0.0/0,::/0";
const local = "127.0.0.0/8,::1/128";

describe("where each program listens", () => {
  test.each([
    ["redis, everywhere", "redis.conf", "bind * -::*\nprotected-mode no", [`${all} 6379 @1`]],
    ["redis, IPv4", "redis.conf", "port 6380\nbind 0.0.0.0\n", ["0.0.0.0/0 6380 @2"]],
    ["redis, this machine", "redis.conf", "bind 127.0.0.1 -::1\n", ["127.0.0.1/32,::1/128 6379 @1"]],
    ["redis, the last of two", "redis.conf", "bind 0.0.0.0\nbind 127.0.0.1\n", ["127.0.0.1/32 6379 @2"]],
    ["redis, by its mode", "redis.conf", "protected-mode no\nsave 60 1\n", [`${all} 6379 @1`]],
    ["redis, protected", "redis.conf", "protected-mode yes\n", [`${local} 6379 @1`]],
    [
      "redis, protected by its version",
      "redis.conf",
      "bind 0.0.0.0\nprotected-mode yes\n",
      ["127.0.0.0/8 ? 0.0.0.0/0 6379 @1"],
    ],
    [
      "redis, with a password",
      "redis.conf",
      "bind 0.0.0.0\nprotected-mode yes\nrequirepass x\n",
      ["0.0.0.0/0 6379 @1"],
    ],
    ["redis, TLS alone", "redis.conf", "bind 0.0.0.0\nport 0\ntls-port 6390\n", ["0.0.0.0/0 6390 @1"]],
    ["redis, a socket alone", "redis.conf", "bind 0.0.0.0\nport 0\nunixsocket /run/r.sock\n", ["nowhere 6379 @2"]],
    ["redis, a cluster", "redis.conf", "bind 0.0.0.0\ncluster-enabled yes\n", ["0.0.0.0/0 6379,16379 @1"]],
    ["redis, a name", "redis.conf", "bind cache.lan\n", [`nowhere ? ${all} 6379 @1`]],
    ["redis, nothing of it", "redis.conf", "save 60 1\n", []],
    ["postgresql, loopback", "postgresql.conf", "listen_addresses = 'localhost'\n", [`${local} 5432 @1`]],
    ["postgresql, no socket", "postgresql.conf", "listen_addresses = ''\n", ["nowhere 5432 @1"]],
    ["postgresql, clients not seen", "postgresql.conf", "listen_addresses '*'\n", [`${local} ? ${all} 5432 @1`]],
    ["postgresql, nothing of it", "postgresql.conf", "max_connections = 10\n", []],
    ["mongodb, IPv4", "mongod.conf", "net:\n  port: 27018\n  bindIp: 0.0.0.0\n", ["0.0.0.0/0 27018 @3"]],
    [
      "mongodb, a list",
      "mongod.conf",
      "net: {bindIp: 'localhost,10.0.0.5'}\n",
      ["10.0.0.5/32,127.0.0.0/8,::1/128 27017 @1"],
    ],
    ["mongodb, all", "mongod.conf", "net:\n  bindIpAll: true\n", ["0.0.0.0/0 27017 @2"]],
    ["mongodb, all with IPv6", "mongod.conf", "net:\n  ipv6: true\n  bindIpAll: true\n", [`${all} 27017 @3`]],
    ["mongodb, a socket", "mongod.conf", "net:\n  bindIp: /tmp/m.sock\n", ["nowhere 27017 @2"]],
    ["mongodb, the old form", "mongodb.conf", "port = 27019\nbind_ip = 0.0.0.0\n", ["0.0.0.0/0 27019 @2"]],
    ["mysql, everywhere", "my.cnf", "[mysqld]\nbind-address = *\n", [`${all} 3306 @2`]],
    ["mysql, both families", "my.cnf", "[mysqld]\nbind_address=::\nport=3307\n", [`${all} 3307 @2`]],
    ["mysql, this machine", "my.cnf", "[mysqld]\nbind-address=127.0.0.1\n", ["127.0.0.1/32 3306 @2"]],
    ["mysql, a client's group", "my.cnf", "[client]\nbind-address=*\n[mysqld]\nport=3306\n", []],
    ["mysql, no network", "my.cnf", "[mysqld]\nskip-networking\n", ["nowhere 3306 @2"]],
    ["mysql, its network back", "my.cnf", "[mysqld]\nskip-networking=0\nbind-address=0.0.0.0", ["0.0.0.0/0 3306 @3"]],
    ["mysql, its X plugin", "x.cnf", "[mysqld]\nmysqlx-bind-address=0.0.0.0\n", ["0.0.0.0/0 33060 @2"]],
    ["mariadb", "50-server.cnf", "[mariadb]\nloose-bind-address = 0.0.0.0\n", ["0.0.0.0/0 3306 @2"]],
  ] as const)("%s", (_, path, text, expected) => {
    expect(listenersIn(read({ [path]: text }).facts)).toEqual(expected);
  });
});

test.each([
  ["bind 0.0.0.0", "redis.conf", "bind 0.0.0.0\nrequirepass hush\n", ["bind 0.0.0.0"]],
  ["no password", "redis.conf", "bind 0.0.0.0\n", ["bind 0.0.0.0, and asks nobody for a password"]],
  ["loopback", "redis.conf", "bind 127.0.0.1\n", []],
  ["an address", "redis.conf", "bind 10.0.0.5\n", []],
  [
    "a list with a wildcard",
    "postgresql.conf",
    "listen_addresses = 'localhost, *'\n",
    ["listen_addresses = localhost, *"],
  ],
  ["no authorization", "mongod.conf", "net:\n  bindIp: '::'\n", ["net.bindIp: ::, without security.authorization"]],
] as const)("says of what is told to answer everywhere: %s", (_, path, text, expected) => {
  expect(toldIn(read({ [path]: text }).facts)).toEqual(expected);
});

describe("whom PostgreSQL lets in", () => {
  /** The sources of each record in order, as it lets them in or keeps them out. */
  function records(text: string): readonly string[] {
    return read({ "pg_hba.conf": text }).facts.flatMap((fact) =>
      fact.kind === "boundary"
        ? fact.admissions.map(({ effect, peers }) =>
            peers.kind === "addresses"
              ? `${effect} ${writeCidrs(peers.addresses.must).join(",") || "nobody"}${peers.addresses.because.length > 0 ? " ?" : ""}`
              : "",
          )
        : [],
    );
  }

  test.each([
    ["everyone", "host all all 0.0.0.0/0 trust\nhost all all ::/0 md5\n", ["allow 0.0.0.0/0", "allow ::/0"]],
    ["all", "host all all all scram-sha-256\n", [`allow ${all}`]],
    ["a mask", "host app app 10.1.0.0 255.255.0.0 md5\n", ["allow 10.1.0.0/16"]],
    ["an IPv6 mask", "host app app fd00:: ffff:ffff:: md5\n", ["allow fd00::/32"]],
    [
      "rejection",
      "host all all 10.0.0.9/32 reject\nhost all all 10.0.0.0/8 md5\n",
      ["deny 10.0.0.9/32", "allow 10.0.0.0/8"],
    ],
    ["a rejection of one user", "host all bob 10.0.0.0/8 reject\nhost all all 10.0.0.0/8 md5\n", ["allow 10.0.0.0/8"]],
    ["quotes and comments", 'host "all" all 10.0.0.0/8 md5 # office\n', ["allow 10.0.0.0/8"]],
    ["neighbours", "host all all samenet md5\n", [`allow ${local} ?`]],
    ["a name", "host all all .example.com md5\n", ["allow nobody ?"]],
    ["sockets alone", "local all all peer\n", []],
  ] as const)("%s", (_, text, expected) => {
    expect(records(text)).toEqual(expected);
  });

  test("stands before the configuration in its folder", () => {
    const { facts } = read({
      "db/postgresql.conf": "listen_addresses = '*'\n",
      "db/pg_hba.conf": "host all all 10.0.0.0/8 md5\n",
    });
    expect(listenersIn(facts)).toEqual([`${all} 5432 @1`]);
    expect(facts).toContainEqual(
      expect.objectContaining({
        kind: "attachment",
        endpoint: { id: "db/postgresql.conf#", name: "db/postgresql.conf" },
      }),
    );
  });
});

test.each([
  ["an include", "redis.conf", "port 6379\ninclude /etc/more.conf\n", "include"],
  ["a folder of files", "my.cnf", "[mysqld]\n!includedir /etc/mysql/conf.d\n", "!includedir"],
] as const)("is in doubt for what is not followed: %s", (_, path, text, name) => {
  expect(read({ [path]: text }).facts).toContainEqual(
    expect.objectContaining({ kind: "opaque", reason: expect.objectContaining({ name }) as unknown }),
  );
});

test.each([
  ["a setting of networks that is not known", "redis.conf", "port 6379\nnew-bind 1.2.3.4\n", "unrecognised at 2"],
  ["a line that is no setting", "postgresql.conf", "port = 5432\nlisten_addresses = 'a\n", "syntax at 2"],
  ["a record without a method", "pg_hba.conf", "host all all 10.0.0.0/8\n", "syntax at 1"],
  ["an open quote", "redis.conf", 'port 6379\nbind "0.0.0.0\n', "syntax at 2"],
] as const)("says with its line: %s", (_, path, text, expected) => {
  const told = read({ [path]: text }).problems.map(
    ({ code, at }) => `${code} at ${at.kind === "file" ? at.line : at.object}`,
  );
  expect(told).toEqual([expected]);
});

test.each([
  ["an nginx that is called redis", "conf.d/redis.conf", "upstream redis { server 10.0.0.1:6379; }\n"],
  ["a manifest of Kubernetes", "mongodb.yaml", "apiVersion: v1\nkind: Pod\nnet: {}\n"],
  ["a sentinel", "redis-sentinel.conf", "port 26379\n"],
  ["a client's options", "client.cnf", "[client]\nuser=root\n"],
  ["OpenSSL", "openssl.cnf", "[req]\nprompt = no\n"],
] as const)("is none of: %s", (_, path, text) => {
  expect(read({ [path]: text })).toEqual({ facts: [], problems: [], sources: [] });
});

test("no secret leaves", () => {
  const { facts, problems } = read({
    "redis.conf": "bind 0.0.0.0\nrequirepass hunter2\nuser default on >hunter2 ~* +@all\n",
    "my.cnf": "[mysqld]\nbind-address=*\nadmin-password=hunter2\n[client]\npassword=hunter2\n",
  });
  const told = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}` : value);
  expect(JSON.stringify([facts, problems], told)).not.toContain("hunter2");
});
