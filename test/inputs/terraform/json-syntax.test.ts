import { sourceText } from "../../../src/model/source";
import { hclOfJson } from "../../../src/inputs/terraform/json-syntax";
import { parseHcl } from "../../../src/syntax/hcl/parse";
import type { HclBody } from "../../../src/syntax/hcl/tree";
import { parseJson } from "../../../src/syntax/json";

/** A tree without its spans, in which it does not matter how a string was written. */
function shape(body: HclBody): unknown {
  return JSON.parse(
    JSON.stringify(body, (key: string, value: unknown) => (/span$/i.test(key) ? undefined : value)),
  ) as unknown;
}

function ofJson(text: string): ReturnType<typeof hclOfJson> {
  return hclOfJson(parseJson(sourceText("main.tf.json", text)));
}

const cases: readonly (readonly [name: string, json: string, hcl: string])[] = [
  ["no labels", '{"locals": {"a": 1, "b": true, "c": null}}', "locals {\na = 1\nb = true\nc = null\n}"],
  ["one label", '{"module": {"m": {"source": "./m"}}}', 'module "m" {\nsource = "./m"\n}'],
  ["two labels", '{"resource": {"t": {"n": {"a": [1, {"k": "v"}]}}}}', 'resource "t" "n" {\na = [1, {"k" = "v"}]\n}'],
  ["lists of blocks", '{"locals": [{"a": 1}, {"b": 2}]}', "locals {\na = 1\n}\nlocals {\nb = 2\n}"],
  ["lists of labels", '{"module": [{"m": {}}, {"n": [{}]}]}', 'module "m" {\n}\nmodule "n" {\n}'],
  ["comments", '{"//": "x", "locals": {"//": "y", "a": 1}}', "locals {\na = 1\n}"],
  ["a value in a string", '{"locals": {"a": "${var.x[0]}"}}', 'locals {\na = "${var.x[0]}"\n}'],
  ["a text around a value", '{"locals": {"a": "x${var.x}y"}}', 'locals {\na = "x${var.x}y"\n}'],
  ["quotes in a value", '{"locals": {"a": "${f(\\"b\\")}"}}', 'locals {\na = "${f("b")}"\n}'],
  ["two values", '{"locals": {"a": "${b}${c}"}}', 'locals {\na = "${b}${c}"\n}'],
  ["what is no template", '{"locals": {"a": "$${b}"}}', 'locals {\na = "$${b}"\n}'],
  ["a directive", '{"locals": {"a": "%{ if b }c%{ endif }"}}', 'locals {\na = "%{ if b }c%{ endif }"\n}'],
  ["a backslash", '{"locals": {"a": "\\\\${b}"}}', 'locals {\na = "\\\\${b}"\n}'],
  ["a type", '{"variable": {"v": {"type": "list(string)"}}}', 'variable "v" {\ntype = list(string)\n}'],
  [
    "a dynamic block",
    '{"resource": {"t": {"n": {"dynamic": {"b": {"for_each": "${c}", "iterator": "i", "content": {"d": 1}}}}}}}',
    'resource "t" "n" {\ndynamic "b" {\nfor_each = "${c}"\niterator = i\ncontent {\nd = 1\n}\n}\n}',
  ],
];

test.each(cases)("%s", (_, json, hcl) => {
  const { tree, problems } = ofJson(json);
  expect(shape(tree)).toEqual(shape(parseHcl(sourceText("main.tf", `${hcl}\n`)).tree));
  expect(problems).toEqual([]);
});

test("what is in a string stands where the string does", () => {
  const { tree, problems } = ofJson('{"locals": {"a": "${b +}", "c": "${d}"}}');
  expect(tree.blocks[0]!.body.attributes.map(({ expression }) => expression.span)).toEqual([
    { start: 17, end: 25 },
    { start: 32, end: 38 },
  ]);
  expect(problems).toMatchObject([
    { code: "syntax", at: { file: "main.tf.json", line: 1, column: 18, endColumn: 26 } },
  ]);
});

test.each(["", "7", "[]", '{"resource": 7}', '{"resource": {"a": []}}', '{"locals": [[[{}]]]}'])(
  "%j is read",
  (text) => {
    expect(() => ofJson(text)).not.toThrow();
  },
);
