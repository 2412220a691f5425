import fc from "fast-check";
import { sourceText } from "../../src/model/source";
import { parseJson } from "../../src/syntax/json";
import { entryOf, valueOf } from "../../src/syntax/tree";
import { depthOf, json, nodesOf } from "./yaml-values";

describe("values", () => {
  const cases = [
    ["1", 1, "1", "plain"],
    ["-0.5e+2", -50, "-0.5e+2", "plain"],
    ["true", true, "true", "plain"],
    ["false", false, "false", "plain"],
    ["null", null, "null", "plain"],
    ['"22"', "22", "22", "quoted"],
    ['"\\u00e9\\ud83d\\ude00\\n\\"\\\\\\/"', 'é😀\n"\\/', 'é😀\n"\\/', "quoted"],
    ['""', "", "", "quoted"],
  ] as const;
  test.each(cases)("%s", (written, value, text, style) => {
    const whole = ` {"k" : ${written} } `;
    const node = valueOf(json(whole).tree, "k")!;
    expect(node).toMatchObject({ kind: "scalar", value, text, style });
    expect(whole.slice(node.start, node.end)).toBe(written);
    expect(json(whole).problems).toEqual([]);
  });

  test("collections have the spans of their brackets, keys those of their quotes", () => {
    const text = '\uFEFF{ "a": [1, {"b": 2}]\r\n}\r\n';
    const { tree, problems } = json(text);
    expect(problems).toEqual([]);
    expect(text.slice(tree!.start, tree!.end)).toBe('{ "a": [1, {"b": 2}]\r\n}');
    const { key, value } = entryOf(tree, "a")!;
    expect(text.slice(key.start, key.end)).toBe('"a"');
    expect(text.slice(value.start, value.end)).toBe('[1, {"b": 2}]');
  });
});

describe("a mistake is told at its place, and what can be read is kept", () => {
  const cases: readonly (readonly [string, string, unknown, readonly string[]])[] = [
    ["nothing", "", undefined, ["syntax 1:1"]],
    ["only a byte order mark", "\uFEFF", undefined, ["syntax 1:2"]],
    ["line comment", '{\n"a": 1 // x\n}', { a: 1 }, ["syntax 2:8"]],
    ["block comment", '/* x */ {"a": 1}', { a: 1 }, ["syntax 1:1"]],
    ["comment without an end", "[1] /* x", [1], ["syntax 1:5"]],
    ["comma at the end of an object", '{"a": 1,}', { a: 1 }, ["syntax 1:8"]],
    ["comma at the end of an array", "[1, ]", [1], ["syntax 1:3"]],
    ["two commas", "[1,, 2]", [1, 2], ["syntax 1:4"]],
    ["comma missing", '{"a": 1 "b": 2}', { a: 1, b: 2 }, ["syntax 1:9"]],
    ["comma missing between objects", "[{} {}]", [{}, {}], ["syntax 1:5"]],
    ["colon missing", '{"a" 1, "b": 2}', { a: 1, b: 2 }, ["syntax 1:6"]],
    ["value missing", '{"a": , "b": 2}', { b: 2 }, ["syntax 1:7"]],
    ["key alone", '{"a", "b": 2}', { b: 2 }, ["syntax 1:2"]],
    ["key alone at the end", '{"a": 1, "b"}', { a: 1 }, ["syntax 1:13"]],
    ["key without quotes", "{a: 1}", { a: 1 }, ["syntax 1:2"]],
    ["key missing", '{: 1, "b": 2}', { b: 2 }, ["syntax 1:2"]],
    ["object as a key", '{{"x": 1}, "b": 2}', { b: 2 }, ["syntax 1:2"]],
    ["unclosed object", '{"a": {"b": 1', { a: { b: 1 } }, ["syntax 1:1"]],
    ["unclosed array in an object", '{"a": [1, 2}', { a: [1, 2] }, ["syntax 1:7"]],
    ["unclosed object in an array", '[{"a": 1]', [{ a: 1 }], ["syntax 1:2"]],
    ["stray bracket", '{"a": 1], "b": 2}', { a: 1, b: 2 }, ["syntax 1:8"]],
    ["unclosed string", '{"a": "x\n, "b": 2}', { a: "x", b: 2 }, ["syntax 1:7"]],
    ["unclosed string, Windows", '{"a": "x\r\n, "b": 2}', { a: "x", b: 2 }, ["syntax 1:7"]],
    ["string that ends in a backslash", '["x\\', ["x\\"], ["syntax 1:1"]],
    ["escape", '["\\q", "\\u12"]', ["\\q", "\\u12"], ["syntax 1:3"]],
    ["control character", '["a\tb"]', ["a\tb"], ["syntax 1:4"]],
    ["leading zero", "[01, 2]", [2], ["syntax 1:2"]],
    ["unknown word", '{"a": undefined, "b": 2}', { b: 2 }, ["syntax 1:7"]],
    ["not a number", "[NaN, -Infinity, 2]", [2], ["syntax 1:2"]],
    ["wrong case", "[True, 2]", [2], ["syntax 1:2"]],
    ["more after it", '{"a": 1}\n{"b": 2}', { a: 1 }, ["syntax 2:1"]],
    ["bracket after it", "[1]]", [1], ["syntax 1:4"]],
    ["only a bracket", "}", undefined, ["syntax 1:1"]],
    ["template", '{"a": {{ x }}, "b": 2}', { a: {}, b: 2 }, ["syntax 1:8"]],
    ["repeated key", '{"a": 1,\n"a": 2}', { a: 2 }, ["invalid-value 2:1"]],
    ["key repeated by escape", '{"a": 1,\n"\\u0061": 2}', { a: 2 }, ["invalid-value 2:1"]],
  ];
  test.each(cases)("%s", (_, text, value, told) => {
    const read = json(text);
    expect(read.value).toEqual(value);
    expect(read.told).toEqual(told);
  });

  test("a repeated key is kept twice, and the last counts", () => {
    const { tree } = json('{"a": 1, "a": 2}');
    expect(tree).toMatchObject({ entries: [{ value: { value: 1 } }, { value: { value: 2 } }] });
    expect(valueOf(tree, "a")).toMatchObject({ value: 2 });
  });
});

describe("bounds", () => {
  const quick = 3000;
  const cases: readonly (readonly [string, string])[] = [
    ["arrays", "[".repeat(200_000)],
    ["closed arrays", "[".repeat(100_000) + "]".repeat(100_000)],
    ["objects", '{"a":'.repeat(100_000)],
    ["both", '[{"a":'.repeat(50_000)],
  ];
  test.each(cases)("deep nesting of %s is told and left out", (_, text) => {
    const start = performance.now();
    const { tree, problems } = json(text);
    expect(performance.now() - start).toBeLessThan(quick);
    expect(problems.map(({ code }) => code)).toContain("limit");
    expect(depthOf(tree!)).toBe(200);
  });

  test("what stands beside deep nesting is read", () => {
    const inner = "[".repeat(300) + "]".repeat(300);
    expect(json(`{"a": ${inner}, "b": 2}`)).toMatchObject({ value: { b: 2 }, told: ["limit 1:206"] });
    expect(json("[".repeat(200) + "]".repeat(200)).problems).toEqual([]);
  });

  test("20,000 keys are compared in no time", () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `"k${n}": ${n}`).join(",\n");
    const start = performance.now();
    expect(json(`{${keys},\n"k7": 0}`).told).toEqual(["invalid-value 20001:1"]);
    expect(performance.now() - start).toBeLessThan(quick);
  });

  const hostile: readonly (readonly [string, string])[] = [
    ["quotes", '"\n'.repeat(100_000)],
    ["brackets that do not match", "[}".repeat(100_000)],
    ["colons", `{${":".repeat(100_000)}`],
    ["comments", "/**/".repeat(100_000)],
    ["comments without an end", "/*".repeat(100_000)],
    ["escapes", `"${"\\u0041".repeat(100_000)}"`],
    ["digits", "1".repeat(300_000)],
    ["spaces", " ".repeat(300_000)],
  ];
  test.each(hostile)("time grows with the length alone: %s", (_, text) => {
    const start = performance.now();
    json(text);
    expect(performance.now() - start).toBeLessThan(quick);
  });
});

describe("whatever the text", () => {
  test("what JSON.parse reads is read the same, and what it refuses has a problem", () => {
    const parts = ["{", "}", "[", "]", ",", ":", '"', '"a"', '"b":', "1", "-", "0", ".5", "e1", "true", "nul", "null"];
    const pieces = fc.array(fc.constantFrom(...parts, " ", "\n", "\\", "\\u0041", "//", "/*", "\t", "'"), {
      maxLength: 25,
    });
    const texts = fc.oneof(
      pieces.map((words) => words.join("")),
      fc.json(),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { tree, value, problems } = json(text);
        for (const { start, end } of tree === undefined ? [] : nodesOf(tree)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        const judge = judged(text);
        if (judge === undefined) expect(problems).not.toEqual([]);
        else {
          expect(value).toEqual(judge.value);
          expect(problems.filter(({ code }) => code !== "invalid-value")).toEqual([]);
        }
      }),
      { numRuns: 5000 },
    );
  });

  function judged(text: string): { readonly value: unknown } | undefined {
    try {
      return { value: JSON.parse(text) as unknown };
    } catch {
      return undefined;
    }
  }
});

test.each([
  ["a collection", '{"a": 1, "b": {"c": [1, {"d": 2}]}, "e": 2}', ["a", "e"], 0],
  ["what is no collection", '{"b": 1, "e": 2}', ["e"], 0],
  ["what has no value", '{"b": }', [], 1],
  ["what is never closed", '{"a": 1, "b": {"c": [', ["a"], 1],
])("unwanted keys of the outermost object are left out: %s", (_, text, keys, problemCount) => {
  const { tree, problems } = parseJson(sourceText("a.json", text), new Set(["b"]));
  expect(tree?.kind === "mapping" ? tree.entries.map(({ key }) => key.text) : []).toEqual(keys);
  expect(problems).toHaveLength(problemCount);
});
