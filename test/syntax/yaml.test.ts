import { entryOf, valueOf, type ScalarNode } from "../../src/syntax/tree";
import { nodesOf, yaml } from "./yaml-values";

describe("scalars follow the core schema of YAML 1.2", () => {
  const cases: readonly (readonly [string, ScalarNode["value"], string, ScalarNode["style"]])[] = [
    ["22:22", "22:22", "22:22", "plain"],
    ["5432", 5432, "5432", "plain"],
    ["022", 22, "022", "plain"],
    ["0o17", 15, "0o17", "plain"],
    ["0x1F", 31, "0x1F", "plain"],
    ["+12", 12, "+12", "plain"],
    ["-1", -1, "-1", "plain"],
    ["1.50", 1.5, "1.50", "plain"],
    [".5", 0.5, ".5", "plain"],
    ["1e3", 1000, "1e3", "plain"],
    ["-.inf", -Infinity, "-.inf", "plain"],
    [".NaN", NaN, ".NaN", "plain"],
    ["1.2.3.4", "1.2.3.4", "1.2.3.4", "plain"],
    ["0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0", "plain"],
    ["1_000", "1_000", "1_000", "plain"],
    ["0b1", "0b1", "0b1", "plain"],
    ["2024-01-01", "2024-01-01", "2024-01-01", "plain"],
    ["true", true, "true", "plain"],
    ["FALSE", false, "FALSE", "plain"],
    ["yes", "yes", "yes", "plain"],
    ["off", "off", "off", "plain"],
    ["null", null, "null", "plain"],
    ["~", null, "~", "plain"],
    ['"22"', "22", "22", "quoted"],
    ["'it''s'", "it's", "it's", "quoted"],
    ['"a\\tb\\x41"', "a\tbA", "a\tbA", "quoted"],
    ["!!str 22", "22", "22", "plain"],
    ['!!int "22"', 22, "22", "quoted"],
    ["! 22", "22", "22", "plain"],
    ["!!binary aGk=", "aGk=", "aGk=", "plain"],
  ];
  test.each(cases)("%s", (written, value, text, style) => {
    const { trees, problems } = yaml(`key: ${written}\n`);
    expect(valueOf(trees[0], "key")).toMatchObject({ kind: "scalar", value, text, style });
    expect(valueOf(trees[0], "key")).not.toHaveProperty("tag");
    expect(problems).toEqual([]);
  });
});

test.each([
  ["literal", "a: |\n  x\n   y\n\nb: 1\n", "x\n y\n"],
  ["folded and stripped", "a: >-\n  x\n  y\nb: 1\n", "x y"],
  ["literal with Windows line ends", "a: |\r\n  x\r\n  y\r\nb: 1\r\n", "x\ny\n"],
])("a block scalar is its content: %s", (_, text, content) => {
  const { trees, problems } = yaml(text);
  expect(valueOf(trees[0], "a")).toMatchObject({ value: content, text: content, style: "block" });
  expect(valueOf(trees[0], "b")).toMatchObject({ value: 1 });
  expect(problems).toEqual([]);
});

describe("the span of a value is exactly what is written", () => {
  const cases = [
    ["plain", "a: 80:80 # web\n", "80:80"],
    ["double quotes", 'a: "80:80" # web\n', '"80:80"'],
    ["single quotes", "a: '80:80'\n", "'80:80'"],
    ["over two lines", "a: b\n  c\nd: 1\n", "b\n  c"],
    ["block scalar", "a: |\n  x\n  y\n\n\nd: 1\n", "|\n  x\n  y"],
    ["flow sequence", "a: [ 1, 2 ] # x\n", "[ 1, 2 ]"],
    ["flow mapping", "a: { b: 1 }\n", "{ b: 1 }"],
    ["block mapping", "a:\n  b: 1 # x\n  c: 2 # y\n\n# z\nd: 1\n", "b: 1 # x\n  c: 2"],
    ["block sequence", "a:\n  - 1\n  - 2\n\nd: 1\n", "- 1\n  - 2"],
    ["sequence at its key", "a:\n- 1\n- b: 2\n\nd: 1\n", "- 1\n- b: 2"],
    ["ends in an alias", "x: &x 1\na:\n  b: *x  # y\nd: 1\n", "b: *x"],
    ["tag left out", "a: !Sub ${X}-b\n", "${X}-b"],
    ["anchor left out", "a: &x [1]\n", "[1]"],
    ["Windows line ends", "z: 1\r\na: 80:80\r\nd: 1\r\n", "80:80"],
    ["byte order mark", "\uFEFFa: 80:80\n", "80:80"],
    ["astral characters", 'z: "😀"\na: 80:80\n', "80:80"],
    ["no value", "a:\nd: 1\n", ""],
  ] as const;
  test.each(cases)("%s", (_, text, written) => {
    const node = valueOf(yaml(text).trees[0], "a")!;
    expect(text.slice(node.start, node.end)).toBe(written);
    expect(yaml(text).problems).toEqual([]);
  });

  test("a key has its own", () => {
    const text = '"ports" : [1]\n';
    const { key } = entryOf(yaml(text).trees[0], "ports")!;
    expect(text.slice(key.start, key.end)).toBe('"ports"');
  });
});

describe("tags", () => {
  const cases = [
    ["scalar", "!Ref Vpc", { kind: "scalar", tag: "!Ref", value: "Vpc", text: "Vpc" }],
    ["number", "!Ref 22", { kind: "scalar", tag: "!Ref", value: 22, text: "22" }],
    ["quoted", '!Sub "22"', { kind: "scalar", tag: "!Sub", value: "22" }],
    ["sequence", "!GetAtt [A, B]", { kind: "sequence", tag: "!GetAtt" }],
    ["block sequence", "!Join\n    - ','\n    - [a]", { kind: "sequence", tag: "!Join" }],
    ["mapping", "!override {b: 1}", { kind: "mapping", tag: "!override" }],
    ["null", "!reset null", { kind: "scalar", tag: "!reset", value: null }],
    ["nothing", "!GetAZs", { kind: "scalar", tag: "!GetAZs", text: "" }],
    ["empty string", "!GetAZs ''", { kind: "scalar", tag: "!GetAZs", value: "", style: "quoted" }],
    ["verbatim", "!<tag:example.com,2000:x> 1", { tag: "tag:example.com,2000:x" }],
    ["name of an object's method", "!constructor 1", { tag: "!constructor", value: 1 }],
  ] as const;
  test.each(cases)("%s", (_, written, node) => {
    const { trees, problems } = yaml(`a: ${written}\nb: 1\n`);
    expect(valueOf(trees[0], "a")).toMatchObject(node);
    expect(valueOf(trees[0], "b")).toMatchObject({ value: 1 });
    expect(problems).toEqual([]);
  });

  test.each(["a: !!seq [1]\n", "a: !!map {b: 1}\n", "a: ! x\n"])("the core schema's own are not told: %j", (text) => {
    for (const node of nodesOf(yaml(text).trees[0]!)) expect(node).not.toHaveProperty("tag");
  });
});

describe("documents", () => {
  const cases: readonly (readonly [string, string, readonly unknown[]])[] = [
    ["none", "", []],
    ["only a comment", "# x\n", []],
    ["only a byte order mark", "\uFEFF", []],
    ["two", "a: 1\n---\nb: 2\n", [{ a: 1 }, { b: 2 }]],
    ["empty ones between", "---\n---\na: 1\n...\n---\n# x\n", [{ a: 1 }]],
    ["a scalar", "x\n", ["x"]],
    ["a null that is written", "~\n", [null]],
    ["an empty string", "''\n", [""]],
    ["YAML 1.1 is read as 1.2", "%YAML 1.1\n---\na: yes\nb: 010\n", [{ a: "yes", b: 10 }]],
    ["JSON", '{"a": [1, "x", null]}', [{ a: [1, "x", null] }]],
    ["names of an object's own", "__proto__x: 1\nconstructor: 2\n", [{ __proto__x: 1, constructor: 2 }]],
  ];
  test.each(cases)("%s", (_, text, values) => {
    expect(yaml(text)).toMatchObject({ values, problems: [] });
    expect(yaml(text).values).toHaveLength(values.length);
  });

  test("a key of a list of sockets stays a list", () => {
    const text = "ports:\n  - 22:22\n  - '80:80'\n  - target: 80\n    published: '8080'\n";
    expect(yaml(text).values).toEqual([{ ports: ["22:22", "80:80", { target: 80, published: "8080" }] }]);
  });
});
