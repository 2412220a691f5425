import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { everyAddress } from "../../../src/model/addresses";
import { packets, packetsOf, type PacketSet } from "../../../src/model/packets";
import { everyTraffic, portsOf } from "../../../src/model/traffic";
import { loopback } from "../../../src/model/zones";
import { filesOf, root } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";
import { configurationsBelow, settle } from "../../support/nginx-settled";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesIn, ours, theirs, wrongWith } from "../../support/nginx-sockets";

const binary = found("nginx", "/usr/sbin/nginx");
let work = "";
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "nginx-judge-"));
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

function folderWith(text: string, name: string): string {
  mkdirSync(join(work, name), { recursive: true });
  writeFileSync(join(work, name, "nginx.conf"), text);
  return join(work, name);
}

/** `forms` has one socket that is bound as the hosts file of the machine says. */
const localhost = packetsOf(everyAddress, portsOf("tcp", [88, 88]));

/** HTTP/3 came with nginx 1.25. */
function hasQuic(program: string): boolean {
  const { stderr } = spawnSync(program, ["-v"], { encoding: "utf8" });
  return Number(/\/1\.(\d+)/.exec(stderr)?.[1] ?? 0) >= 25;
}

/** What else a fixture needs, which is a part of a configuration. */
const around: Readonly<Record<string, string>> = { fragment: "events {} http { include sites-enabled/*; }" };

describeWith(binary, "the real nginx opens exactly these sockets", (program) => {
  const fixtures = readdirSync(join(root, "fixtures/nginx"));
  const isSkipped = (name: string): boolean => name === "quic" && !hasQuic(program);
  test.each(fixtures.filter((name) => !isSkipped(name)))("%s", (name) => {
    const fixture = join(root, "fixtures/nginx", name);
    const whole = around[name];
    const judged = whole === undefined ? fixture : folderWith(whole, name);
    if (judged !== fixture) cpSync(fixture, judged, { recursive: true });
    const [lines = []] = theirs(program, [judged]);
    expect(lines).toBeInstanceOf(Array);
    expect(wrongWith(ours(filesIn(fixture)), lines as readonly string[], localhost)).toBeUndefined();
  });
  test.skip.each(fixtures.filter(isSkipped))("%s (no HTTP/3 in this nginx)", () => undefined);
});

const address = fc.constantFrom(
  "",
  "",
  "*:",
  "0.0.0.0:",
  "127.0.0.1:",
  "192.0.2.1:",
  "[::]:",
  "[::1]:",
  "[2001:db8::1]:",
);
/** Each module has ports of its own, because sockets of two cannot be the same. */
const socketFrom = (first: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      address,
      fc.constantFrom(`${first}`, `${first + 1}`, `${first + 2}-${first + 4}`, `${first + 5}`, `${first + 6}`),
    )
    .map((parts) => parts.join(""));
const portless = fc.constantFrom("192.0.2.1", "[2001:db8::2]", "127.0.0.2", "*");

const inHttp = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: socketFrom(8000) }, portless, fc.constant("unix:socket")),
    fc.constantFrom(
      "",
      "",
      "",
      "default_server",
      "ssl",
      "reuseport",
      "ipv6only=off",
      "ipv6only=on",
      "bind",
      "http2",
      "proxy_protocol",
      "backlog=99",
      "deferred",
      "so_keepalive=on",
    ),
  )
  .map((parts) => `listen ${parts.join(" ").trim()};`);
const inStream = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: socketFrom(9000) }, portless),
    fc.constantFrom("", "", "udp", "udp reuseport", "ssl", "bind", "ipv6only=off"),
  )
  .map((parts) => `listen ${parts.join(" ").trim()};`);
const inMail = fc.oneof({ weight: 5, arbitrary: socketFrom(7000) }, portless).map((text) => `listen ${text};`);

const certificate = "ssl_certificate tls/site.crt; ssl_certificate_key tls/site.key;";
function blockOf(
  name: string,
  listen: fc.Arbitrary<string>,
  say: { readonly block: string; readonly server: string },
): fc.Arbitrary<string> {
  const server = fc.array(listen, { maxLength: 3 }).map((all) => `server { ${all.join(" ")} ${say.server} }`);
  return fc
    .array(server, { maxLength: 3 })
    .map((all) => (all.length === 0 ? "" : `${name} { ${certificate} ${say.block} ${all.join(" ")} }`));
}

const configuration = fc
  .tuple(
    blockOf("http", inHttp, { block: "access_log off;", server: "" }),
    blockOf("stream", inStream, { block: "", server: "proxy_pass 127.0.0.1:1;" }),
    blockOf("mail", inMail, { block: "auth_http 127.0.0.1:1;", server: "protocol imap;" }),
    fc.constantFrom(0, 1, 2),
  )
  .map(
    ([web, stream, mail, which]) =>
      `worker_processes 1; events { } ${which === 2 ? `${web}\n${stream}` : which === 1 ? `${web}\n${mail}` : web}`,
  );

describeWith(binary, "the real nginx opens the sockets of generated configurations", (program) => {
  const many = Number(process.env["PORTCULLIS_MANY"] ?? 40);

  test(`${many} of them`, () => {
    const texts = fc.sample(configuration, { numRuns: many, seed: 1 });
    const judged = theirs(
      program,
      texts.map((text, i) => folderWith(text, `generated-${i}`)),
    );
    const taken = texts.flatMap((text, i) => {
      const lines = judged[i]!;
      return typeof lines === "string"
        ? []
        : [{ text, lines, wrong: wrongWith(ours(filesOf({ "nginx.conf": text })), lines) }];
    });
    process.stderr.write(
      `nginx opens the sockets of ${taken.length} of ${many} generated configurations, and refuses the others\n`,
    );
    expect(taken.filter(({ wrong }) => wrong !== undefined).slice(0, 3)).toEqual([]);
    expect(taken.length).toBeGreaterThan(many / 3);
  });
});

/** Files that are none of ours to keep: each is judged by hand where this names a folder of them. */
const folder = process.env["PORTCULLIS_NGINX_FILES"];
(binary === undefined || folder === undefined ? describe.skip : describe)(
  "the real nginx opens the sockets of the files of a folder",
  () => {
    test("each that it takes", () => {
      const judged = configurationsBelow(folder!).map((path, i) => {
        const home = join(work, `file-${i}`);
        const refused = settle(binary!, path, home);
        if (refused !== undefined) return { path, refused, ours: problemsIn(home) };
        const [lines = "nothing"] = theirs(binary!, [home]);
        if (typeof lines === "string") return { path, refused: lines, ours: problemsIn(home) };
        return { path, lines, wrong: wrongWith(ours(filesIn(home)), lines, named(home)), problems: problemsIn(home) };
      });
      writeFileSync(
        process.env["PORTCULLIS_NGINX_REPORT"] ?? join(work, "report.json"),
        JSON.stringify(judged, undefined, 1),
      );
      expect(judged.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    });
  },
);

/** `localhost` is bound as the hosts file of the machine says. */
function named(home: string): PacketSet {
  const isNamed = readFileSync(join(home, "nginx.conf"), "utf8").includes("listen localhost");
  return isNamed ? packetsOf(loopback, everyTraffic) : packets.empty;
}

function problemsIn(home: string): readonly string[] {
  const { problems } = nginx.read(filesIn(home), { variables: new Map() });
  return problems.map(({ message }) => message);
}
