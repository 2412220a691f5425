import { compose } from "../../../src/inputs/compose/input";
import type { FileChoice } from "../../../src/model/reading";
import { startOf } from "../../../src/model/source";
import { filesOf } from "../../support/catalogue";
import { publishedBy } from "./published";

const at = startOf("portcullis.yaml");
const texts = {
  "deploy/base.yaml": "services:\n  web: {image: nginx, ports: ['${PORT:-80}:80']}\n",
  "deploy/prod.yaml":
    "services:\n  web: {ports: !override ['127.0.0.1:${PORT:-80}:80']}\n  admin: {image: adminer, profiles: [ops], ports: ['81:8080']}\n",
  "deploy/.env": "PORT=8080\n",
  "prod.env": "PORT=9090\n",
};

function chosen(...choices: readonly Partial<Omit<FileChoice, "files" | "envFiles">>[]): FileChoice {
  const [choice = {}] = choices;
  const files = ["deploy/base.yaml", "deploy/prod.yaml"].map((path) => ({ path, at }));
  return { files, envFiles: [], profiles: [], folder: undefined, ...choice };
}

function read(...choices: readonly FileChoice[]): ReturnType<typeof compose.read> {
  return compose.read(filesOf(texts), { variables: new Map(), choices });
}

test.each([
  ["laid over each other", chosen(), ["admin tcp 0.0.0.0/0,::/0 81 -> 8080", "web tcp 127.0.0.1/32 8080 -> 80"]],
  ["with the profiles that are active", chosen({ profiles: ["web"] }), ["web tcp 127.0.0.1/32 8080 -> 80"]],
  [
    "with variables of another file",
    { ...chosen({ profiles: ["web"] }), envFiles: [{ path: "prod.env", at }] },
    ["web tcp 127.0.0.1/32 9090 -> 80"],
  ],
  ["in another folder", chosen({ profiles: ["web"], folder: "" }), ["web tcp 127.0.0.1/32 80 -> 80"]],
] as const)("files that users choose are read %s", (_, choice, expected) => {
  const { facts, problems } = read(choice);
  expect(problems).toEqual([]);
  expect(publishedBy(facts)).toEqual(expected);
});

test("without a choice they are two projects", () => {
  expect(publishedBy(read().facts)).toHaveLength(3);
});

test("two choices that begin with one file are two projects", () => {
  const one = { ...chosen(), files: [{ path: "deploy/base.yaml", at }] };
  const hosts = read(one, chosen()).facts.flatMap((fact) => (fact.kind === "forward" ? [fact.from.id] : []));
  expect([...new Set(hosts)].toSorted()).toEqual(["deploy/base.yaml#host", "deploy/prod.yaml#host"]);
});

test("a file that is not there is said where it is chosen, and the others are read as they are", () => {
  const missing = {
    ...chosen(),
    files: [
      { path: "deploy/base.yaml", at },
      { path: "deploy/prd.yaml", at },
    ],
  };
  const { facts, problems } = read(missing);
  expect(problems).toEqual([
    expect.objectContaining({
      code: "unreadable",
      at,
      message: expect.stringContaining("deploy/prd.yaml is chosen here") as unknown,
    }),
  ]);
  expect(publishedBy(facts)).toHaveLength(3);
});
