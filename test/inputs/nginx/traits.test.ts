import type { Trait, TraitName } from "../../../src/model/facts";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesOf } from "../../support/catalogue";

function traitsOf(text: string): readonly Trait[] {
  const { facts } = nginx.read(filesOf({ "nginx.conf": text }), { variables: new Map() });
  return facts.filter((fact): fact is Trait => fact.kind === "trait");
}

/** What is found in a server, as "line: detail", with a question mark where it is not certain. */
function found(trait: TraitName, inServer: string, { listen = "listen 80;", http = "" } = {}): readonly string[] {
  const text = `events {} http { server_tokens off; ${http} server { ${listen}\n${inServer} } }`;
  return traitsOf(text)
    .filter((each) => each.trait === trait)
    .map(({ at, detail, holds }) => `${at.kind === "file" ? at.line - 1 : 0}: ${detail}${holds.known ? "" : "?"}`);
}

type Case = readonly [
  name: string,
  server: string,
  said: readonly string[],
  setting?: { listen?: string; http?: string },
];

function cases(trait: TraitName, table: readonly Case[]): void {
  const named = table.map(([name, server, said, setting]) => ({ name, server, said, setting }));
  describe(trait, () => {
    test.each(named)("$name", ({ server, said, setting }) => {
      expect(found(trait, server, setting)).toEqual(said);
    });
  });
}

const users = `auth_basic a; auth_basic_user_file b;`;

cases("allow-list-without-deny", [
  ["an allow alone", "allow 10.0.0.0/8;", ["1: allow 10.0.0.0/8"]],
  ["the last of several", "allow 10.0.0.0/8;\nallow 192.0.2.1;", ["2: allow 192.0.2.1"]],
  ["ended by a deny", "allow 10.0.0.0/8; deny all;", []],
  ["ended by a deny of everything else by halves", "allow 10.0.0.0/8; deny 0.0.0.0/1; deny 128.0.0.0/1;", []],
  ["everyone is meant", "allow all;", []],
  ["everyone is meant, by halves", "allow 0.0.0.0/1; allow 128.0.0.0/1;", []],
  ["the exception of a block list", "allow 192.0.2.7; deny 192.0.2.0/24;", []],
  ["a deny that comes before", "deny 192.0.2.0/24; allow 10.0.0.0/8;", ["1: allow 10.0.0.0/8"]],
  ["a deny around it", "deny all; location / { allow 10.0.0.0/8; }", ["1: allow 10.0.0.0/8"]],
  ["inherited by a location", "allow 10.0.0.0/8; deny all; location / { root a; }", []],
  ["a password for the others", `satisfy any; ${users} location / { allow 10.0.0.0/8; }`, []],
  ["a password that nobody is asked for", `satisfy any; allow 10.0.0.0/8; auth_basic a;`, ["1: allow 10.0.0.0/8"]],
  ["a password beside it", `allow 10.0.0.0/8; ${users}`, ["1: allow 10.0.0.0/8"]],
  ["in an internal location", "location / { internal; allow 10.0.0.0/8; }", []],
  ["in a location that is not reached", "return 404; location / { allow 10.0.0.0/8; }", []],
  ["no deny for IPv6", "allow 10.0.0.0/8; deny 0.0.0.0/0;", ["1: deny 0.0.0.0/0"], { listen: "listen [::]:80;" }],
  ["no IPv6 to be denied", "allow 10.0.0.0/8; deny 0.0.0.0/0;", []],
  ["on loopback", "allow 10.0.0.0/8;", [], { listen: "listen 127.0.0.1:80;" }],
  ["on a unix socket", "allow 10.0.0.0/8;", [], { listen: "listen unix:/run/a;" }],
  ["on an address that is not known", "allow 10.0.0.0/8;", ["1: allow 10.0.0.0/8?"], { listen: "listen site:80;" }],
  ["for other methods", "location / { allow all; limit_except GET { allow 10.0.0.0/8; } }", ["1: allow 10.0.0.0/8"]],
]);

cases("answers-before-access-control", [
  ["a text", "location /a { allow 10.0.0.0/8; deny all;\nreturn 200 a; }", ["2: return 200 a"]],
  ["a text of a location within", "allow 10.0.0.0/8; deny all; location /a {\nreturn 200 a; }", ["2: return 200 a"]],
  ["a text before a password", `${users} location /a { return 200 a; }`, ["1: return 200 a"]],
  ["a text that everybody may read", "allow all; location /a { return 200 a; }", []],
  ["a refusal", "allow 10.0.0.0/8; deny all; location /a { return 404; }", []],
  ["to TLS", "allow 10.0.0.0/8; deny all; return 301 https://$host$request_uri;", []],
  [
    "a redirect",
    "location /a { deny all; rewrite ^/a/(.*)$ /b/$1 redirect; }",
    ["1: rewrite ^/a/(.*)$ /b/$1 redirect"],
  ],
  ["a redirect by its scheme", "location /a { deny all; rewrite ^ http://b last; }", ["1: rewrite ^ http://b last"]],
  ["a rewrite to another location", "location /a { deny all; rewrite ^/a/(.*)$ /b/$1 last; }", []],
  ["a text that comes after a break", "location /a { deny all; break; return 200 a; }", []],
  ["in a named location", "deny all; location @a { return 200 a; }", []],
  ["in an internal location", "deny all; location /a { internal; return 200 a; }", []],
  ["a condition of the client's", "deny all; if ($arg_a = b) { return 200 a; }", ["1: return 200 a"]],
  ["a condition of the server's", "deny all; if ($a) { return 200 a; }", ["1: return 200 a?"]],
  ["preflight requests", "deny all; if ($request_method = OPTIONS) { return 204; }", []],
  ["a void password", `satisfy any; ${users}\nallow all;`, ["2: satisfy any with allow all"]],
  ["a password for some", `satisfy any; ${users} allow 10.0.0.0/8; deny all;`, []],
  ["a password for all", `satisfy all; ${users} allow all;`, []],
  ["IPv4 alone, with no IPv4", `satisfy any; ${users} allow 0.0.0.0/0;`, [], { listen: "listen [::]:80;" }],
]);

cases("forgeable-client-address", [
  ["everyone is trusted", "set_real_ip_from 0.0.0.0/0; allow 10.0.0.1; deny all;", ["1: set_real_ip_from 0.0.0.0/0"]],
  [
    "the other half is, too",
    "set_real_ip_from 0.0.0.0/1; allow 10.0.0.1; deny all;",
    ["1: set_real_ip_from 0.0.0.0/1"],
  ],
  ["a proxy is", "set_real_ip_from 10.0.0.1; allow 10.0.0.1; deny all;", []],
  ["nobody is let in", "set_real_ip_from 0.0.0.0/0; deny all;", []],
  ["everybody is let in", "set_real_ip_from 0.0.0.0/0; allow all;", []],
  [
    "no PROXY header is read",
    "set_real_ip_from 0.0.0.0/0; real_ip_header proxy_protocol; allow 10.0.0.1; deny all;",
    [],
  ],
]);

cases("private-by-name-only", [
  ["an internal name", "server_name a.internal;", ["1: a.internal"]],
  ["a label that says so", "server_name intranet.example.com;", ["1: intranet.example.com"]],
  ["a public name beside it", "server_name a.internal example.com;", []],
  ["a public name", "server_name example.com;", []],
  ["the machine itself", "server_name localhost;", []],
  ["a password", `server_name a.internal; ${users}`, []],
  ["a refusal", "server_name a.internal; return 404;", []],
  ["one open location", `server_name a.lan; ${users} location /a { auth_basic off; }`, ["1: a.lan"]],
]);

cases("unreachable-rule", [
  ["everyone was allowed", "allow all; deny 10.0.0.1;", ["1: deny 10.0.0.1"]],
  ["halves were denied", "deny 10.0.0.0/9; deny 10.128.0.0/9; allow 10.0.0.1;", ["1: allow 10.0.0.1"]],
  ["an exception", "deny 10.0.0.1; allow 10.0.0.0/8; deny all;", []],
  ["a unix socket", "allow all; deny unix:;", []],
]);

cases("client-chosen-upstream", [
  ["the path", "location ~ /a/(.*)$ { proxy_pass http://$1; }", ["1: proxy_pass http://$1"]],
  ["an argument", "location / { proxy_pass http://$arg_a/; }", ["1: proxy_pass http://$arg_a/"]],
  ["by way of set", "set $a $http_a; location / { proxy_pass $a; }", ["1: proxy_pass $a"]],
  ["the end of the name", "location ~ /(?<a>.*) { proxy_pass http://b$a; }", ["1: proxy_pass http://b$a"]],
  ["the path alone", "location / { proxy_pass http://a$request_uri; }", []],
  ["behind the name", "location ~ /(.*)$ { proxy_pass http://a/$1; }", []],
  ["one of two", "location ~ /(a|b)/ { proxy_pass http://$1.lan; }", []],
  ["one label of a domain", "location ~ /([a-z]+)/ { proxy_pass http://$1.lan; }", []],
  ["any name of one label", "location ~ /([a-z]+)/ { proxy_pass http://$1; }", ["1: proxy_pass http://$1"]],
  [
    "a set in an if",
    "set $a b; if ($arg_c) { set $a $arg_c; } location / { proxy_pass http://$a; }",
    ["1: proxy_pass http://$a"],
  ],
  ["a set that is set anew", "set $a $arg_c; set $a b; location / { proxy_pass http://$a; }", []],
  ["an internal location", "location / { internal; proxy_pass http://$arg_a; }", []],
  ["a location within one", "location / { internal; location /a { proxy_pass http://$arg_a; } }", []],
  ["of FastCGI", "location / { fastcgi_pass $arg_a; }", ["1: fastcgi_pass $arg_a"]],
  ["of nobody who is known", "location / { proxy_pass http://$a; }", ["1: proxy_pass http://$a?"]],
  ["of the environment", "location / { proxy_pass http://${BACKEND}; }", []],
  ["a map of names", "location / { proxy_pass http://$a; }", [], { http: "map $arg_a $a { b c; default d; }" }],
  [
    "a map that hands it on",
    "location / { proxy_pass http://$a; }",
    ["1: proxy_pass http://$a"],
    { http: "map $uri $a { ~(.*) $1; }" },
  ],
]);

cases("client-chosen-host", [
  ["as sent", "proxy_set_header host $http_host;", ["1: proxy_set_header host $http_host"]],
  ["by an argument", "location / { proxy_set_header Host $arg_a; }", ["1: proxy_set_header Host $arg_a"]],
  ["as chosen", "proxy_set_header Host $host;", []],
  ["of the upstream", "proxy_set_header Host $proxy_host;", []],
  ["another header", "proxy_set_header X-Host $http_host;", []],
]);

cases("path-leaves-folder", [
  ["without a slash", "location /a { alias /b/; }", ["1: alias /b/"]],
  ["without both slashes", "location /a { alias /b; }", ["1: alias /b"]],
  ["with both", "location /a/ { alias /b/; }", []],
  ["a file", "location /a.png { alias /b/a.png; }", []],
  ["exactly", "location = /a { alias /b/; }", []],
  ["a capture behind no slash", "location ~ ^/a(.*)$ { alias /b/$1; }", ["1: alias /b/$1"]],
  ["a capture behind a slash", "location ~ ^/a/(.*)$ { alias /b/$1; }", []],
  ["a capture that begins with one", "location ~ ^/a(/.*)$ { alias /b$1; }", []],
  ["a capture in a name", "location ~ ^/a/(.*)$ { alias /b$1; }", ["1: alias /b$1"]],
  ["a capture without slashes", "location ~ ^/a([^/]*)$ { alias /b$1; }", []],
  ["an argument", "location /a/ { alias /b/$arg_c; }", ["1: alias /b/$arg_c"]],
]);

cases("weak-tls", [
  ["some are weak", "ssl_protocols SSLv3 TLSv1.1 TLSv1.2;", ["1: SSLv3, TLSv1.1"]],
  ["none is", "ssl_protocols TLSv1.2 TLSv1.3;", []],
  ["on loopback", "ssl_protocols SSLv3;", [], { listen: "listen 127.0.0.1:443 ssl;" }],
]);

cases("tells-version", [
  ["on", "server_tokens on;", ["1: server_tokens on"]],
  ["with its build", "location / { server_tokens build; }", ["1: server_tokens build"]],
  ["off", "server_tokens off;", []],
]);

const upgrading = "proxy_pass http://a; proxy_set_header Connection upgrade; proxy_set_header Upgrade";
cases("passes-upgrade-on", [
  [
    "as sent",
    `location / { proxy_http_version 1.1; ${upgrading} $http_upgrade; }`,
    ["1: proxy_set_header Upgrade $http_upgrade"],
  ],
  ["one alone", `location / { proxy_http_version 1.1; ${upgrading} websocket; }`, []],
  ["over HTTP/1.0", `location / { proxy_http_version 1.0; ${upgrading} $http_upgrade; }`, []],
  ["over either", `location / { ${upgrading} $http_upgrade; }`, ["1: proxy_set_header Upgrade $http_upgrade?"]],
  [
    "refused unless it is websocket",
    `location / { if ($http_upgrade != websocket) { return 400; } proxy_http_version 1.1; ${upgrading} $http_upgrade; }`,
    [],
  ],
  [
    "not to where headers are set anew",
    `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; location / { proxy_pass http://a; proxy_set_header A b; }`,
    [],
  ],
]);

describe("the version is told unless the http block says otherwise", () => {
  test.each([
    ["http { server { listen 80; } }", [true]],
    ["http { server { listen 80; server_tokens off; } }", []],
    ["http { server_tokens off; server { listen 80; } }", []],
    ["http { include a; server { listen 80; } }", [false]],
    ["http { }", []],
    ["server { listen 80; }", []],
  ] as const)("%s", (text, said) => {
    const told = traitsOf(text).filter(({ trait }) => trait === "tells-version");
    expect(told.map(({ holds }) => holds.known)).toEqual(said);
  });
});

test("what a snippet does in several servers is said once", () => {
  const texts = {
    "nginx.conf": "http { server { listen 80; include a; } server { listen 81; include a; } }",
    a: "ssl_protocols SSLv3; allow 10.0.0.1; proxy_set_header Host $http_host;",
  };
  const { facts } = nginx.read(filesOf(texts), { variables: new Map() });
  const said = facts.filter((fact) => fact.kind === "trait").map(({ trait }) => trait);
  expect(said.toSorted()).toEqual(["allow-list-without-deny", "client-chosen-host", "tells-version", "weak-tls"]);
});

describe("a client certificate", () => {
  const server = "server { listen 443 ssl; ssl_verify_client on; deny all; location / { return 200 a; } }";
  test("is asked for before everything else", () => {
    expect(traitsOf(`http { server_tokens off; ${server} }`)).toEqual([]);
  });

  test("is not asked for on a socket without TLS", () => {
    const both = server.replace("ssl;", "ssl; listen 80;");
    expect(traitsOf(`http { server_tokens off; ${both} }`).map(({ trait }) => trait)).toEqual([
      "answers-before-access-control",
    ]);
  });
});

test("what every server says otherwise of is not said of the block", () => {
  const tls = "listen 443 ssl; ssl_certificate a; ssl_certificate_key b;";
  const weak = (server: string): number =>
    traitsOf(`events {} http { ssl_protocols SSLv3; server { ${tls} ssl_protocols TLSv1.3; } ${server} }`).filter(
      ({ trait }) => trait === "weak-tls",
    ).length;
  expect(weak("")).toBe(0);
  expect(weak(`server { ${tls} server_name a; }`)).toBe(1);
});

describe("a status page of another program is one", () => {
  const served = (location: string): readonly string[] => {
    const { facts } = nginx.read(filesOf({ "nginx.conf": `events {} http { server { listen 80; ${location} } }` }), {
      variables: new Map(),
    });
    return facts.flatMap((fact) => (fact.kind === "listener" && fact.serves ? [fact.serves] : []));
  };
  test.each([
    ["location /metrics { proxy_pass http://a; }", ["status-page"]],
    ["location = /server-status { proxy_pass http://a; }", ["status-page"]],
    ["location ~ ^/(fpm-status)$ { fastcgi_pass a:9000; }", []],
    ["location /metrics { return 404; }", []],
    ["location /metrics { internal; proxy_pass http://a; }", []],
    ["location /metrics-docs { proxy_pass http://a; }", []],
  ])("%s", (location, said) => {
    expect(served(location)).toEqual(said);
  });
});
