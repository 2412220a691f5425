import fc from "fast-check";
import { fixture, readTexts } from "./reading";

const fixtures = ["one-mistake", "composed", "networks", "overridden", "development-servers", "anchors", "spellings"];

describe("nothing that a file may hold makes reading fail", () => {
  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, env) => {
        expect(() => readTexts({ "compose.yaml": text, ".env": env })).not.toThrow();
      }),
    );
  });

  test("any value anywhere in a service", () => {
    const keys = ["ports", "networks", "network_mode", "command", "entrypoint", "environment", "volumes", "extends"];
    const more = [
      "image",
      "deploy",
      "scale",
      "use_api_socket",
      "services",
      "include",
      "target",
      "published",
      "host_ip",
    ];
    const key = fc.constantFrom(...keys, ...more, "web");
    const leaf = fc.oneof(
      fc.constantFrom(null, "", "80:80", "${A:?}", "${", "web", "host", 80, true, -1, 1.5),
      fc.string(),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 6 }), value, value, (service, networks, include) => {
        const text = JSON.stringify({ services: { web: service, db: service }, networks, include });
        expect(() => readTexts({ "compose.yaml": text, "compose.override.yaml": text })).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test.each(fixtures)("%s with any one line dropped or cut short", (name) => {
    const texts = fixture(name);
    for (const [path, text] of Object.entries(texts)) {
      const lines = text.split("\n");
      for (const [i, line] of lines.entries()) {
        for (const put of [[], [line.slice(0, line.length >> 1)], [`${line}: [`], [line, line]]) {
          const changed = [...lines.slice(0, i), ...put, ...lines.slice(i + 1)].join("\n");
          expect(() => readTexts({ ...texts, [path]: changed })).not.toThrow();
        }
      }
    }
  });
});

describe("nothing hostile takes long", () => {
  const many = (n: number, line: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => line(i)).join("\n");
  test.each([
    [
      "many services",
      `services:\n${many(5000, (i) => `  s${i}: {image: x, ports: ["1-65535:1-65535"], network_mode: "service:s0"}`)}`,
    ],
    [
      "many ports",
      `services:\n  web:\n    image: x\n    ports:\n${many(10000, (i) => `      - "${i + 1}-${i + 100}:${i + 1}-${i + 100}"`)}`,
    ],
    [
      "a chain of extensions",
      `services:\n${many(3000, (i) => `  s${i}: {image: x, extends: s${i + 1}}`)}\n  s3000: {image: x}`,
    ],
    [
      "aliases of aliases",
      `x-a0: &a0 {k: v}\n${many(30, (i) => `x-a${i + 1}: &a${i + 1} {l: *a${i}, r: *a${i}}`)}\nservices: {web: *a30}`,
    ],
    ["a long command", `services: {web: {image: x, command: "${"a && ".repeat(20000)}vite --host"}}`],
    ["a long substitution", `services: {web: {image: "${"${A:-".repeat(20000)}"}}`],
  ])("%s", (_, text) => {
    // Of the processor, not of the clock, so that a busy machine changes nothing.
    const before = process.cpuUsage();
    readTexts({ "compose.yaml": text, "compose.override.yaml": text });
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe("what is written to be slow or deep is bounded", () => {
  const many = <T>(count: number, each: (i: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => each(i));

  test.each([
    [
      "scripts that start each other",
      {
        "compose.yaml": "services: {web: {build: ., command: npm run a, ports: ['80:80']}}",
        "package.json": JSON.stringify({
          scripts: {
            a: many(200, () => "npm run b").join(" && "),
            b: many(200, () => "npm run a && npm run b").join(" && "),
          },
        }),
      },
    ],
    [
      "stages that build on each other",
      {
        "compose.yaml": "services: {web: {build: ., ports: ['80:80']}}",
        Dockerfile: many(
          5000,
          (i) => `FROM ${i === 0 ? "redis" : `s${i - 1}`} AS s${i}\nCOPY --from=s${i - 1} / /\n`,
        ).join(""),
      },
    ],
    [
      "services that wait for each other",
      {
        "compose.yaml": `services:\n  web: {image: a, ports: ['80:80']}\n${many(5000, (i) => `  s${i}: {image: a, depends_on: [s${i + 1}]}`).join("\n")}\n  s5000: {image: a}\n`,
      },
    ],
    [
      "a wildcard of many parts",
      {
        "compose.yaml": "services: {web: {build: ., ports: ['80:80']}}",
        Dockerfile: `FROM a\nCOPY ${"a*".repeat(30)}b /\n`,
        ["a".repeat(200)]: "",
      },
    ],
    [
      "comments that nothing closes",
      {
        "compose.yaml": "services: {web: {image: a, ports: ['80:80']}}",
        ".devcontainer.json": `{${"/*".repeat(200_000)}`,
      },
    ],
  ] as const)("%s", (_, texts) => {
    const { facts } = readTexts(texts);
    expect(facts.some((fact) => fact.kind === "forward")).toBe(true);
  });
});
