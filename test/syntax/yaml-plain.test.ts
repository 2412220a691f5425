import fc from "fast-check";
import { sourceText } from "../../src/model/source";
import { parseAllYaml } from "../../src/syntax/yaml";
import { plainYaml } from "../../src/syntax/yaml-plain";
import { filesUnder } from "../support/catalogue";

/** What is read the fast way is what the reader of all YAML gives, places included, and nothing is wrong with it. */
function expectSame(text: string): void {
  const source = sourceText("a.yaml", text);
  const fast = plainYaml(source);
  if (fast === undefined) return;
  const { tree, problems } = parseAllYaml(source);
  expect({ text, tree: [fast], problems: [] }).toEqual({ text, tree, problems });
}

const texts = ["fixtures", "rules", "docs"].flatMap((folder) => {
  const files = filesUnder(folder);
  return files.paths.filter((path) => /\.ya?ml$/.test(path)).flatMap((path) => files.text(path) ?? []);
});

test("files are read the same", () => {
  for (const text of texts) expectSame(text);
});

const bits = [
  ...Array.from("\n #-:[]{},'\"&*!|>?a0~$\\=%@`\t"),
  "  ",
  "- ",
  ": ",
  " #",
  "\n  ",
  "\n- ",
  "null",
  "<<: ",
  "...",
  "---",
  "\n---\n",
  "é",
  "a: b",
  "x: [1, 2]",
  "{a: 1}",
  "- - a",
  "? a",
  "-1",
  "0x1F",
  "1_000",
];
const lines = texts.flatMap((text) => text.split("\n"));

test("whatever is done to a text, both read the same or only one of them does", () => {
  const stretch = fc
    .tuple(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 12 }))
    .map(([from, count]) => lines.slice(from, from + count).join("\n"));
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...bits), fc.nat(2));
  fc.assert(
    fc.property(stretch, fc.array(change, { maxLength: 3 }), (text, changes) => {
      expectSame(
        changes.reduce((now, [where, bit, dropped]) => {
          const at = Math.floor(where * now.length);
          return now.slice(0, at) + bit + now.slice(at + dropped);
        }, text),
      );
    }),
    { numRuns: 3000 },
  );
});

const word = fc.constantFrom(
  "a",
  "b-c",
  "80",
  "8080:80",
  "x=1",
  "true",
  "~",
  "http://a.b/c",
  '"q: #"',
  "'s'",
  "$V",
  "-Xmx",
  "a #b",
  "1e3",
);
const node: fc.Memo<string[]> = fc.memo((depth) =>
  depth <= 1
    ? word.map((text) => [text])
    : fc.oneof(
        word.map((text) => [text]),
        fc
          .array(fc.tuple(fc.constantFrom("k", "l", "m.n", "o_p"), node(depth - 1)), { minLength: 1, maxLength: 3 })
          .map((pairs) =>
            pairs.flatMap(([key, inner]) =>
              inner.length === 1 && !/^[\w.]+:(?: |$)|^- /.test(inner[0] ?? "")
                ? [`${key}: ${inner[0]}`]
                : [`${key}:`, ...inner.map((line) => `  ${line}`)],
            ),
          ),
        fc
          .array(node(depth - 1), { minLength: 1, maxLength: 3 })
          .map((items) => items.flatMap(([first = "", ...rest]) => [`- ${first}`, ...rest.map((line) => `  ${line}`)])),
        fc.array(word, { maxLength: 3 }).map((items) => [`[${items.join(", ")}]`]),
      ),
);

test("generated blocks are read the same", () => {
  fc.assert(
    fc.property(node(4), (text) => {
      expectSame(`${text.join("\n")}\n`);
    }),
    { numRuns: 1000 },
  );
});

describe("what is plain", () => {
  test.each([
    'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "8080:80"\n    depends_on: [db]\n',
    "---\n# all\na: 1 # one\n\nb:\n- x\n- y: z\n  w:\nc: {d: e, f: [g]}\n",
    "a: 'b'\n",
  ])("%j", (text) => {
    expect(plainYaml(sourceText("a.yaml", text))).toBeDefined();
  });
});

describe("what is left to the reader of all YAML", () => {
  test.each([
    "",
    "# nothing\n",
    "a: &x 1\nb: *x\n",
    "a: !reset []\n",
    "a: |\n  b\n",
    "a: b\n  c\n",
    "a: b: c\n",
    "a: 1\na: 2\n",
    "a: 1\n---\nb: 2\n",
    "a:\t1\n",
    'a: "x\\n"\n',
    "a: [b,\n  c]\n",
    "a:\n   b: 1\n  c: 2\n",
    "<<: {a: b}\n",
    "? a\n: b\n",
    "a: b\r\nc: d\r\n",
  ])("%j", (text) => {
    expect(plainYaml(sourceText("a.yaml", text))).toBeUndefined();
  });
});
