import { outlineBody, parse } from "./outline";

const read: readonly (readonly [name: string, text: string, outline: string])[] = [
  ["an empty text", "", ""],
  ["comments only", "# a\n// b\n/* c\n*/", ""],
  ["an attribute without a last newline", "a = 1", "a=1"],
  ["attributes and blocks in turn", "a = 1\nb {\n}\nc = 2\nb {\n}\n", "a=1 b{} c=2 b{}"],
  ["quoted labels and bare ones", 'resource "a_b" "c" {\n}\nblock d e {}\n', "resource.a_b.c{} block.d.e{}"],
  ["labels with escapes", 'a "b\\"\\u00e9$${" {}\n', 'a.b"é${{}'],
  ["a block on one line", "a { b = [1, 2] }\nc {}\n", "a{b=[1 2]} c{}"],
  ["a one-line block whose value has lines", "a { b = [\n1\n] }\n", "a{b=[1]}"],
  ["blocks in blocks", "a {\n  b {\n    c = 1\n  }\n\n  d = 2\n}\n", "a{b{c=1} d=2}"],
  ["comments in every place", "a /* x */ { # y\n  b /* z */ = 1 // w\n} # v\n", "a{b=1}"],
  ["blanks and tabs in every place", '\t a\t"b"\t{\t\n\n\t c\t=\t1\t\n\t}\t\n', "a.b{c=1}"],
  ["carriage returns", "a {\r\n  b = 1\r\n}\r\n", "a{b=1}"],
  ["names of other scripts", "größe-1 = 1\nブロック {}\n", "größe-1=1 ブロック{}"],
  ["keywords are names", "for = 1\nif {\n  true = 2\n}\n", "for=1 if{true=2}"],
  ["a block that is not indented", 'a "b" {\nc "d" {\ne = 1\n}\n}\nf = 2\n', "a.b{c.d{e=1}} f=2"],
];

test.each(read)("%s", (_, text, expected) => {
  const { tree, problems, source } = parse(text);
  expect(problems).toEqual([]);
  expect(outlineBody(tree)).toBe(expected);
  expect(source.text).toBe(text);
});

/** What Terraform refuses and we read all the same, with a problem that says what is wrong. */
const forgiven: readonly (readonly [name: string, text: string, outline: string, message: string])[] = [
  ["an attribute set twice", "a = 1\na = 2\n", "a=1 a=2", '"a" is set twice in this body; keep one'],
  [
    "a brace on the next line",
    'a "b"\n\n{\n  c = 1\n}\n',
    "a.b{c=1}",
    'the line ends where the "{" of a block is expected',
  ],
  ["two attributes on one line", "a { b = 1, c = 2 }\n", "a{b=1 c=2}", '"," stands where a new line is expected'],
  [
    "a one-line block that ends on another line",
    "a { b = 1\n}\n",
    "a{b=1}",
    'a block on one line holds one attribute and its "}"; use a line for each',
  ],
  [
    "a block in a one-line block",
    "a { b {} }\n",
    "a{b{}}",
    'a block on one line holds one attribute and its "}"; use a line for each',
  ],
  ["a brace behind an attribute", "a {\n  b = 1 }\n", "a{b=1}", '"}" stands where a new line is expected'],
  ["two blocks on one line", "a {} b {}\n", "a{} b{}", '"b" stands where a new line is expected'],
  ["a comma behind an attribute", "a = 1,\nb = 2\n", "a=1 b=2", '"," stands where a new line is expected'],
];

test.each(forgiven)("%s is read and reported", (_, text, expected, message) => {
  const { tree, problems } = parse(text);
  expect(outlineBody(tree)).toBe(expected);
  expect(problems).toMatchObject([{ code: "syntax", message }]);
});
