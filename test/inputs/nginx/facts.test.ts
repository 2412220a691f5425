import { scan } from "../../../src/engine";
import type { Exposure } from "../../../src/model/exposure";
import type { Fact, Forward } from "../../../src/model/facts";
import { writeRanges, byTransport } from "../../../src/model/traffic";
import { nginx } from "../../../src/inputs/nginx/input";
import { catalogue, filesOf } from "../../support/catalogue";

const settings = { variables: new Map<string, unknown>(), named: [] };

function factsOf(text: string): readonly Fact[] {
  return nginx.read(filesOf({ "nginx.conf": text }), settings).facts;
}

/** Every way that something is handed on, as "from > to", with the ports at which it arrives. */
function waysIn(text: string): readonly string[] {
  const forwards = factsOf(text).filter((fact): fact is Forward => fact.kind === "forward");
  return forwards.map(({ from, to, arriving, called }) => {
    const ports = byTransport(arriving.may).map(({ transport, ports: set }) => `${writeRanges(set)}/${transport}`);
    return `${from.id.slice("nginx.conf#".length)} > ${called ?? to.id.slice("nginx.conf#".length)} ${ports.join(" ")}`;
  });
}

const proxied = (body: string, http = ""): string => `http { ${http} server { listen 80; server_name a; ${body} } }`;

describe("where locations lead", () => {
  const at = (target: string): readonly string[] => ["*:80/tcp > a 80/tcp", "a > a// 80/tcp", `a// > ${target}`];
  test.each([
    ["a host", proxied("location / { proxy_pass http://b; }"), at("b 80/tcp")],
    ["over TLS", proxied("location / { proxy_pass https://B; }"), at("b 443/tcp")],
    ["a port", proxied("location / { proxy_pass http://10.0.0.1:81/x; }"), at("10.0.0.1 81/tcp")],
    ["IPv6", proxied("location / { proxy_pass http://[::1]:81; }"), at("[::1] 81/tcp")],
    ["FastCGI", proxied("location / { fastcgi_pass b:9000; }"), at("b 9000/tcp")],
    ["gRPC", proxied("location / { grpc_pass grpcs://b; }"), at("b 443/tcp")],
    ["by set", proxied("location / { set $b c; proxy_pass http://$b:81$request_uri; }"), at("c 81/tcp")],
    [
      "a group",
      proxied(
        "location / { proxy_pass http://B; }",
        "upstream b { server c:81; server d; server e down; server unix:/f; }",
      ),
      [...at("c 81/tcp"), "a// > d 80/tcp"],
    ],
    [
      "a map",
      proxied("location / { proxy_pass http://$b; }", "map $host $b { x c; default d:82; }"),
      [...at("c 80/tcp"), "a// > d 82/tcp"],
    ],
    ["a unix socket", proxied("location / { proxy_pass http://unix:/run/b; }"), []],
    [
      "the socket of a container engine",
      proxied("location / { proxy_pass http://unix:/var/run/docker.sock:/; }"),
      at("nginx.conf#upstream//var/run/docker.sock 2375/tcp".slice("nginx.conf#".length)),
    ],
    ["where the client says", proxied("location / { proxy_pass http://$arg_b; }"), []],
    ["behind a return", proxied("location / { return 404; proxy_pass http://b; }"), []],
    ["behind a return of the server", proxied("return 404; location / { proxy_pass http://b; }"), []],
    [
      "by way of a name",
      proxied("location / { try_files $uri @b; } location @b { proxy_pass http://c; }"),
      ["*:80/tcp > a 80/tcp", "a > a// 80/tcp", "a// > a/@b 80/tcp", "a/@b > c 80/tcp"].toSorted(),
    ],
    ["by way of a name that nobody uses", proxied("location @b { proxy_pass http://c; }"), []],
    [
      "by way of an error",
      proxied("error_page 404 /b; location / { root x; } location = /b { internal; proxy_pass http://c; }"),
      ["*:80/tcp > a 80/tcp", "a > a// 80/tcp", "a// > a/= /b 80/tcp", "a/= /b > c 80/tcp"].toSorted(),
    ],
    [
      "a stream",
      "stream { server { listen 1; proxy_pass b:5432; } }",
      ["*:1/tcp > *:1/tcp server 1/tcp", "*:1/tcp server > b 5432/tcp"],
    ],
    [
      "UDP",
      "stream { server { listen 53 udp; proxy_pass b:53; } }",
      ["*:53/udp > *:53/udp server 53/udp", "*:53/udp server > b 53/udp"],
    ],
  ])("%s", (_, text, ways) => {
    expect(waysIn(text).toSorted()).toEqual(ways.toSorted());
  });
});

test("where a value of the environment leads is said to be unknown", () => {
  const reasons = factsOf(proxied("location / { proxy_pass http://${B}; }")).flatMap((fact) =>
    fact.kind === "opaque" ? [fact.reason.name] : [],
  );
  expect(reasons).toEqual(["proxy_pass to $B"]);
});

function exposuresOf(text: string): readonly Exposure[] {
  return scan(filesOf({ "nginx.conf": text }), catalogue(), settings).exposures;
}

describe("a finding names the way", () => {
  test("from the socket by server, location and access to the upstream", () => {
    const text = proxied("location / { allow 198.51.100.0/24; allow 8.8.8.8; deny all; proxy_pass http://b:9200; }");
    const [exposure] = exposuresOf(text).filter(({ layer }) => layer === "proxy");
    expect(exposure?.hops.map(({ name }) => name)).toEqual([
      "listen 80",
      "a /",
      "allow 8.8.8.8",
      "proxy_pass http://b:9200",
    ]);
  });

  test("a stream server's own list narrows who is let in", () => {
    const [socket] = exposuresOf("stream { server { listen 5432; allow 10.0.0.0/8; deny all; proxy_pass b:5432; } }");
    expect(socket).toMatchObject({ layer: "listener", verdict: "safe" });
  });
});

/** Who comes to an upstream for certain, and whether others may, by what stands between. */
function sourcesOf(server: string): readonly string[] {
  return exposuresOf(proxied(server))
    .filter(({ layer, reach }) => layer === "proxy" && reach !== "latent")
    .map(({ door, verdict, breadth, missing }) =>
      [door.name, verdict, breadth, ...missing.map(({ name }) => name)].join(" "),
    );
}

describe("who comes to a location that clients cannot ask for", () => {
  const inside = "location /in { internal; proxy_pass http://b; }";
  test.each([
    [
      "a refusal sends those whom it refuses",
      `location / { deny all; error_page 403 /in; } ${inside}`,
      ["proxy_pass http://b unknown private an error that error_page 403 is for"],
    ],
    [
      "an answer for all does",
      `location / { deny all; error_page 418 /in; return 418; } ${inside}`,
      ["proxy_pass http://b exposed everyone"],
    ],
    [
      "so does a rewrite, before anybody is refused",
      `location / { deny all; rewrite ^ /in last; } ${inside}`,
      ["proxy_pass http://b exposed everyone"],
    ],
    ["try_files comes after that", `location / { deny all; try_files $uri /in; } ${inside}`, []],
    [
      "a subrequest comes before credentials are known",
      `location / { root a; auth_request /in; } ${inside}`,
      ["proxy_pass http://b exposed everyone"],
    ],
    [
      "an upstream may send its clients there",
      `location / { proxy_pass http://c; } ${inside}`,
      [
        "proxy_pass http://b unknown private X-Accel-Redirect, if the upstream answers with it,",
        "proxy_pass http://c exposed everyone",
      ],
    ],
    [
      "but not where nobody listens to it",
      `location / { proxy_pass http://c; proxy_ignore_headers X-Accel-Redirect; } ${inside}`,
      ["proxy_pass http://c exposed everyone"],
    ],
    ["nor where nobody comes to the upstream", `location / { deny all; proxy_pass http://c; } ${inside}`, []],
  ])("%s", (_, server, said) => {
    expect(sourcesOf(server).toSorted()).toEqual(said);
  });
});

describe("who is asked what", () => {
  test.each([
    [
      "methods that are not named",
      "location / { deny all; limit_except GET { allow all; } proxy_pass http://b; }",
      ["proxy_pass http://b exposed everyone"],
    ],
    [
      "who always says yes",
      "auth_request /y; location / { proxy_pass http://b; } location = /y { return 204; }",
      ["proxy_pass http://b exposed everyone"],
    ],
    ["who always says no", "auth_request /y; location / { proxy_pass http://b; } location = /y { return 401; }", []],
    [
      "who is a file",
      "auth_request /y; location / { proxy_pass http://b; } location = /y { root a; }",
      ["proxy_pass http://b unknown private what /y answers to auth_request"],
    ],
    [
      "an address that anybody may name",
      "set_real_ip_from 0.0.0.0/0; if ($remote_addr != 192.0.2.1) { return 403; } location / { proxy_pass http://b; }",
      ["proxy_pass http://b exposed everyone"],
    ],
  ])("%s", (_, server, said) => {
    expect(sourcesOf(server)).toEqual(said);
  });
});
