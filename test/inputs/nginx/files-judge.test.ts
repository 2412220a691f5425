import type { Trait } from "../../../src/model/facts";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesOf } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";
import { answersOf, type Asked } from "./answers";

/** Beside `data/images/`, which is empty, and above it there are secrets. */
const heads = [
  "/i",
  "/i/",
  "= /i",
  "^~ /i",
  "^~ /i/",
  "/",
  "~ ^/i(.*)$",
  "~ ^/i/(.*)$",
  "~ ^/(i.*)$",
  "~ ^/i([^/]*)$",
  "~ ^/i(?<rest>/.*)$",
  "~ ^/i/(images|css)/(.*)$",
] as const;
const folders = [
  "data/images/",
  "data/images",
  "data/images/$1",
  "data/images$1",
  "data/images/$2",
  "data/images$rest",
  "data/$1",
] as const;
const paths = [
  "/i../secret",
  "/i/../secret",
  "/i..%2fsecret",
  "/i/..%2fsecret",
  "/i/images/../secret",
  "/i%2e%2e/secret",
  "/../secret",
  "/i/x../secret",
  "/secret",
  "/i-old/secret",
  "/i/-old/secret",
] as const;

const cases = heads.flatMap((head) =>
  folders.filter((folder) => isTaken(head, folder)).map((folder) => ({ head, folder })),
);

/** nginx knows a capture only where something makes it. */
function isTaken(head: string, folder: string): boolean {
  if (!folder.includes("$")) return !head.startsWith("~");
  if (folder.includes("$rest")) return head.includes("<rest>");
  return folder.includes("$2") ? head.includes("(images|css)") : head.includes("(");
}

function configurationOf(all: typeof cases): string {
  const servers = all.map(
    ({ head, folder }, i) => `server { listen ${9000 + i}; location ${head} { alias ${folder}; } }`,
  );
  return `user root; worker_processes 1; events { } http { access_log off; log_not_found off; root /nowhere;\n${servers.join("\n")}\n}`;
}

describeWith(found("nginx", "/usr/sbin/nginx"), "a path leaves the folder of an alias where we say so", (binary) => {
  const configuration = configurationOf(cases);
  const { facts } = nginx.read(filesOf({ "nginx.conf": configuration }), { variables: new Map() });
  const traits = facts.filter((fact): fact is Trait => fact.kind === "trait" && fact.trait === "path-leaves-folder");
  const lines = new Set(traits.map(({ at }) => (at.kind === "file" ? at.line : 0)));
  let served: ReadonlySet<number> = new Set();
  beforeAll(() => {
    // Of `alias /a` under `/i/`, whose `/i/-b` is `/a-b`, we do not say so.
    const asked = cases.flatMap(({ head }, i) =>
      paths
        .filter((path) => !head.endsWith("/") || !path.includes("-old"))
        .map((path): Asked => ({ from: "127.0.0.1", port: 9000 + i, path })),
    );
    const answers = answersOf(binary, configuration, asked);
    served = new Set(asked.filter((_, i) => answers[i]!.status === 200).map(({ port }) => port));
  });

  test.each(cases.map((each, i) => [each.head, each.folder, i] as const))(
    "location %s { alias %s; }",
    (_, folder, i) => {
      // A folder above the one that is meant shows what lies in it without any trick.
      const isMeant = folder === "data/$1";
      if (!isMeant) expect(lines.has(i + 2)).toBe(served.has(9000 + i));
    },
  );

  test("some do and some do not", () => {
    expect(served.size).toBeGreaterThan(3);
    expect(served.size).toBeLessThan(cases.length - 3);
  });
});
