import { stagesOf } from "../../../src/inputs/compose/dockerfile";
import type { Fact } from "../../../src/model/facts";
import { sourceText } from "../../../src/model/source";
import { forwardsOf, readTexts, traitsOf, type Texts } from "./reading";

const built = (dockerfile: string, body = "build: ."): Texts => ({
  "app/compose.yaml": `services: {web: {${body}, ports: ["127.0.0.1:8080:8080"]}}`,
  "app/Dockerfile": dockerfile,
  "app/nginx.conf": "",
  "app/conf/site.conf": "",
});

test("stages, continued lines, comments, directives and here-documents", () => {
  const text = [
    "# escape=`",
    "ARG VERSION=16",
    "FROM postgres:${VERSION} AS base",
    "RUN apt-get update `",
    "# a comment between",
    "  && true",
    "COPY <<EOF /etc/x",
    "FROM nowhere",
    "EOF",
    "from base",
    'CMD ["a"]',
  ].join("\n");
  const stages = stagesOf(sourceText("Dockerfile", text));
  expect(stages.map(({ from, called }) => [from, called])).toEqual([
    ["postgres:16", "base"],
    ["base", undefined],
  ]);
  expect(stages[0]!.instructions.map(({ name, rest }) => `${name} ${rest}`)).toEqual([
    "RUN apt-get update    && true",
    "COPY <<EOF /etc/x",
  ]);
});

describe("a service is known by the script that it starts", () => {
  test.each([
    ["of what it is built from", "build: ./app", "npm run dev"],
    ["of what is mounted", "image: node, volumes: ['./app:/srv']", "yarn dev"],
    ["by way of another", "build: ./app", "pnpm run all"],
    ["with what is added", "build: ./app", "npm run plain -- dev"],
  ])("%s", (_, body, command) => {
    const scripts = { dev: "next dev -H 0.0.0.0 -p 80", all: "tsc && npm run dev", plain: "next" };
    const { facts } = readTexts({
      "compose.yaml": `services:\n  web: {${body}, command: ${command}, ports: ["80:80"]}\n`,
      "app/package.json": JSON.stringify({ scripts }),
    });
    expect(forwardsOf(facts)[0]?.evidence.map(({ value }) => value.split(" ").slice(0, 2).join(" "))).toContain(
      "next dev",
    );
  });
});

describe("a service is known by what its image is built on and runs", () => {
  test.each([
    ["FROM redis:7", "build: .", ["redis:7"]],
    ["FROM redis:7 AS a\nFROM a", "build: .", ["redis:7"]],
    ["FROM redis:7 AS a\nFROM nginx", "build: {context: ., target: a}", ["redis:7"]],
    ['FROM node\nCMD ["npx", "vite", "--host"]', "build: .", ["node", "vite --host"]],
    ["FROM node\nCMD npx vite --host", "build: .", ["node", "vite --host"]],
    ['FROM node\nENTRYPOINT ["npx", "vite"]\nCMD ["--host", "0.0.0.0"]', "build: .", ["node", "vite --host"]],
    ['FROM node\nCMD ["npx", "vite", "--host"]', "build: ., command: node server.js", ["node", "node"]],
    ["FROM node\nENTRYPOINT node\nCMD x", "build: ., entrypoint: redis-server", ["node", "redis-server"]],
    ["FROM redis", "build: {context: ./elsewhere}", []],
  ])("%s", (dockerfile, body, expected) => {
    const [door] = forwardsOf(readTexts(built(dockerfile, body)).facts);
    expect(door!.evidence.map(({ value }) => value).slice(0, -1)).toEqual(expected);
  });
});

test("a development server that its image tells to answer everyone is found at the line of the Dockerfile", () => {
  const { facts, sources } = readTexts(built('FROM node\nWORKDIR /app\nCMD ["npx", "vite", "--host"]\n'));
  expect(traitsOf(facts)).toEqual([
    expect.objectContaining({
      trait: "binds-all-interfaces",
      detail: "vite --host",
      at: expect.objectContaining({ file: "app/Dockerfile", line: 3, column: 1 }) as object,
    }),
  ]);
  expect(sources.map(({ file }) => file)).toEqual(["app/compose.yaml", "app/Dockerfile"]);
});

describe("files that are copied into an image", () => {
  const copied = (dockerfile: string): readonly string[] =>
    readTexts(built(dockerfile)).facts.flatMap((fact: Fact) =>
      fact.kind === "mount" ? [`${fact.path} at ${fact.inside}`] : [],
    );
  test.each([
    ["COPY nginx.conf /etc/nginx/nginx.conf", ["app/nginx.conf at /etc/nginx/nginx.conf"]],
    ["COPY nginx.conf /etc/nginx/", ["app/nginx.conf at /etc/nginx/nginx.conf"]],
    ["WORKDIR /etc/nginx\nADD --chown=a:b nginx.conf ./conf.d/", ["app/nginx.conf at /etc/nginx/conf.d/nginx.conf"]],
    ['COPY ["conf", "/etc/nginx/conf.d"]', ["app/conf at /etc/nginx/conf.d"]],
    ["COPY . /etc/nginx", ["app at /etc/nginx"]],
    ["COPY . /srv", []],
    ["COPY --from=build nginx.conf /etc/nginx/nginx.conf", []],
    ["COPY missing.conf /etc/nginx/nginx.conf", []],
    ["COPY *.conf /etc/nginx/", ["app/nginx.conf at /etc/nginx/nginx.conf"]],
    ["COPY ngin?.conf /etc/nginx/", ["app/nginx.conf at /etc/nginx/nginx.conf"]],
    ["COPY n*x /etc/nginx/", []],
  ])("%s", (line, expected) => {
    expect(copied(`FROM nginx\n${line}\n`)).toEqual(expected);
  });
});

describe("files that come from another stage", () => {
  const first = "FROM alpine AS site\nWORKDIR /out\nCOPY nginx.conf web.conf\nCOPY conf conf\n";
  test.each([
    ["COPY --from=site /out/web.conf /etc/nginx/nginx.conf", ["app/nginx.conf at /etc/nginx/nginx.conf"]],
    ["COPY --from=0 /out/web.conf /etc/nginx/", ["app/nginx.conf at /etc/nginx/web.conf"]],
    ["COPY --from=SITE /out/conf /etc/nginx/conf.d", ["app/conf at /etc/nginx/conf.d"]],
    ["COPY --from=site /out /etc/nginx", ["app/nginx.conf at /etc/nginx/web.conf", "app/conf at /etc/nginx/conf"]],
    ["COPY --from=nginx /out /etc/nginx", []],
    ["COPY --from=1 /out /etc/nginx", []],
  ])("%s", (line, expected) => {
    const { facts } = readTexts(built(`${first}FROM nginx\n${line}\n`));
    const mounts = facts.flatMap((fact: Fact) => (fact.kind === "mount" ? [`${fact.path} at ${fact.inside}`] : []));
    expect(mounts).toEqual(expected);
  });

  test("are bounded, however often stages copy from each other", () => {
    const copies = Array.from(
      { length: 40 },
      (_, i) => `FROM a AS s${i + 1}\nCOPY --from=s${i} / /a/\nCOPY --from=s${i} / /b/\n`,
    );
    const { facts } = readTexts(built(`FROM a AS s0\nCOPY nginx.conf /etc/nginx/\n${copies.join("")}`));
    expect(facts.filter(({ kind }) => kind === "mount").length).toBeLessThan(2000);
  });
});

test("a Dockerfile that stands in the compose file says its lines there", () => {
  const text =
    "services:\n  web:\n    ports: ['5173:5173']\n    build:\n      dockerfile_inline: |\n        FROM node\n        CMD npx vite --host\n";
  const { facts } = readTexts({ "compose.yaml": text });
  expect(forwardsOf(facts)[0]?.evidence.map(({ value }) => value)).toContain("vite --host");
  expect(facts).toContainEqual(
    expect.objectContaining({
      trait: "binds-all-interfaces",
      at: expect.objectContaining({ line: 7, column: 9 }) as unknown,
    }),
  );
});

test.each(["", "FROM", "COPY", "FROM a\nCOPY [", "FROM a\nCMD [1]", "FROM a AS a\nFROM a", "\\", "FROM a\nCOPY <<E"])(
  "%j is read as far as it goes",
  (text) => {
    expect(() => readTexts(built(text))).not.toThrow();
  },
);
