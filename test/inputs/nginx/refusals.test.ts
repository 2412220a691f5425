import { knownDirectives } from "../../../src/inputs/nginx/directives";
import { treatmentOf } from "../../../src/inputs/nginx/constructs";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesOf } from "../../support/catalogue";

/** What is said of some files, as "line: message" without what follows a semicolon. */
function said(texts: Readonly<Record<string, string>>): readonly string[] {
  const { problems } = nginx.read(filesOf(texts), { variables: new Map() });
  return problems.map(({ message, at }) => `${at.kind === "file" ? at.line : 0}: ${message.split(";")[0] ?? ""}`);
}

const web = (text: string): string => `events {}\nhttp {\n${text}\n}`;

describe("what nginx -t refuses is said in its terms, with its line", () => {
  test.each([
    ["a misplaced directive", web("proxy_pass http://a;"), ['3: "proxy_pass" directive is not allowed here']],
    ["too many arguments", web("gzip on off;"), ['3: invalid number of arguments in "gzip" directive']],
    ["a second one", web("gzip on;\ngzip off;"), ['4: "gzip" directive is duplicate']],
    ["a second block", "events {}\nhttp {}\nhttp {}", ['3: "http" directive is duplicate']],
    ["no flag", web("gzip 1;"), ['3: invalid value "1" in "gzip" directive, it must be "on" or "off"']],
    ["no block", web("server;"), ['3: directive "server" has no opening "{"']],
    ["a block", web("gzip on { }"), ['3: directive "gzip" is not terminated by "']],
    ["no events", "http {\n}", ['1: no "events" section in configuration']],
    ["no members", web("upstream a {\n}"), ["3: no servers are inside upstream"]],
    ["two groups", web("upstream a { server b; }\nupstream A { server c; }"), ['4: duplicate upstream "A"']],
    ["two locations", web("server { location /a { }\nlocation /a { } }"), ['4: duplicate location "/a"']],
    ["one socket twice", web("server { listen 80;\nlisten *:80; }"), ["4: a duplicate listen *:80"]],
    [
      "options of one socket twice",
      web("server { listen 80 reuseport; }\nserver { listen 80 reuseport; }"),
      ["4: duplicate listen options for *:80"],
    ],
    [
      "two default servers",
      web("server { listen 80 default_server; }\nserver { listen 80 default_server; }"),
      ["4: a duplicate default server for *:80"],
    ],
    [
      "TLS without a certificate",
      web("server { listen 443 ssl; }"),
      ['3: no "ssl_certificate" is defined for the "listen ... ssl" directive'],
    ],
    ["a zone that nobody makes", web("server { limit_req zone=a; }"), ['3: zero size shared memory zone "a"']],
    ["a cache that nobody makes", web("server { proxy_cache a; }"), ['3: "proxy_cache" zone "a" is unknown']],
    [
      "a zone of another kind",
      web("limit_req_zone $uri zone=a:1m rate=1r/s;\nserver { limit_conn a 1; }"),
      ['4: the shared memory zone "a" is already declared for a different use'],
    ],
    [
      "a zone that is made twice",
      web("limit_conn_zone $uri zone=a:1m;\nlimit_conn_zone $host zone=a:1m;"),
      ['4: limit_conn_zone "a" is already bound to key "$uri"'],
    ],
    ["who is let in", web("allow 10.0.0.0/33;"), ['3: invalid parameter "10.0.0.0/33"']],
    [
      "several",
      web("a b;\ngzip x;\nlisten 80;"),
      expect.arrayContaining([expect.stringMatching(/^4/), expect.stringMatching(/^5/)]),
    ],
  ])("%s", (_, text, problems) => {
    expect(said({ "nginx.conf": text })).toEqual(problems);
  });
});

describe("what may be right is not refused", () => {
  test.each([
    ["a directive of another module", { "nginx.conf": web("more_set_headers a;") }],
    ["a value of the environment", { "nginx.conf": web("gzip ${GZIP}; allow ${CLIENTS};") }],
    [
      "what a template puts in",
      { "nginx.conf": web("server { listen 80 {{ tls }}; location / { gzip @GZIP@ yes; } }") },
    ],
    ["what a file that was not scanned may say", { "nginx.conf": "include modules/*;\nhttp { upstream a { } }" }],
    ["a fragment of no block that is known", { "conf.d/a.conf": "gzip on; location / { proxy_pass http://a; }" }],
    ["a fragment's certificate", { "conf.d/a.conf": "server { listen 443 ssl; }" }],
  ])("%s", (_, texts) => {
    expect(said(texts)).toEqual([]);
  });

  test("and an include of several contexts is judged in each", () => {
    const texts = { "nginx.conf": web("include a;\nserver { include a; }"), a: "root /a;\nlisten 80;" };
    expect(said(texts)).toEqual(['2: "listen" directive is not allowed here']);
  });
});

test("every directive whose forms are known has a treatment", () => {
  expect(knownDirectives().filter((name) => treatmentOf(name) === undefined)).toEqual([]);
  expect(knownDirectives().length).toBeGreaterThan(590);
});

test("more refusals than anybody reads are cut", () => {
  expect(said({ "nginx.conf": web("gzip;\n".repeat(1000)) })).toHaveLength(100);
});
