import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { nginx } from "../../../src/inputs/nginx/input";
import { contexts, knownDirectives } from "../../../src/inputs/nginx/directives";
import { filesOf } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";
import { anyAddress, certify, inOwnNetwork, preamble } from "../../support/real-nginx";

/** What the real nginx says of each configuration: nothing where it takes it. */
function theirs(binary: string, configurations: readonly string[]): readonly (string | undefined)[] {
  const work = mkdtempSync(join(tmpdir(), "nginx-"));
  try {
    certify(work);
    for (const [i, text] of configurations.entries())
      writeFileSync(join(work, `${i}.conf`), `${preamble(work)} ${text}`);
    const asked = `i=0; while [ $i -lt ${configurations.length} ]; do ${binary} -t -q -e /dev/null -p ${work}/ -c ${work}/$i.conf 2> ${work}/said || { printf '%s\\t' $i; tr '\\n' ' ' < ${work}/said; echo; }; i=$((i+1)); done`;
    const { stdout, status, stderr } = inOwnNetwork(work, [...anyAddress, asked]);
    if (status !== 0) throw new Error(`nginx was not asked: ${stderr}`);
    const lines = stdout.split("\n").filter((line) => line !== "");
    const said = new Map(lines.map((line) => [Number(line.split("\t")[0]), /\[emerg\] (.*)/.exec(line)?.[1] ?? line]));
    return configurations.map((_, i) => said.get(i));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function ours(text: string): readonly string[] {
  return nginx.read(filesOf({ "nginx.conf": text }), { variables: new Map() }).problems.map(({ message }) => message);
}

/** Where ours and theirs differ, and how many of them nginx refuses. */
function differences(binary: string, configurations: readonly string[], isOurs: (said: string) => boolean) {
  const judged = theirs(binary, configurations);
  const different = configurations.flatMap((text, i) => {
    const [mine, said] = [ours(text), judged[i]];
    // A value that we do not judge tells nothing.
    if (said !== undefined && mine.length === 0 && !isOurs(said)) return [];
    return mine.length > 0 === (said !== undefined) ? [] : [{ text, mine, said }];
  });
  const refused = judged.filter((said) => said !== undefined).length;
  const beyond = judged.filter((said, i) => said !== undefined && ours(configurations[i]!).length === 0).length;
  return { different, refused, beyond };
}

const http = (text: string): string => `events {} http { ${text} }`;
const server = (text: string): string => http(`server { listen 8001; ${text} }`);
const location = (text: string): string => server(`location / { ${text} }`);

const around: Readonly<Record<(typeof contexts)[number], (text: string) => string>> = {
  main: (text) => `events {} ${text}`,
  events: (text) => `events { ${text} }`,
  http,
  server,
  location,
  "if-in-server": (text) => server(`if ($host) { ${text} }`),
  "if-in-location": (text) => location(`if ($host) { ${text} }`),
  limit_except: (text) => location(`limit_except GET { ${text} }`),
  upstream: (text) => http(`upstream a { server 127.0.0.1; ${text} }`),
  stream: (text) => `events {} stream { ${text} }`,
  "stream-server": (text) => `events {} stream { server { listen 8001; proxy_pass 127.0.0.1:1; ${text} } }`,
  "stream-upstream": (text) => `events {} stream { upstream a { server 127.0.0.1:1; ${text} } }`,
  mail: (text) => `events {} mail { ${text} }`,
  "mail-server": (text) => `events {} mail { auth_http 127.0.0.1:1; server { listen 8001; protocol imap; ${text} } }`,
};

const shapes = /is not allowed here|invalid number of arguments|is not terminated by|has no opening/;

/** Parts of configurations that nginx takes or refuses for what it says itself, and for nothing that a machine has or lacks. */
const parts = {
  http: [
    "gzip on;",
    "gzip maybe;",
    "keepalive_requests many;",
    "upstream a { server 127.0.0.1:1; }",
    "upstream A { server 127.0.0.1:2; }",
    "upstream b { }",
    "upstream c { server 127.0.0.1:0; }",
    "upstream d { server 127.0.0.1; keepalive 4; }",
    "map $uri $m { a b; A c; }",
    "map $uri $n { default a; ~a b; ~a c; d e; }",
    "map $uri $o { default a; default b; }",
    "map $uri p { default a; }",
    "map $uri $q { a b c; }",
    "geo $g { default 0; 10.0.0.0/8 1; }",
    "split_clients $uri $s { 50% a; * b; }",
    "proxy_pass http://127.0.0.1;",
    "listen 8001;",
    "allow 10.0.0.0/8;",
    "deny everyone;",
    "satisfy some;",
    "if ($host) { }",
    "types { a b; }",
    "server_tokens build;",
    "limit_req_zone $uri zone=z:1m rate=1r/s;",
    "limit_req_zone $uri zone=z:1m rate=1r/s; limit_req zone=z;",
    "limit_req_zone $uri zone=z:1m rate=1r/s; server { limit_conn z 1; }",
    "limit_req_zone $uri;",
    "proxy_cache_path cache keys_zone=k:1m; proxy_cache k;",
  ],
  server: [
    "listen 8001;",
    "listen *:8001;",
    "listen 0.0.0.0:8002 default_server;",
    "listen 8002 backlog=9;",
    "listen [::]:8001;",
    "listen [::0]:8001;",
    "listen 127.0.0.1:8001 bind;",
    "listen 8003 defer;",
    "listen 8004-8005;",
    "listen 8004 ssl;",
    "listen 8006 ssl;",
    "listen 99999;",
    "listen unix:socket;",
    "ssl_certificate tls/site.crt; ssl_certificate_key tls/site.key;",
    "limit_req zone=z;",
    "limit_conn z 1;",
    "proxy_cache z;",
    "location / { fastcgi_cache off; proxy_cache $host; }",
    "server_name a;",
    "root /a;",
    "root /a; root /b;",
    "alias /a;",
    "return 200 a;",
    "return 1000;",
    "return elsewhere;",
    "return http://a/;",
    "rewrite ^ /a last;",
    "rewrite ^ /a finally;",
    "rewrite ^;",
    "set $a b;",
    "set a b;",
    "if ($host) { return 403; }",
    "if ($host) { proxy_pass http://127.0.0.1; }",
    "if ($host) { root /a; }",
    "internal;",
    "allow all; deny unix:;",
    "auth_basic a;",
    "autoindex sometimes;",
    "ssl_verify_client maybe;",
    "location = /a { location /a/b { } }",
    "location @a { alias /b; }",
    "location @a { location /a { } }",
    "location /a { location /a/b { } location ~ b { } }",
    "location /a { location /b { } }",
    "location /a { location @b { } }",
    "location /a { root /a; alias /b; }",
    "location /b { } location /b { }",
    "location /c { } location ^~ /c { }",
    "location = /c { } location /c { }",
    "location ~ d { } location ~ d { }",
    "location ~~ /e { }",
    "location /f { proxy_pass 127.0.0.1; }",
    "location /g { proxy_pass http://127.0.0.1/a; }",
    "location ~ h { proxy_pass http://127.0.0.1/a; }",
    "location ~ i { proxy_pass http://127.0.0.1; }",
    "location /j { if ($host) { proxy_pass http://127.0.0.1/; } }",
    "location /k { limit_except GET { proxy_pass http://127.0.0.1/; deny all; } }",
    "location /l { limit_except GET { root /a; } }",
    "location /m { if ($host) { deny all; } }",
    "location /n { internal; internal; }",
    "location /o { proxy_pass http://127.0.0.1; proxy_pass http://127.0.0.1; }",
    "location /p { server { } }",
    "location /q { if ($host) { if ($uri) { } } }",
    "location /r { try_files $uri; }",
    "location /s { error_page 404 /a; error_page 404 /b; }",
    "location /t { stub_status; satisfy any; autoindex on; }",
    "location /u { auth_request /v; } location = /v { internal; return 200; }",
    "location { }",
    "location /w;",
  ],
  stream: [
    "upstream a { server 127.0.0.1; }",
    "upstream a { server 127.0.0.1:1; }",
    "map $remote_addr $m { a b; a c; }",
    "server { listen 8101; proxy_pass 127.0.0.1:1; allow 10.0.0.0/8; deny all; }",
    "server { listen 8102 udp; proxy_pass 127.0.0.1:1; }",
    "server { listen 8103; }",
    "server { listen 8104; return a; }",
    "server { proxy_pass 127.0.0.1:1; }",
    "server { listen 8105; proxy_pass 127.0.0.1:1; location / { } }",
    "server { listen 8106; proxy_pass 127.0.0.1:1; deny b; }",
    "server { listen 8107 ssl; proxy_pass 127.0.0.1:1; }",
    "server { listen 127.0.0.1; proxy_pass 127.0.0.1:1; }",
  ],
  mail: [
    "server { listen 8201; protocol imap; }",
    "server { listen 110; }",
    "server { listen 8202; }",
    "server { listen 8203; protocol smtp; auth_http 127.0.0.1:1; }",
    "server { protocol imap; }",
    "auth_http 127.0.0.1:1;",
    "server { listen 8201; protocol pop3; auth_http 127.0.0.1:1; }",
    "server { listen 8204 ssl; protocol pop3; auth_http 127.0.0.1:1; }",
  ],
} as const;

const alone = {
  http,
  server: (text) => http(`server { ${text} }`),
  stream: (text) => `events {} stream { ${text} }`,
  mail: (text) => `events {} mail { ${text} }`,
} as const satisfies Record<keyof typeof parts, (text: string) => string>;

type Parts = Readonly<Record<keyof typeof parts, readonly string[]>>;

/** Mostly of what nginx takes by itself, so that what it refuses is seldom many things at once. */
function configurations(taken: Parts): fc.Arbitrary<string> {
  const some = (block: keyof Parts, most: number): fc.Arbitrary<string> => {
    const part = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...taken[block]) },
      { weight: 1, arbitrary: fc.constantFrom(...parts[block]) },
    );
    return fc.uniqueArray(part, { maxLength: most }).map((chosen) => chosen.join(" "));
  };
  const server = some("server", 5).map((text) => `server { ${text} }`);
  const rarely = (block: "stream" | "mail"): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      some(block, 2).map((text) => `${block} { ${text} }`),
    );
  return fc
    .tuple(
      fc.constantFrom(...Array.from({ length: 15 }, () => "events {}"), ""),
      fc
        .tuple(some("http", 2), fc.array(server, { maxLength: 3 }))
        .map(([text, all]) => `http { ${text} ${all.join(" ")} }`),
      rarely("stream"),
      rarely("mail"),
    )
    .map((blocks) => blocks.join(" "));
}

function partsTaken(binary: string): Parts {
  const taken = (block: keyof Parts): readonly string[] => {
    const said = theirs(binary, parts[block].map(alone[block]));
    return parts[block].filter((_, i) => said[i] === undefined);
  };
  return { http: taken("http"), server: taken("server"), stream: taken("stream"), mail: taken("mail") };
}

describeWith(found("nginx", "/usr/sbin/nginx"), "the real nginx refuses what we refuse", (binary) => {
  test.each(contexts.map((context) => [context]))("directives in %s", (context) => {
    const names = fc.sample(fc.constantFrom(...knownDirectives()), {
      numRuns: many,
      seed: contexts.indexOf(context) + 1,
    });
    const lists = names.map((name, i) => around[context](`${name}${" on".repeat(i % 4)};`));
    const { different, refused, beyond } = differences(binary, lists, (said) => shapes.test(said));
    expect(different).toEqual([]);
    report(`${context}, one directive`, lists.length, refused, beyond);
  });

  test("each part by itself", () => {
    const all = (["http", "server", "stream", "mail"] as const).flatMap((block) => parts[block].map(alone[block]));
    expect(differences(binary, all, () => true).different).toEqual([]);
  });

  test("whole configurations", () => {
    const all = fc.sample(configurations(partsTaken(binary)), { numRuns: many * 5, seed: 1 });
    const { different, refused, beyond } = differences(binary, all, () => true);
    report("whole configurations", all.length, refused, beyond);
    expect(different.slice(0, 5)).toEqual([]);
  });
});

const many = Number(process.env["PORTCULLIS_MANY"] ?? 40);

function report(what: string, all: number, refused: number, beyond: number): void {
  process.stderr.write(`nginx -t, ${what}: refuses ${refused} of ${all}, ${beyond} of them for what is not judged\n`);
}
