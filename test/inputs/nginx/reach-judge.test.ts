import * as fc from "fast-check";
import { scan } from "../../../src/engine";
import { addresses, noAddress, type AddressSet } from "../../../src/model/addresses";
import { parseCidr } from "../../../src/model/cidr";
import { isSubset } from "../../../src/model/sets";
import { catalogue, filesOf } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";
import { answersOf, type Asked } from "./answers";

/** Strangers, because ways are followed from the internet only. */
const strangers = ["8.8.8.8", "9.9.9.9", "1.1.1.1", "2606:4700::1"] as const;

/** What a location asks of its clients, and where it sends them. */
const rule = fc.constantFrom(
  "allow 8.8.8.8;",
  "allow 9.9.9.0/24;",
  "allow 2606:4700::/32;",
  "deny 1.1.1.1;",
  "deny 8.0.0.0/8;",
  "deny all;",
  "deny all;",
  "allow all;",
);
const question = fc.constantFrom(
  "satisfy any;",
  "auth_basic a; auth_basic_user_file users;",
  "auth_basic off;",
  "auth_request /auth-yes;",
  "auth_request /auth-no;",
  "auth_request /auth-proxied;",
  "auth_request off;",
  "if ($remote_addr = 1.1.1.1) { return 403; }",
  "if ($remote_addr != 8.8.8.8) { return 403; }",
  "if ($request_method = POST) { return 403; }",
  "if ($arg_secret != a) { return 403; }",
  "if ($outside) { return 403; }",
  "if ($listed) { return 404; }",
);
const sending = fc.constantFrom(
  "error_page 403 = @named;",
  "error_page 403 /inside;",
  "error_page 401 /inside;",
  "error_page 418 = @named; return 418;",
  "error_page 404 = @named;",
  "try_files /no-file @named;",
  "try_files /no-file /inside/a;",
  "try_files /no-file =404;",
  "rewrite ^ /inside last;",
  "rewrite ^ /b last;",
  "rewrite x$ /inside last;",
  "rewrite ^/a(.*)$ /d$1 break;",
  "rewrite ^ /elsewhere redirect;",
  "return 403;",
  "limit_except GET { deny all; }",
  "limit_except GET { allow all; }",
  "limit_except POST { allow 8.8.8.8; deny all; }",
  "limit_except POST { allow all; }",
  "internal;",
);

/** Each directive once, because nginx takes most of them only so. */
const settings = fc
  .tuple(
    fc.array(rule, { maxLength: 3 }),
    fc.array(question, { maxLength: 2 }),
    fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, fc.array(sending, { maxLength: 1 })),
  )
  .map((all) => {
    const met = new Set<string>();
    return all.flat().filter((text) => {
      const name = text.split(" ")[0]!;
      if (/^(allow|deny|if)$/.test(name)) return true;
      if (met.has(name)) return false;
      met.add(name);
      // A method that one of the two lets through and the other does not is more than our model says.
      return !(name === "limit_except" && all.flat().some((other) => other.includes("$request_method")));
    });
  });

const heads = ["/a", "/b", "/b/c", "= /c", "~ ^/d", "@named", "/inside", "/inside/a"] as const;
const server = fc.record({
  own: fc.tuple(fc.array(rule, { maxLength: 2 }), fc.array(question, { maxLength: 1 })).map((all) => all.flat()),
  trust: fc.constantFrom(
    "",
    "",
    "set_real_ip_from 1.1.1.0/24; real_ip_header X-Forwarded-For;",
    "set_real_ip_from 1.1.1.1; real_ip_recursive on;",
  ),
  locations: fc.tuple(...heads.map(() => settings)),
});
type Server = typeof server extends fc.Arbitrary<infer T> ? T : never;

const servers = 40;
const firstPort = 9000;

/** Each location of each server passes on to a port of its own, by which its way is known; nobody answers there. */
function upstreamOf(i: number, location: number): number {
  return 20_000 + i * heads.length + location;
}

function serverOf({ own, trust, locations }: Server, i: number): string {
  const blocks = locations.map((all, at) => {
    const head = heads[at]!;
    const isPlain = /^(\/[ab]|~)/.test(head);
    const fitting = all.filter((text) => isPlain || !text.startsWith("rewrite x"));
    const only = head === "@named" ? fitting.filter((text) => !/internal|named|limit_except/.test(text)) : fitting;
    const inside = head.startsWith("/inside") && !only.includes("internal;") ? "internal;" : "";
    const passes = only.some((text) => text.startsWith("try_files"))
      ? ""
      : `proxy_pass http://127.0.0.1:${upstreamOf(i, at)};`;
    return `location ${head} { add_header X-Location "${head}" always; ${inside} ${only.join(" ")} ${passes} }`;
  });
  const asked = `location = /auth-yes { internal; return 204; } location = /auth-no { internal; return 401; } location = /auth-proxied { internal; proxy_pass http://127.0.0.1:8999; }`;
  return `server { listen ${firstPort + i}; listen [::]:${firstPort + i}; add_header X-Location "(rest)" always; ${trust} ${own.join(" ")} ${blocks.join(" ")} ${asked} }`;
}

function configurationOf(sample: readonly Server[]): string {
  return [
    "worker_processes 1; events { worker_connections 1024; } http { access_log off; log_not_found off; root /nowhere;",
    "geo $outside { default 1; 8.8.8.8 0; } map $remote_addr $listed { default 0; 9.9.9.9 1; }",
    "server { listen 127.0.0.1:8999; return 401; }",
    ...sample.map(serverOf),
    "}",
  ].join("\n");
}

interface Reach {
  readonly must: AddressSet;
  readonly may: AddressSet;
}

/** Who comes to each upstream by our exposures: a door of which something stops the rest is told twice. */
function reaches(configuration: string): ReadonlyMap<number, Reach> {
  const { exposures } = scan(filesOf({ "nginx.conf": configuration }), catalogue(), {
    variables: new Map(),
    named: [],
  });
  const out = new Map<number, Reach>();
  for (const { door, sources, reach, layer } of exposures) {
    const port = Number(/^proxy_pass http:\/\/127\.0\.0\.1:(\d+)$/.exec(door.name)?.[1]);
    if (layer !== "proxy" || reach === "latent" || Number.isNaN(port)) continue;
    const before = out.get(port) ?? { must: noAddress, may: noAddress };
    out.set(port, { must: addresses.union(before.must, sources.must), may: addresses.union(before.may, sources.may) });
  }
  return out;
}

const paths = ["/a", "/a/x", "/b", "/b/x", "/b/c", "/b/c/x", "/c", "/d", "/d/x", "/inside", "/inside/a", "/"] as const;

function requestsTo(port: number, text: string): readonly Asked[] {
  const forged = text.includes("set_real_ip_from") ? ["8.8.8.8", "9.9.9.9", "2606:4700::1"] : [];
  const ways: readonly Pick<Asked, "method" | "headers">[] = [
    {},
    ...(/limit_except/.test(text) ? [{ method: "POST" }, { method: "PUT" }] : []),
    ...forged.map((as) => ({ headers: { "X-Forwarded-For": as, "X-Real-IP": as } })),
  ];
  const secret = text.includes("$arg_secret") ? ["", "?secret=a"] : [""];
  return strangers.flatMap((from) =>
    paths.flatMap((path) => secret.flatMap((query) => ways.map((way) => ({ from, port, path: path + query, ...way })))),
  );
}

describeWith(found("nginx", "/usr/sbin/nginx"), "whom the real nginx passes on where we say", (binary) => {
  test.each(Array.from({ length: Number(process.env["PORTCULLIS_SAMPLES"] ?? 2) }, (_, i) => i + 1))(
    "sample %d",
    (seed) => {
      const sample = fc.sample(server, { numRuns: servers, seed });
      const configuration = configurationOf(sample);
      const asked = sample.flatMap((each, i) => requestsTo(firstPort + i, serverOf(each, i)));
      const answers = answersOf(binary, configuration, asked);
      const came = new Map<string, string>();
      for (const [i, { status, location }] of answers.entries()) {
        const { from, port, path, method = "GET", headers } = asked[i]!;
        const key = `${port} ${location ?? ""} ${from}`;
        if (status === 502) came.set(key, `${method} ${path} ${JSON.stringify(headers ?? {})}`);
      }
      const known = reaches(configuration);
      const judged = sample.flatMap((each, i) =>
        heads.flatMap((head, at) =>
          strangers.map((from) => {
            const { must = noAddress, may = noAddress } = known.get(upstreamOf(i, at)) ?? {};
            const client = parseCidr(from)!;
            const ours = isSubset(addresses, client, must)
              ? "yes"
              : isSubset(addresses, client, may)
                ? "perhaps"
                : "no";
            const by = came.get(`${firstPort + i} ${head} ${from}`);
            return { head, from, ours, by, text: serverOf(each, i) };
          }),
        ),
      );
      expect(judged.filter(({ ours, by }) => ours === "no" && by !== undefined).slice(0, 2)).toEqual([]);
      expect(judged.filter(({ ours, by }) => ours === "yes" && by === undefined).slice(0, 2)).toEqual([]);
      const perhaps = judged.filter(({ ours }) => ours === "perhaps").length;
      process.stderr.write(
        `sample ${seed}: ${judged.length} pairs of a client and a location, ${came.size} of them get there, of ${perhaps} we do not know\n`,
      );
      expect(perhaps / judged.length).toBeLessThan(0.3);
      expect(came.size).toBeGreaterThan(50);
    },
  );
});

const verifying = ["", "ssl_verify_client on;", "ssl_verify_client optional;", "ssl_verify_client optional_no_ca;"];
const conditions = [
  "",
  "if ($ssl_client_verify != SUCCESS) { return 403; }",
  "if ($ssl_client_verify != SUCCESS) { return 403; } allow 8.8.8.8; deny all;",
  "satisfy any; allow 8.8.8.8; auth_basic a; auth_basic_user_file users;",
];

describeWith(hasTls(), "a client certificate is asked of whom we say", (binary) => {
  const combinations = verifying.flatMap((verify) =>
    conditions.flatMap((condition) => ["ssl", ""].map((listen) => ({ verify, condition, listen }))),
  );
  const all = combinations.map(({ verify, condition, listen }, i) => {
    const port = firstPort + i;
    const sockets = `listen ${port} ${listen}; listen [::]:${port} ${listen};`;
    return `server { ${sockets} ${verify} location / { add_header X-Location "/" always; ${condition} proxy_pass http://127.0.0.1:${upstreamOf(i, 0)}; } }`;
  });
  const tls = "ssl_certificate tls/site.crt; ssl_certificate_key tls/site.key; ssl_client_certificate tls/site.crt;";
  const configuration = `worker_processes 1; events { } http { access_log off; ${tls}\n${all.join("\n")}\n}`;

  test("without one", () => {
    const asked = combinations.flatMap(({ listen }, i) =>
      strangers.map((from): Asked => ({
        from,
        port: firstPort + i,
        path: "/",
        ...(listen === "ssl" ? { over: "tls" } : {}),
      })),
    );
    const answers = answersOf(binary, configuration, asked);
    const known = reaches(configuration);
    const wrong = asked.flatMap(({ from, port }, i) => {
      const { must = noAddress, may = noAddress } = known.get(upstreamOf(port - firstPort, 0)) ?? {};
      const client = parseCidr(from)!;
      const ours = isSubset(addresses, client, must) ? "yes" : isSubset(addresses, client, may) ? "perhaps" : "no";
      const came = answers[i]!.status === 502;
      return ours === "perhaps" || (ours === "yes") === came ? [] : [{ from, ours, came, text: all[port - firstPort] }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502, 400, 403, 401]));
  });
});

function hasTls(): string | undefined {
  return found("openssl") === undefined ? undefined : found("nginx", "/usr/sbin/nginx");
}
