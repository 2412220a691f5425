import fc from "fast-check";
import { parse, spansOf } from "./outline";
import type { SpanTree } from "./outline";

const snippets = [
  'resource "aws_security_group" "x" {\n  name = "a-${var.b}-$${no} %%{no} \\n"\n  one { a = 1 }\n  empty {}\n}\n',
  'a {\n  tags = { a = 1, "b" : 2, (var.c) = 3\n    d = [for k, v in var.m : k if v != null]\n  }\n}\n',
  "e = { for k, v in var.m : k => v... if !v }\nf = g::h(var.a[*].b.c, x.*.y[0], z.0.q, [1, 2]...)\n",
  "a {\n  h = <<-EOT\n    a ${x}\n    %{ if y ~}\n    b\n    %{~ else }\n    %{ endif }\n  EOT\n  b = a ? -1 : (2 + 3) # c\n}\n",
  'locals {\n  q = "${x}"\n  r = [\n    { a = "b" }, /* c */\n  ]\n}\n',
];
const tokens = [
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  '"',
  "${",
  "%{",
  "~}",
  "=",
  "=>",
  ":",
  ",",
  ".",
  "...",
  "*",
  "<<A\n",
  "A\n",
];
const scraps = [
  ...tokens,
  "\n",
  "\r",
  "#",
  "/*",
  "*/",
  "for ",
  "\\",
  "$",
  "\0",
  "\ud800",
  "é",
  "\ufeff",
  "1e9",
  "-",
  "!",
];

/** A text with one line dropped, its end cut off, or a scrap set in. */
const mutation: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.nat(40).map((line) => (text: string) => text.split("\n").toSpliced(line, 1).join("\n")),
  fc.nat(200).map((length) => (text: string) => text.slice(0, length)),
  fc.tuple(fc.nat(200), fc.nat(3), fc.constantFrom(...scraps)).map(
    ([at, dropped, scrap]) =>
      (text: string) =>
        text.slice(0, at) + scrap + text.slice(at + dropped),
  ),
);
const mutated = fc
  .tuple(fc.shuffledSubarray(snippets, { minLength: 1 }), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([texts, mutations]) => mutations.reduce((text, mutate) => mutate(text), texts.join("")));

function assertNested(text: string, { span, inside }: SpanTree): void {
  if (span.start < 0 || span.end < span.start || span.end > text.length)
    throw new Error(`[${span.start}, ${span.end})`);
  for (const inner of inside) {
    if (inner.span.start < span.start || inner.span.end > span.end)
      throw new Error(`[${inner.span.start}, ${inner.span.end}) is not in [${span.start}, ${span.end})`);
    assertNested(text, inner);
  }
}

test("the snippets are valid", () => {
  expect(snippets.map((text) => parse(text).problems)).toEqual(snippets.map(() => []));
});

test("any broken text gives a tree whose spans lie in each other, and a problem for what is broken", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const { tree, problems } = parse(text);
      spansOf(tree).forEach((node) => {
        assertNested(text, node);
      });
      return !JSON.stringify(tree).includes('"broken"') || problems.length > 0;
    }),
    { numRuns: 1000 },
  );
});

test("any text at all gives a tree", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...scraps)).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (text) => {
      parse(text);
    }),
    { numRuns: 1000 },
  );
});

test("what follows a broken attribute is read", () => {
  const value = fc.array(fc.constantFrom(...scraps.filter((scrap) => !/[\n\0]|[#]|\/\*|<<|[{}]/.test(scrap))));
  fc.assert(
    fc.property(value, (scraps) => {
      const { tree } = parse(`a {\n  b = ${scraps.join("")}\n  c = 1\n}\nd "e" {\n  f = 2\n}\n`);
      expect(tree.blocks).toMatchObject([{ type: "a" }, { type: "d", body: { attributes: [{ name: "f" }] } }]);
    }),
  );
});

const nested: readonly (readonly [name: string, open: string, close: string])[] = [
  ["parentheses", "(", ")"],
  ["tuples", "[", "]"],
  ["objects", "{a=", "}"],
  ["calls", "f(", ")"],
  ["indexes", "a[", "]"],
  ["templates", '"${', '}"'],
  ["conditionals", "a ? b : ", ""],
  ["signs", "-", ""],
  ["for expressions", "[for a in b : ", "]"],
];

test.each(nested)("%s may nest 100 levels deep", (_, open, close) => {
  expect(parse(`x = ${open.repeat(100)}1${close.repeat(100)}\n`).problems).toEqual([]);
});

test.each(nested)("%s that nest 5,000 levels deep are a limit, and hide nothing else", (_, open, close) => {
  const { tree, problems } = parse(`x = ${open.repeat(5000)}1${close.repeat(5000)}\ny = 2\n`);
  expect(problems).toMatchObject([{ code: "limit" }]);
  expect(tree.attributes).toMatchObject([{ name: "x", expression: { kind: "broken" } }, { name: "y" }]);
});

const chains: readonly (readonly [name: string, link: string])[] = [
  ["attributes", ".b"],
  ["indexes", "[0]"],
  ["splats", "[*]"],
  ["sums", " + 1"],
];

test.each(chains)("a chain of %s that is 5,000 links long is a limit", (_, link) => {
  const { tree, problems } = parse(`x = a${link.repeat(5000)}\ny = 2\n`);
  expect(problems).toMatchObject([{ code: "limit" }]);
  expect(tree.attributes).toMatchObject([{ name: "x", expression: { kind: "broken" } }, { name: "y" }]);
});

test("blocks and directives that nest 5,000 levels deep are a limit", () => {
  const blocks = parse(`${"a {\n".repeat(5000)}${"}\n".repeat(5000)}b = 1\n`);
  expect(blocks.problems).toMatchObject([{ code: "limit" }]);
  expect(blocks.tree.attributes).toMatchObject([{ name: "b" }]);
  const directives = parse(`x = "${"%{ if a }".repeat(5000)}${"%{ endif }".repeat(5000)}"\n`);
  expect(directives.problems).toMatchObject([{ code: "limit" }]);
});

/** Texts in which a reader that starts over at every opening would read the rest again and again. */
const slow: readonly (readonly [name: string, text: string])[] = [
  ["open objects", "a = {\n".repeat(20_000)],
  ["open objects before one long one", "a = {\n".repeat(199) + "b = 1\n".repeat(20_000)],
  ["open blocks", "a {\n".repeat(20_000)],
  ["open heredocs", "a = <<A\n".repeat(20_000)],
  ["open heredocs of many names", Array.from({ length: 20_000 }, (_, number) => `a = <<A${number}\n`).join("")],
  ["open comments", "/*\n".repeat(20_000)],
  ["open sequences", 'a = "${\n'.repeat(20_000)],
  ["blanks that are stripped", `a = "x${" ".repeat(300_000)}\${~ b}"\n`],
  ["words without an end", "a ".repeat(120_000)],
];

test.each(slow)("%s take no more than linear time", (_, text) => {
  const start = performance.now();
  parse(text);
  expect(performance.now() - start).toBeLessThan(5000);
});
