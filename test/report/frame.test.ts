import fc from "fast-check";
import { sourceText, type FilePlace } from "../../src/model/source";
import { frame } from "../../src/report/frame";
import { plain } from "../../src/report/reporter";

interface Span {
  readonly line?: number;
  readonly from: number;
  readonly to: number;
  readonly endLine?: number;
}

function framed(text: string, { line = 1, from, to, endLine = line }: Span): string {
  const place: FilePlace = { kind: "file", file: "a", line, column: from, endLine, endColumn: to };
  return frame(sourceText("a", text), place, plain).join("\n");
}

const cases: readonly (readonly [string, string, Span, readonly string[]])[] = [
  ["a word", "abc def\n", { from: 5, to: 8 }, ["  |", "1 | abc def", "  |     ^~~"]],
  ["a point", "abc", { from: 2, to: 2 }, ["  |", "1 | abc", "  |  ^"]],
  ["the end of a line", "abc", { from: 4, to: 4 }, ["  |", "1 | abc", "  |    ^"]],
  ["a column after the end", "abc", { from: 9, to: 12 }, ["  |", "1 | abc", "  |    ^"]],
  ["an empty line", "\n", { from: 1, to: 1 }, ["  |", "1 |", "  | ^"]],
  ["tabs", "\tab\tc", { from: 2, to: 4 }, ["  |", "1 |     ab  c", "  |     ^~"]],
  ["a tab in the span", "a\tb", { from: 1, to: 4 }, ["  |", "1 | a   b", "  | ^~~~~"]],
  ["a carriage return", "ab\r\ncd", { from: 1, to: 3 }, ["  |", "1 | ab", "  | ^~"]],
  ["several lines", "a {  \n b\n}", { from: 1, to: 2, endLine: 3 }, ["  |", "1 | a {", "  | ^~~"]],
  ["a wide number", `${"\n".repeat(11)}x`, { line: 12, from: 1, to: 2 }, ["   |", "12 | x", "   | ^"]],
  ["wide characters", "港口 x", { from: 4, to: 5 }, ["  |", "1 | 港口 x", "  |      ^"]],
  ["an emoji", "🚪: x", { from: 5, to: 6 }, ["  |", "1 | 🚪: x", "  |     ^"]],
  ["a combining mark", "e\u0301 x", { from: 4, to: 5 }, ["  |", "1 | e\u0301 x", "  |   ^"]],
  ["a byte order mark", "\ufeffabc", { from: 2, to: 5 }, ["  |", "1 | abc", "  | ^~~"]],
  ["control characters", "\u001b[31mx", { from: 6, to: 7 }, ["  |", "1 | \\x1b[31mx", "  |         ^"]],
  ["text that turns around", "a\u202eb", { from: 3, to: 4 }, ["  |", "1 | a\\u202eb", "  |        ^"]],
];

test.each(cases)("%s", (_, text, span, expected) => {
  expect(framed(text, span)).toBe(expected.join("\n"));
});

test("a line that the text does not have has no frame", () => {
  expect(framed("one", { line: 2, from: 1, to: 2 })).toBe("");
});

test("of a line that a program wrote no more than the place is shown", () => {
  const [, shown, mark] = framed(`"secret":"${"a".repeat(5000)}",HERE`, { from: 5013, to: 5017 }).split("\n");
  expect(shown).toBe("1 | …HERE");
  expect(mark).toBe("  |  ^~~~");
});

test("a long line is cut to what surrounds the place", () => {
  const [, shown, mark] = framed(`${"a".repeat(400)}HERE${"b".repeat(400)}`, { from: 401, to: 405 }).split("\n");
  expect(shown).toBe(`1 | …${"a".repeat(20)}HERE${"b".repeat(76)}…`);
  expect(mark).toBe(`  | ${" ".repeat(21)}^~~~`);
});

test("a span longer than what is shown ends where that ends", () => {
  const lines = framed("x".repeat(100_000), { from: 1, to: 100_001 }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(110);
});

test("no text and no span breaks a frame, and no control character comes through", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.nat(320), fc.nat(320), (text, column, length) => {
      const out = framed(text, { from: column + 1, to: column + 1 + length });
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(out.split("\n")).toHaveLength(3);
    }),
  );
});
