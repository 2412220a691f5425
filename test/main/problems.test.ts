import { startOf, type Problem } from "../../src/model/source";
import { firstOfEachPlace } from "../../src/report/problems";

function problemsOf(file: string, count: number): readonly Problem[] {
  return Array.from({ length: count }, (_, i) => ({ code: "syntax", message: `${file} ${i}`, at: startOf(file) }));
}

const cases: readonly (readonly [name: string, problems: readonly Problem[], shape: readonly unknown[]])[] = [
  ["none", [], []],
  ["as many as are shown", problemsOf("a", 2), [["a", ["a 0", "a 1"], 0]]],
  [
    "one file does not bury another",
    [...problemsOf("a", 30_000), ...problemsOf("b", 1)],
    [
      ["a", ["a 0", "a 1"], 29_998],
      ["b", ["b 0"], 0],
    ],
  ],
];

test.each(cases)("%s", (_, problems, shape) => {
  const found = firstOfEachPlace(problems, 2);
  expect(found.map(({ place, shown, rest }) => [place, shown.map(({ message }) => message), rest])).toEqual(shape);
});
