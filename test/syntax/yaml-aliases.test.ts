import { valueOf } from "../../src/syntax/tree";
import { depthOf, yaml } from "./yaml-values";

describe("aliases", () => {
  test("an alias stands as the node that it names", () => {
    const text = "a: &p\n  - 22:22\nb: *p\n";
    const [tree] = yaml(text).trees;
    expect(valueOf(tree, "b")).toBe(valueOf(tree, "a"));
  });

  const cases: readonly (readonly [string, string, unknown])[] = [
    ["scalar", "a: &x 1\nb: *x\n", { a: 1, b: 1 }],
    ["as a key", "a: &x k\n*x : 2\n", { a: "k", k: 2 }],
    ["in a list", "- &x {a: 1}\n- *x\n", [{ a: 1 }, { a: 1 }]],
    ["the anchor before it counts", "a: &x 1\nb: *x\nc: &x 2\nd: *x\n", { a: 1, b: 1, c: 2, d: 2 }],
    ["anchor on a key", "&k a: 1\nb: *k\n", { a: 1, b: "a" }],
    ["anchor on nothing", "a: &x\nb: *x\n", { a: null, b: null }],
    ["tag and anchor", "a: !Ref &x y\nb: *x\n", { a: "y", b: "y" }],
  ];
  test.each(cases)("%s", (_, text, value) => {
    expect(yaml(text)).toMatchObject({ values: [value], problems: [] });
  });

  const broken: readonly (readonly [string, string, unknown, string])[] = [
    ["no such anchor", "a: *x\nb: 1\n", { b: 1 }, "invalid-value 1:4"],
    ["anchor after it", "a: *x\nb: &x 1\n", { b: 1 }, "invalid-value 1:4"],
    ["anchor of another document", "---\na: 1\nb: *x\n", { a: 1 }, "invalid-value 3:4"],
    ["within itself", "a: &x [1, *x]\n", { a: [1] }, "invalid-value 1:11"],
    ["within itself, deeper", "a: &x\n  b: {c: *x}\n", { a: { b: {} } }, "invalid-value 2:10"],
  ];
  test.each(broken)("%s", (_, text, value, told) => {
    expect(yaml(text)).toMatchObject({ values: [value], told: [told] });
  });

  test("anchors end with their document", () => {
    expect(yaml("a: &x 1\n---\nb: *x\nc: 2\n")).toMatchObject({
      values: [{ a: 1 }, { c: 2 }],
      told: ["invalid-value 3:4"],
    });
  });
});

describe("merge keys", () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ["mapping", "<<: *b\nz: 1", { x: 1, p: [1], z: 1 }],
    ["written in place", "<<: {x: 5}\nz: 1", { x: 5, z: 1 }],
    ["own key after wins", "<<: *b\nx: 2", { x: 2, p: [1] }],
    ["own key before wins", "x: 2\n<<: *b", { x: 2, p: [1] }],
    ["own null wins", "<<: *b\nx:", { x: null, p: [1] }],
    ["earlier mapping wins", "<<: [*c, *b]", { x: 3, p: [1], y: 4 }],
    ["sequences are not merged", "<<: *b\np: [2]", { x: 1, p: [2] }],
    ["mappings are not merged deeper", "<<: {m: {a: 1}}\nm: {b: 2}", { m: { b: 2 } }],
    ["a merge within a merge", "<<: {<<: *b, x: 7}", { x: 7, p: [1] }],
    ["empty list", "<<: []\nz: 1", { z: 1 }],
    ["quoted is a key", '"<<": 1', { "<<": 1 }],
  ];
  test.each(cases)("%s", (_, written, value) => {
    const indented = written.replace(/^/gm, "  ");
    const { values, problems } = yaml(`b: &b {x: 1, p: [1]}\nc: &c {x: 3, y: 4}\nr:\n${indented}\n`);
    expect(values).toEqual([{ b: { x: 1, p: [1] }, c: { x: 3, y: 4 }, r: value }]);
    expect(problems).toEqual([]);
  });

  test("a merged value leads to where it is written, at the place of the merge key", () => {
    const text = "b: &b\n  x: 1\nr:\n  a: 0\n  <<: *b\n  z: 2\n";
    const merged = valueOf(yaml(text).trees[0], "r")!;
    expect(valueOf(merged, "x")).toMatchObject({ start: text.indexOf("1"), end: text.indexOf("1") + 1 });
    expect(merged).toMatchObject({ entries: [{ key: { text: "a" } }, { key: { text: "x" } }, { key: { text: "z" } }] });
  });

  test.each(["<<: 1", "<<:", "<<: [1]", "<<: [[]]"])("what is no mapping cannot be merged: %s", (written) => {
    const { values, told } = yaml(`a: 1\n${written}\n`);
    expect(values).toEqual([{ a: 1 }]);
    expect(told).toEqual(["invalid-value 2:1"]);
  });

  test("two merge keys merge both, the first first, and are told", () => {
    expect(yaml("<<: {x: 1}\n<<: {x: 2, y: 3}\n")).toMatchObject({
      values: [{ x: 1, y: 3 }],
      told: ["invalid-value 2:1"],
    });
  });
});

describe("bounds", () => {
  const quick = 5000;
  /** A list of nine, nine times over, and so on: 9^levels values. */
  function laughs(levels: number): string {
    const lines = Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]\n`);
    return `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${lines.join("")}`;
  }

  test("a few laughs are fine", () => {
    expect(yaml(laughs(3)).problems).toEqual([]);
  });

  test("a billion are cut short, told once, and what came before is kept", () => {
    const start = performance.now();
    const { trees, told, problems } = yaml(`${laughs(40)}z: 1\n`);
    expect(performance.now() - start).toBeLessThan(quick);
    expect(told).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "limit" });
    expect(valueOf(trees[0], "a0")).toMatchObject({ kind: "sequence" });
    expect(valueOf(trees[0], "z")).toMatchObject({ value: 1 });
  });

  test("a long list of small aliases reaches the bound too, a large file without aliases does not", () => {
    const list = Array.from({ length: 11_000 }, (_, n) => `b${n}: *a\n`).join("");
    expect(yaml(`a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n${list}`).problems).toMatchObject([{ code: "limit" }]);
    expect(yaml(`[${"1,".repeat(120_000)}]`).problems).toEqual([]);
  });

  test("merges that grow line by line are cut short", () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `x${n + 1}: &x${n + 1} {<<: *x${n}, k${n}: 1}\n`);
    const start = performance.now();
    const { told } = yaml(`x0: &x0 {k: 1}\n${lines.join("")}`);
    expect(performance.now() - start).toBeLessThan(quick);
    expect(told).toEqual([expect.stringContaining("limit")]);
  });

  const deep: readonly (readonly [string, string])[] = [
    ["brackets", "[".repeat(50_000)],
    ["closed brackets", "[".repeat(50_000) + "]".repeat(50_000)],
    ["braces", "{a: ".repeat(50_000)],
    ["pairs in brackets", "[a: ".repeat(50_000)],
    ["dashes", "- ".repeat(50_000)],
    ["questions", "? ".repeat(50_000)],
    ["indentation", Array.from({ length: 1000 }, (_, n) => `${" ".repeat(n)}a:\n`).join("")],
    ["aliases", `a0: &a0 [x]\n${Array.from({ length: 1000 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}]\n`).join("")}`],
  ];
  test.each(deep)("deep nesting of %s is told and left out", (_, text) => {
    const start = performance.now();
    const { trees, problems } = yaml(text);
    expect(performance.now() - start).toBeLessThan(quick);
    expect(problems.map(({ code }) => code)).toContain("limit");
    for (const tree of trees) expect(depthOf(tree)).toBeLessThanOrEqual(200);
  });

  test("200 levels are read", () => {
    const { trees, problems } = yaml("[".repeat(200) + "]".repeat(200));
    expect(problems).toEqual([]);
    expect(depthOf(trees[0]!)).toBe(200);
    expect(yaml("[".repeat(201) + "]".repeat(201)).problems).toMatchObject([{ code: "limit" }]);
  });

  test("20,000 keys are compared in no time, and the one that repeats is told", () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `k${n}: ${n}\n`).join("");
    const start = performance.now();
    const { trees, told } = yaml(`${keys}k7: again\n`);
    expect(performance.now() - start).toBeLessThan(quick);
    expect(told).toEqual(["invalid-value 20001:1"]);
    expect(trees[0]).toMatchObject({ entries: { length: 20_001 } });
    expect(valueOf(trees[0], "k7")).toMatchObject({ value: "again" });
  });
});
