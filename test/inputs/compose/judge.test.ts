import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { isNamedCompose } from "../../../src/inputs/compose/claims";
import { projectsOf } from "../../../src/inputs/compose/projects";
import { effectiveHere, effectiveInConfig } from "./effective";
import { membershipBy, membershipInConfig, publishedBy, publishedInConfig } from "./published";
import { fixture, readTexts, type Texts } from "./reading";

const binary = [
  process.env["PORTCULLIS_DOCKER_COMPOSE"],
  "/usr/libexec/docker/cli-plugins/docker-compose",
  "/usr/local/lib/docker/cli-plugins/docker-compose",
  "/usr/lib/docker/cli-plugins/docker-compose",
  join(process.env["HOME"] ?? "/", ".docker/cli-plugins/docker-compose"),
].find((path) => path !== undefined && existsSync(path));

const judged = binary === undefined ? describe.skip : describe;
const name =
  binary === undefined
    ? "docker compose (not found: run .ci/install-compose.sh and set PORTCULLIS_DOCKER_COMPOSE)"
    : "docker compose";

// Jest names skipped tests only in its verbose output.
if (binary === undefined) process.stderr.write(`skipped: ${name}\n`);

interface Verdict {
  readonly refused: boolean;
  readonly published: readonly string[];
  readonly membership: readonly string[];
}

/** What docker compose prints of a project, or says in refusing it; all profiles active and no variable set. */
interface Printed {
  readonly folder: string;
  readonly json: string | undefined;
}

const choice = { chosenIn: () => undefined, standsAlone: () => true, together: [], choices: [] };

/** What docker compose makes of the project whose first file is `base`. */
function judge(texts: Texts, base: string): Verdict {
  const project = projectsOf(Object.keys(texts).filter(isNamedCompose), choice).find((one) => one.base === base);
  const { json } = printed(texts, project?.files ?? []);
  return json === undefined
    ? { refused: true, published: [], membership: [] }
    : { refused: false, published: publishedInConfig(json), membership: membershipInConfig(json) };
}

function printed(texts: Texts, files: readonly string[]): Printed {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-compose-"));
  try {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const named = files.flatMap((file) => ["-f", join(folder, file)]);
    const args = [...named, "--profile", "*", "config", "--format", "json"];
    const { status, stdout, error } = spawnSync(binary!, args, { cwd: folder, encoding: "utf8", env: {} });
    if (status === null) throw new Error(`docker compose was stopped before its end: ${String(error)}`);
    return { folder, json: status === 0 ? stdout : undefined };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function publishedHere(texts: Texts, base: string): Verdict {
  const { facts, problems } = readTexts(texts);
  const names = facts.filter((fact) => fact.kind === "name" && fact.endpoint.id.startsWith(`${base}#`));
  const own = facts.filter((fact) => fact.kind === "forward" && fact.to.id.startsWith(`${base}#`));
  const unknown = own.some(
    (fact) => fact.kind === "forward" && [fact.bind, fact.traffic].some((b) => b.because.length > 0),
  );
  return {
    refused: problems.length > 0 || unknown,
    published: publishedBy(own),
    membership: membershipBy([...own, ...names]),
  };
}

judged(name, () => {
  const folders = readdirSync(join(__dirname, "../../../fixtures/compose"));

  describe("agrees on what the fixtures publish", () => {
    test.each(folders)("%s", (folder) => {
      const texts = fixture(folder);
      const theirs = judge(texts, "compose.yaml");
      const ours = publishedHere(texts, "compose.yaml");
      if (theirs.refused) expect(ours.refused).toBe(true);
      else {
        expect(ours.published).toEqual(theirs.published);
        expect(ours.membership).toEqual(theirs.membership);
      }
    });
  });

  test("agrees on generated projects", () => {
    fc.assert(
      fc.property(project, (texts) => {
        const theirs = judge(texts, "compose.yaml");
        const ours = publishedHere(texts, "compose.yaml");
        if (theirs.refused) expect({ texts, refused: ours.refused }).toEqual({ texts, refused: true });
        else expect({ texts, ...ours, refused: false }).toEqual({ texts, ...theirs });
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test("agrees on what is written as a list in one file and as a mapping in another", () => {
    fc.assert(
      fc.property(twice, (texts) => {
        const files = Object.keys(texts);
        const { json, folder } = printed(texts, files);
        expect(json).toBeDefined();
        expect({ texts, effective: effectiveHere(texts, files) }).toEqual({
          texts,
          effective: effectiveInConfig(json ?? "", folder),
        });
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

const number = fc.constantFrom("80", "443", "8080", "017", "00080", "65535", "5000");
const range = fc.constantFrom("8000-8002", "80-82", "9000-9001", "3000-3000");
const address = fc.constantFrom("127.0.0.1", "0.0.0.0", "[::1]", "[::]", "192.0.2.1", "[::ffff:10.0.0.1]", "");
const variable = fc.constantFrom(
  "${SET}",
  "${NONE:-8081}",
  "${NONE-8082}",
  "${SET:+8083}",
  "$SET",
  "${NONE:-${SET}}",
  "${NONE}",
);
const protocol = fc.constantFrom("", "", "/udp", "/tcp", "/UDP", "/sctp");
const strange = fc.constantFrom(
  "70000:80",
  "a:80",
  "80:",
  "::1:80:80",
  "1:2:3:4",
  "80/icmp",
  "${NONE}",
  "*:80:80",
  "8000-8001:80-82",
);

const container = fc.tuple(fc.oneof(number, range), protocol).map((parts) => parts.join(""));
const short = fc.oneof(
  { weight: 12, arbitrary: container },
  { weight: 24, arbitrary: fc.tuple(fc.oneof(number, range, variable), container).map((parts) => parts.join(":")) },
  {
    weight: 24,
    arbitrary: fc.tuple(address, fc.oneof(number, range, variable, fc.constant("")), container).map((p) => p.join(":")),
  },
  { weight: 1, arbitrary: strange },
);
// A number and an equal text as `published` of two otherwise equal entries are refused by a check of compose's schema that
// bears on no port, so no number here equals a text.
const long = fc
  .record(
    {
      target: fc.constantFrom("80", '"80"', "${SET}", "0x50"),
      published: fc.constantFrom("8080", '"8085"', '"8000-8002"', '"${SET}"', '""'),
      host_ip: fc.constantFrom("127.0.0.1", "0.0.0.0", '"::1"'),
      protocol: fc.constantFrom("tcp", "udp"),
      mode: fc.constantFrom("host", "ingress"),
    },
    { requiredKeys: ["target"] },
  )
  .map(
    (fields) =>
      `{${Object.entries(fields)
        .map(([key, value]) => `${key}: ${value}`)
        .join(", ")}}`,
  );
const entry = fc.oneof(
  { weight: 6, arbitrary: short.map((text) => JSON.stringify(text)) },
  { weight: 1, arbitrary: fc.constantFrom("80", "017", "0x50", "8080:80", "22:22", "017:80") },
  { weight: 3, arbitrary: long },
);
const ports = fc.tuple(fc.constantFrom("", "", "", "!override ", "!reset "), fc.array(entry, { maxLength: 4 }));

const joining = fc.constantFrom(
  "",
  "",
  "networks: [front], ",
  "networks: [front, back], ",
  "networks: {back: {aliases: [x]}}, ",
  "networks: !override [out], ",
  "networks: {front: , default: }, ",
);
const profile = fc.constantFrom("", "", "profiles: [debug], ", "profiles: [debug, more], ", "profiles: !reset [], ");

const serviceText = fc
  .tuple(joining, profile, ports)
  .map(([joined, profiles, [tag, entries]]) => `${joined}${profiles}ports: ${tag}[${entries.join(", ")}]`);
const file = fc
  .record({ web: serviceText, db: serviceText, extending: fc.constantFrom("", "", "extends: web, ") })
  .map(({ web, db, extending }) =>
    ["services:", `  web: {image: nginx, ${web}}`, `  db: {image: postgres, ${extending}${db}}`, networks].join("\n"),
  );
const networks = "networks: {front: , back: {internal: false}, out: {external: true, name: shared}}\n";

const project: fc.Arbitrary<Texts> = fc.record({ base: file, override: fc.option(file) }).map(({ base, override }) => ({
  ".env": "SET=8090\n",
  "compose.yaml": base,
  ...(override === null ? {} : { "compose.override.yaml": override }),
}));

const name1 = fc.constantFrom("A", "B", "c.d");
const plainValue = fc.constantFrom("1", "x", "a=b", "two words");
const pairs = fc.uniqueArray(fc.tuple(name1, plainValue), { maxLength: 3, selector: ([key]) => key });
/** The same pairs in one of the two notations. */
const either = (between: "=" | ":"): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom("list", "mapping"), pairs)
    .map(([notation, all]) =>
      notation === "list"
        ? JSON.stringify(all.map(([key, value]) => `${key}${between}${value}`))
        : JSON.stringify(Object.fromEntries(all)),
    );
const address4 = fc.constantFrom("192.0.2.1", "192.0.2.2");
const hosts = fc
  .tuple(fc.constantFrom("list", "mapping"), fc.constantFrom("=", ":"), address4)
  .map(([notation, between, ip]) => JSON.stringify(notation === "list" ? [`x.lan${between}${ip}`] : { "x.lan": ip }));
const build = fc.constantFrom("./app", "{context: ./other}", "{dockerfile: Other}", "{target: prod, context: ./app}");
const written = fc.record(
  {
    environment: either("="),
    labels: either("="),
    sysctls: either("="),
    extra_hosts: hosts,
    build,
    deployed: either("="),
  },
  { requiredKeys: [] },
);
const half = written.map(({ deployed, ...keys }) =>
  [
    "services:\n  web:\n    image: nginx",
    ...Object.entries(keys).map(([key, value]) => `    ${key}: ${value}`),
    ...(deployed === undefined ? [] : [`    deploy: {labels: ${deployed}}`]),
    "",
  ].join("\n"),
);
const twice: fc.Arbitrary<Texts> = fc
  .tuple(half, half)
  .map(([base, over]) => ({ "compose.yaml": base, "compose.override.yaml": over }));
