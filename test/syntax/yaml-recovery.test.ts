import fc from "fast-check";
import { sourceText } from "../../src/model/source";
import { problemsOf } from "../../src/syntax/tree";
import { depthOf, nodesOf, yaml } from "./yaml-values";

describe("a mistake is told at its place, and what can be read is kept", () => {
  const cases: readonly (readonly [string, string, readonly unknown[], readonly string[]])[] = [
    ["tab", "a:\n\tb: 1\nc: 2\n", [{ a: null, b: 1, c: 2 }], ["syntax 2:1"]],
    ["indentation", "a:\n  b: 1\n c: 2\nd: 3\n", [{ a: { b: 1 }, c: 2, d: 3 }], ["syntax 3:1"]],
    ["single quote", "a: 1\nb: 'x\nc: 3\n", [{ a: 1, b: "x c: 3" }], ["syntax 2:4"]],
    ["double quote", 'a: 1\nb:\n  c: "x\n  d: 3\n', [{ a: 1, b: { c: "x d: 3" } }], ["syntax 3:6"]],
    ["lone quote", "a: 1\nb: '", [{ a: 1, b: "" }], ["syntax 2:4"]],
    ["bracket", "a: [1, 2\nb: 3\n", [{ a: [1, 2], b: 3 }], ["syntax 2:1"]],
    ["brace", "a: {b: 1\nc: 2\n", [{ a: { b: 1 }, c: 2 }], ["syntax 2:1"]],
    ["bracket at the end", "a: [1, 2", [{ a: [1, 2] }], ["syntax 1:9"]],
    ["stray bracket", "a: 1\nb: ]\nc: 1\n", [{ a: 1, b: null }], ["syntax 2:4"]],
    ["stray bracket, next document", "a: ]\nb: 1\n---\nc: 1\n", [{ a: null }, { c: 1 }], ["syntax 1:4"]],
    ["two colons", "a: b: c\nd: 1\n", [{ a: { b: "c", d: 1 } }], ["syntax 1:4"]],
    ["reserved character", "a: @x\nb: 1\n", [{ a: "@x", b: 1 }], ["syntax 1:4"]],
    ["escape", 'a: "\\q"\nb: 1\n', [{ a: "\\q", b: 1 }], ["syntax 1:5"]],
    ["two anchors", "a: &x &y 1\n", [{ a: 1 }], ["syntax 1:7"]],
    ["two tags", "a: !x !y 1\n", [{ a: 1 }], ["syntax 1:7"]],
    ["tag on an alias", "a: &b 1\nc: !x *b\n", [{ a: 1, c: 1 }], ["syntax 2:7"]],
    ["no anchor name", "a: & 1\n", [{ a: 1 }], ["syntax 1:4"]],
    ["undeclared tag prefix", "a: !e!foo 1\n", [{ a: 1 }], ["syntax 1:4"]],
    ["comma missing", 'a: ["x" "y"]\n', [{ a: [{ x: "y" }] }], ["syntax 1:9"]],
    ["comma too many", "a: [1,,2]\n", [{ a: [1, 2] }], ["syntax 1:7"]],
    ["mapping after a list", "- a\nc: 1\n", [["a"]], ["syntax 2:1"]],
    ["directive alone", "%YAML 1.1\na: 1\n", [{ a: 1 }], ["syntax 2:1"]],
    ["document end alone", "...\na: @\n", [{ a: "@" }], ["syntax 2:4"]],
    ["method's name as a tag", "a: !<constructor> 1\nb: 1\n", [{ a: 1, b: 1 }], ["syntax 1:4"]],
    ["Windows line ends", "a: 1\r\nb: @x\r\n", [{ a: 1, b: "@x" }], ["syntax 2:4"]],
    ["list as a key", "? [1]\n: 2\nb: 1\n", [{ b: 1 }], ["invalid-value 1:3"]],
    ["alias of a list as a key", "a: &x [1]\n*x : 2\nb: 1\n", [{ a: [1], b: 1 }], ["invalid-value 2:1"]],
    ["template value", "a: {{ .Values.x }}\nb: 1\n", [{ a: {}, b: 1 }], ["invalid-value 1:5"]],
    ["template key", "a: 1\n{{ x }}: 2\nb: 3\n", [{ a: 1, b: 3 }], ["invalid-value 2:1"]],
    ["template lines", "{{- if .x }}\na: 1\n{{- end }}\n", [{}], ["invalid-value 1:2", "syntax 1:3", "syntax 2:1"]],
    ["Jinja", "{% if x %}\na: 1\n{% endif %}\n", [{ "% if x %": null }], ["syntax 1:2", "syntax 2:1"]],
    [
      "repeated key",
      "a: 1\nb:\n  c: 1\n  c: 2\n'a': 3\n",
      [{ a: 3, b: { c: 2 } }],
      ["invalid-value 4:3", "invalid-value 5:1"],
    ],
  ];
  test.each(cases)("%s", (_, text, values, told) => {
    expect(yaml(text)).toMatchObject({ values, told });
    expect(yaml(text).values).toEqual(values);
  });

  test("a closing bracket may stand under its key, as other readers have it", () => {
    expect(yaml("a: [\n  1\n]\nb:\n  c: {\n    d: 1\n  }\n")).toMatchObject({
      values: [{ a: [1], b: { c: { d: 1 } } }],
      problems: [],
    });
  });

  test("a repeated key is kept twice", () => {
    expect(yaml("a: 1\na: 2\n").trees[0]).toMatchObject({
      entries: [{ value: { value: 1 } }, { value: { value: 2 } }],
    });
  });
});

test("beyond a hundred, problems are counted", () => {
  const { problems } = yaml("a: @x\n".repeat(300));
  expect(problems).toHaveLength(101);
  expect(problems[100]).toMatchObject({ code: "limit", message: expect.stringContaining("499 more") as string });
});

test("of the syntax flaws of one line the first stands for all, and other flaws stand", () => {
  const flaw = (code: "syntax" | "limit", start: number) => ({ code, message: String(start), start, end: start });
  const flaws = [flaw("syntax", 9), flaw("limit", 3), flaw("syntax", 1), flaw("syntax", 2)];
  expect(problemsOf(sourceText("a", "01234567\n9"), flaws).map(({ message }) => message)).toEqual(["1", "3", "9"]);
});

describe("whatever the text", () => {
  const pieces = fc.array(
    fc.constantFrom(
      ...[
        "a",
        "b: ",
        "- ",
        "? ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\n",
        "\r\n",
        "  ",
        "\t",
        "'",
        '"',
        "#",
        " # x",
        "&x ",
      ],
      ...[
        "*x ",
        "!Ref ",
        "!!int ",
        "|\n",
        ">-\n",
        "<<: ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\uFEFF",
        "{{ x }}",
        "\\",
        "1",
      ],
    ),
    { maxLength: 40 },
  );
  const texts = fc.oneof(
    pieces.map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );

  test("nothing is thrown, spans lie in the text, and trees are bounded", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { trees, problems } = yaml(text);
        for (const { at } of problems) expect(at).toMatchObject({ kind: "file" });
        for (const { message } of problems) expect(message).toMatch(/\S/);
        for (const tree of trees) {
          expect(depthOf(tree)).toBeLessThanOrEqual(200);
          for (const { start, end } of nodesOf(tree)) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("JSON means the same in YAML", () => {
    fc.assert(
      fc.property(fc.json({ depthSize: "small" }), (text) => {
        const { values, problems } = yaml(text);
        const value: unknown = JSON.parse(text);
        expect(problems).toEqual([]);
        expect(values).toEqual([value]);
      }),
      { numRuns: 500 },
    );
  });
});
