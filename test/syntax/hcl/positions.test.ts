import { placeOf, sourceText } from "../../../src/model/source";
import { parseHcl } from "../../../src/syntax/hcl/parse";
import { outline, parse, spansOf } from "./outline";
import type { SpanTree } from "./outline";

/** The text of every span under a node, from the outside in. */
function slices(text: string, node: unknown): readonly string[] {
  const walk = ({ span, inside }: SpanTree): readonly string[] => [
    text.slice(span.start, span.end),
    ...inside.flatMap(walk),
  ];
  return spansOf(node).flatMap(walk);
}

const expressions: readonly (readonly [text: string, slices: string[]])[] = [
  ["12", ["12"]],
  ['"a\\n"', ['"a\\n"']],
  ["a.b [0]", ["a.b [0]", "a.b", "a", "b", "0"]],
  ["a.0.b", ["a.0.b", "a.0", "a", "0", "b"]],
  ["a[*].b", ["a[*].b", "a", "[*].b", "[*]", "b"]],
  ["a.*.b", ["a.*.b", "a", ".*.b", ".*", "b"]],
  ["a::f(b, c...)", ["a::f(b, c...)", "a::f", "b", "c"]],
  ["(a + b) * c", ["(a + b) * c", "(a + b)", "a", "b", "c"]],
  ["- a.b", ["- a.b", "a.b", "a", "b"]],
  ["a ? b : c", ["a ? b : c", "a", "b", "c"]],
  ["[ a, b ]", ["[ a, b ]", "a", "b"]],
  ["{ a = b, (c): d }", ["{ a = b, (c): d }", "a = b", "a", "b", "(c): d", "(c)", "d"]],
  ["[for k, v in a : b if c]", ["[for k, v in a : b if c]", "a", "b", "c"]],
  ["{for v in a : b => c... }", ["{for v in a : b => c... }", "a", "b", "c"]],
  ['"${ a }"', ['"${ a }"', "a"]],
  ['"x${ a }y"', ['"x${ a }y"', "x", "a", "y"]],
  [
    '"%{ if a }b%{ else }c%{ endif }"',
    ['"%{ if a }b%{ else }c%{ endif }"', "%{ if a }b%{ else }c%{ endif }", "a", "b", "b", "c", "c"],
  ],
  [
    '"%{ for v in a }${v}%{ endfor }"',
    ['"%{ for v in a }${v}%{ endfor }"', "%{ for v in a }${v}%{ endfor }", "a", "${v}", "v"],
  ],
  ["<<-A\n  x${a}\n  A", ["<<-A\n  x${a}\n  A", "  x", "a", "\n"]],
];

test.each(expressions)("the spans in %j", (text, expected) => {
  const whole = `x = ${text} # end\n`.replace("A # end", "A");
  const { tree, problems } = parse(whole);
  expect(problems).toEqual([]);
  expect(slices(whole, tree.attributes[0]!.expression).toSorted()).toEqual(expected.toSorted());
  const [attribute] = tree.attributes;
  expect(whole.slice(attribute!.nameSpan.start, attribute!.expression.span.end)).toBe(`x = ${text}`);
});

test("the spans of blocks, headers, labels and attributes", () => {
  const text = 'resource "a" b { # header\n  x = 1 # one\n  in {}\n}\n';
  const [block] = parse(text).tree.blocks;
  expect(slices(text, block)).toEqual([
    'resource "a" b { # header\n  x = 1 # one\n  in {}\n}',
    '"a"',
    "b",
    "x",
    "1",
    "in {}",
    "in",
    'resource "a" b',
  ]);
});

test("columns count UTF-16 code units, behind a byte order mark too", () => {
  const source = sourceText("main.tf", '\ufeffa = "😀"\nb = c\n');
  const { tree } = parseHcl(source);
  expect(tree.attributes.map(({ expression }) => placeOf(source, expression.span))).toMatchObject([
    { line: 1, column: 6, endLine: 1, endColumn: 10 },
    { line: 2, column: 5, endLine: 2, endColumn: 6 },
  ]);
});

const broken: readonly (readonly [text: string, expression: string, problem: string])[] = [
  ["a = 1 2 # x\nb = 3\n", "1 2 # x", "1:7-1:8"],
  ["a = [\n  1,\n  2 x,\n]\nb = 3\n", "[\n  1,\n  2 x,\n]", "3:5-3:6"],
  ["a = \nb = 3\n", "", "1:5-1:5"],
  ["a = f(\nb = 3\n", "f(", "2:3-2:4"],
];

test.each(broken)("the spans of what is broken in %j", (text, expression, problem) => {
  const { tree, problems } = parse(text);
  const nodes = tree.attributes.map((attribute) => attribute.expression);
  expect(nodes.map(outline)).toEqual(["!", "3"]);
  expect(text.slice(nodes[0]!.span.start, nodes[0]!.span.end)).toBe(expression);
  const places = problems.flatMap(({ at }) =>
    at.kind === "file" ? [`${at.line}:${at.column}-${at.endLine}:${at.endColumn}`] : [],
  );
  expect(places).toEqual([problem]);
});
