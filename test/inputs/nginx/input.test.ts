import { everyAddress, everyIPv4, noAddress } from "../../../src/model/addresses";
import type { Listener } from "../../../src/model/facts";
import type { Reading } from "../../../src/model/reading";
import { noTraffic, portsOf } from "../../../src/model/traffic";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesOf } from "../../support/catalogue";

type Texts = Readonly<Record<string, string>>;

function readingOf(texts: Texts): Reading {
  return nginx.read(filesOf(texts), { variables: new Map() });
}

function listenersOf(texts: Texts): readonly Listener[] {
  return readingOf(texts).facts.filter((fact): fact is Listener => fact.kind === "listener");
}

function statementsOf(texts: Texts): readonly string[] {
  return listenersOf(texts).map(({ statement }) => statement.name);
}

/** The files `f0.conf` to `f10.conf`, each of which includes the next ten times. */
function explosion(before: string): Texts {
  const files = Array.from({ length: 10 }, (_, i): readonly [string, string] => [
    `f${i}.conf`,
    before + `include f${i + 1}.conf;\n`.repeat(10),
  ]);
  return { ...Object.fromEntries(files), "f10.conf": "server { listen 80; }" };
}

describe("includes that multiply are read up to a limit", () => {
  test.each([
    ["below a root", { ...explosion(""), "nginx.conf": "http { include f0.conf; }" }],
    ["as fragments", explosion("server { listen 81; location / { proxy_pass http://a; } }\n")],
  ])("%s", (_, texts) => {
    const { problems } = readingOf(texts);
    expect(problems).toContainEqual(expect.objectContaining({ code: "limit" }));
  });
});

describe("what an include leads to", () => {
  const root = "http { include sites/*; include vhosts/x; }";
  test("files of any name are read", () => {
    const texts = { "nginx.conf": root, "sites/a1": "server { listen 81; }", "vhosts/x": "server { listen 82; }" };
    expect(statementsOf(texts)).toEqual(["listen 81", "listen 82"]);
  });

  test.each([
    ["a folder that was scanned", { "sites/.a": "" }, "include sites/*, which matches no file that was scanned,"],
    ["no folder that was scanned", {}, "include sites/*, which is not among the files scanned,"],
  ])("%s", (_, texts, name) => {
    const { facts } = readingOf({ "nginx.conf": "http { include sites/*; }", ...texts });
    expect(facts).toEqual([expect.objectContaining({ reason: expect.objectContaining({ name }) as unknown })]);
  });
});

describe("a fragment is of the module that its servers are written for", () => {
  test.each([
    ["what is passed on from the server itself", "server { listen 81; proxy_pass db; }", "5432/tcp"],
    ["locations", "server { listen 81; proxy_pass db; location / { } }", "nginx"],
    ["a root", "server { listen 81; proxy_pass db; root /srv; }", "nginx"],
    ["a name", "server { listen 81; proxy_pass db; server_name a; }", "nginx"],
    ["an index", "server { listen 81; proxy_pass db; index a; }", "nginx"],
    ["locations alone", "server { listen 81; location / { proxy_pass http://db; } }", "nginx"],
  ])("%s", (_, server, value) => {
    const [listener] = listenersOf({ "db.conf": `upstream db { server 10.0.0.1:5432; } ${server}` });
    expect(listener?.evidence.map((each) => each.value)).toEqual([value]);
  });
});

describe("what nginx does not read", () => {
  const server = "server { listen 81; }";
  const root = "http { server { listen 80; } }";
  const cases: readonly (readonly [string, Texts, readonly string[]])[] = [
    ...["disabled", "bak", "orig", "bak~"].map(
      (ending) => [`a file put aside as .${ending}`, { [`conf.d/b.conf.${ending}`]: server }, []] as const,
    ),
    [
      "a file put aside that a mask includes",
      { "nginx.conf": "http { include conf.d/*; }", "conf.d/b.bak": server },
      ["listen 81"],
    ],
    ["an available site of no root", { "sites-available/a": server }, ["listen 81"]],
    ["an available site beside a root", { "sites-available/a": server, "nginx.conf": root }, ["listen 80"]],
    [
      "an available site that a root includes",
      { "sites-available/a": server, "nginx.conf": "http { include sites-available/a; }" },
      ["listen 81"],
    ],
    ["an enabled site beside a root", { "sites-enabled/a": server, "nginx.conf": root }, ["listen 80", "listen 81"]],
    ["an example beside a root", { "a.conf.example": server, "nginx.conf": root }, ["listen 80"]],
    ["the root as it was shipped", { "nginx.conf.default": `http { ${server} }`, "nginx.conf": root }, ["listen 80"]],
    ["an example alone", { "nginx.conf.sample": root }, ["listen 80"]],
    ["a program among sites", { "sites/a.js": server }, []],
  ];
  test.each(cases)("%s", (_, texts, statements) => {
    expect(statementsOf(texts)).toEqual(statements);
  });
});

describe("what a template leaves open", () => {
  const anyPort = { must: noTraffic, may: portsOf("tcp") };
  const port80 = { must: portsOf("tcp", [80, 80]), may: portsOf("tcp", [80, 80]) };
  const because = [expect.objectContaining({ name: "a template" }) as unknown];
  const anyAddress = { must: noAddress, may: everyAddress, because };
  const everyIPv4Address = { must: everyIPv4, may: everyIPv4 };
  test.each([
    ["listen {{ port }};", "listen {{ port }}", anyAddress, anyPort],
    ["listen <%= @port %>;", "listen <%= @port %>", anyAddress, anyPort],
    ["listen @@PORT@@;", "listen @@PORT@@", anyAddress, anyPort],
    ["listen 0.0.0.0:{{ port }};", "listen 0.0.0.0:{{ port }}", everyIPv4Address, anyPort],
    ["listen 80 {{ tls }};", "listen 80 {{ tls }}", everyIPv4Address, port80],
    ["{{ listens }}", "listen {{…}}", anyAddress, anyPort],
    ["{% include 'listen.conf' %}", "listen {{…}}", anyAddress, anyPort],
  ])("server { %s }", (listen, name, bind, traffic) => {
    const [listener, ...more] = listenersOf({ "nginx.conf": `http { server { ${listen} root /srv; } }` });
    expect(more).toEqual([]);
    expect(listener).toMatchObject({ statement: { name }, bind, traffic, cleartext: { known: false } });
    expect(listener?.opens).toBe(traffic === anyPort ? "one" : undefined);
  });

  test("what is written beside it is known", () => {
    const [listener] = listenersOf({ "nginx.conf": "http { server { listen {{ .Values.port }} ssl; } }" });
    expect(listener).toMatchObject({
      statement: { name: "listen {{ .Values.port }} ssl" },
      cleartext: { known: true },
    });
  });

  test.each(["listen;", "listen 0;", "listen unix:/run/a;"])("a server with %s has no default", (listen) => {
    expect(listenersOf({ "nginx.conf": `http { server { ${listen} } }` })).toEqual([]);
  });

  test("a mark that is not closed ends with its line", () => {
    expect(statementsOf({ "nginx.conf": "http { server { listen {{ a b\n; } }" })).toEqual(["listen {{ a b"]);
  });

  test("the rest is read, and that something is decided elsewhere is said", () => {
    const text = [
      "http {",
      "  {% for site in sites %}",
      "  server {",
      "    listen 81;",
      "    server_name {{ site.name }};",
      "    {{- if .Values.tls }}",
      "    listen 82 ssl;",
      "    {{- end }}",
      "    <% if @admin %>",
      "    location /admin { allow {{ office }}; deny all; proxy_pass http://admin:{{ port }}; }",
      "    <% end %>",
      "  }",
      "  {% endfor %}",
      "}",
    ];
    const { facts, problems } = readingOf({ "nginx.conf.j2": text.join("\n") });
    expect(problems).toEqual([]);
    expect(statementsOf({ "nginx.conf.j2": text.join("\n") })).toEqual(["listen 81", "listen 82 ssl"]);
    const opaque = facts.filter((fact) => fact.kind === "opaque").map(({ reason }) => reason.name);
    expect(opaque).toEqual(["{% for site in sites %}", "{{- if .Values.tls }}", "<% if @admin %>"]);
  });

  test("marks of one server are not those of another", () => {
    const servers = "server { root {{ a }}; } server { root /b; } server { listen {{ c }}; }";
    expect(statementsOf({ "nginx.conf": `http { ${servers} }` })).toEqual([
      "listen {{…}}",
      "listen *:80",
      "listen {{ c }}",
    ]);
  });
});

test.each([
  ["${PORT}", "one"],
  ["*:$port", "one"],
  ["${ADDRESS}:80", undefined],
  ["8000-8010", undefined],
] as const)("listen %s opens %s", (address, opens) => {
  const [listener] = listenersOf({ "nginx.conf": `http { server { listen ${address}; } }` });
  expect(listener?.opens).toBe(opens);
});

describe("what nginx -T prints", () => {
  const dump = [
    "# configuration file /etc/nginx/nginx.conf:",
    "http { include conf.d/*.conf; include /srv/more; include none/*; include /srv/lost; }",
    "# configuration file /etc/nginx/conf.d/a.conf:",
    "server { listen 81; include snippet; }",
    "server { listen 82; include snippet; }",
    "# configuration file /etc/nginx/snippet:",
    "allow 10.0.0.1;",
    "# configuration file /srv/more:",
    "server { listen 83; }",
  ];
  const { facts, sources } = readingOf({ "nginx.dump": dump.join("\n") });

  test("every file is read where it is included", () => {
    expect(listenersOf({ "nginx.dump": dump.join("\n") }).map(({ statement }) => statement)).toMatchObject([
      { name: "listen 81", at: { file: "nginx.dump", line: 4 } },
      { name: "listen 82", at: { file: "nginx.dump", line: 5 } },
      { name: "listen 83", at: { file: "nginx.dump", line: 9 } },
    ]);
    expect(sources.map(({ file }) => file)).toEqual(["nginx.dump"]);
  });

  test("a mask of which nothing is there matched nothing, and a file that is not there is missed", () => {
    const missed = facts.filter((fact) => fact.kind === "opaque").map(({ reason }) => reason.name);
    expect(missed).toEqual(["include /srv/lost, which is not among the files scanned,"]);
  });
});

describe("a template of the official image", () => {
  const texts = {
    "nginx.conf": "http { include /etc/nginx/conf.d/*.conf; }",
    "templates/site.conf.template": "server { listen ${PORT}; allow $OFFICE; deny all; root $document_root; }",
  };

  test("is read where its root includes what is made of it, its variables unknown by name", () => {
    const [listener, ...more] = listenersOf(texts);
    expect(more).toEqual([]);
    expect(listener?.endpoint.id).toMatch(/^nginx.conf#/);
    expect(listener?.traffic.because).toEqual([expect.objectContaining({ name: "$PORT" })]);
  });

  test("has the values that are given", () => {
    const variables = new Map<string, unknown>([
      ["PORT", "8080"],
      ["OFFICE", "192.0.2.0/24"],
    ]);
    const { facts } = nginx.read(filesOf(texts), { variables });
    const [listener] = facts.filter((fact) => fact.kind === "listener");
    expect(listener?.statement.name).toBe("listen 8080");
    expect(listener?.traffic.must).toEqual(portsOf("tcp", [8080, 8080]));
  });
});
