import { outlineBody, parse } from "./outline";

/** A broken part hides no more than itself: what stands around it is read. */
const cases: readonly (readonly [
  name: string,
  lines: string[],
  outline: string,
  problems: [line: number, message: string][],
])[] = [
  [
    "an attribute with too much behind it",
    ["a {", "  b = 1 2", "  c = 3", "}", "d = 4"],
    "a{b=! c=3} d=4",
    [[2, '"2" stands where an operator or a new line is expected']],
  ],
  [
    "an attribute without a value",
    ["a {", "  b =", "  c = 3", "}"],
    "a{b=! c=3}",
    [[2, "the line ends where a value is expected"]],
  ],
  [
    "an item in a list over lines",
    ["a = [", "  1,", "  2 x,", "]", "b = 3"],
    "a=! b=3",
    [[3, '"x" stands where "," or "]" after an item is expected']],
  ],
  [
    "a string without its quote",
    ["a {", '  b = "22', "  c = 3", "}"],
    "a{b=! c=3}",
    [[2, "the line ends where a closing quote is expected"]],
  ],
  [
    "a string with an open value",
    ['a = "${b"', "c = 3"],
    "a=! c=3",
    [[1, '"\\"" stands where the "}" of a template sequence is expected']],
  ],
  [
    "a list without its bracket",
    ["a {", "  b = [1, 2", "  c = 3", "}", "d = 4"],
    "a{b=! c=3} d=4",
    [[3, '"c" stands where "," or "]" after an item is expected']],
  ],
  [
    "an object without its brace, before a block",
    ['r "a" {', "  b = {", "    c = 1", "  d {", "    e = 2", "  }", "}", "f = 3"],
    "r.a{b=! d{e=2}} f=3",
    [[4, '"{" stands where "=" or ":" after the key of an item is expected']],
  ],
  [
    "a call without its parenthesis, at the end of a block",
    ["a {", "  b = f(1", "}", "c {", "  d = 2", "}"],
    "a{b=!} c{d=2}",
    [[3, '"}" stands where "," or ")" after an argument is expected']],
  ],
  [
    "a heredoc without its closing line",
    ['a "b" {', "  c = <<EOT", '    text [ "', "  d = 1", "}", 'e "f" {', "}"],
    "a.b{c=! d=1} e.f{}",
    [[2, 'this heredoc has no closing line "EOT"']],
  ],
  [
    "a heredoc with a broken value",
    ["a = <<EOT", "${ b c }", "d = 1", "EOT", "e = 2"],
    "a=! e=2",
    [[2, '"c" stands where the "}" of a template sequence is expected']],
  ],
  [
    "a block without its brace",
    ['a "b" {', "  c = 1", "", 'd "e" {', "  f = 2", "}"],
    "a.b{c=1} d.e{f=2}",
    [[1, 'this block is not closed; add its "}"']],
  ],
  [
    "a block in a block without its brace",
    ['a "b" {', "  c {", "    d = 1", "}", 'e "f" {', "  g = 2", "}", "h {", "}"],
    "a.b{c{d=1}} e.f{g=2} h{}",
    [[1, 'this block is not closed; add its "}"']],
  ],
  [
    "the last block without its brace",
    ["a {", "  b = 1", "  c {", "  }"],
    "a{b=1 c{}}",
    [[1, 'this block is not closed; add its "}"']],
  ],
  [
    "a brace too much",
    ["a {", "  b = 1", "}", "}", "c = 2"],
    "a{b=1} c=2",
    [[4, '"}" stands where an attribute or a block is expected']],
  ],
  [
    "a quoted name and a quoted block",
    ['"a" = 1', '"b" {', "  c = 2", "}", "d = 3"],
    "d=3",
    [
      [1, '"\\"" stands where the name of an attribute or a block is expected'],
      [2, '"\\"" stands where the name of an attribute or a block is expected'],
    ],
  ],
  [
    "a block with an equals sign",
    ['a "b" = {', "  c = 1", "}", "d = 2"],
    "d=2",
    [[1, '"=" stands where a label or "{" is expected']],
  ],
  [
    "a comparison for an attribute",
    ["a == 1", "b = 2"],
    "b=2",
    [[1, '"==" stands where "=", a label or "{" is expected']],
  ],
  [
    "a label with a value",
    ['a "${b}" {', "  c = 1", "}", "d = 2"],
    "d=2",
    [[1, "a label holds no ${ and no %{; write it as plain text"]],
  ],
  [
    "a comment that is not closed",
    ["a = 1", "/* b", "c = 2"],
    "a=1 c=2",
    [[2, '"/" stands where the name of an attribute or a block is expected']],
  ],
  [
    "brackets in strings, comments and heredocs of what is broken",
    ['a = [1 2, "]", # ]', "  <<B", "]", "B", "  , /* ] */ 3", "]", "c = 4"],
    "a=! c=4",
    [[1, '"2" stands where "," or "]" after an item is expected']],
  ],
];

test.each(cases)("%s", (_, lines, expected, problems) => {
  const parsed = parse(`${lines.join("\n")}\n`);
  expect(outlineBody(parsed.tree)).toBe(expected);
  expect(parsed.problems.map(({ at, message }) => [at.kind === "file" ? at.line : at.call, message])).toEqual(problems);
});
