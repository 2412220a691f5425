import fc from "fast-check";
import { terraform } from "../../../src/inputs/terraform/input";
import { filesUnder } from "../../support/catalogue";
import { functions } from "../../../src/inputs/terraform/functions";
import { admissionsIn, readingOf } from "../shared/admissions";
import { evaluated, written } from "./evaluated";

const samples = ["shop", "gate"].map((name) => {
  const files = filesUnder(`fixtures/terraform/${name}`);
  const texts = Object.fromEntries(files.paths.map((path) => [path, files.text(path) ?? ""]));
  const main = files.paths.find((path) => /\/main\.tf(\.json)?$/.test(path))!;
  return { name, texts, main };
});

const values = [
  "null",
  "[]",
  "{}",
  "7",
  '"x"',
  "var.none",
  "[for",
  "local.services[0]",
  "aws_vpc.shop[*]",
  "each.value",
  "1/0",
];
const broken = fc.oneof(
  fc.record({ how: fc.constant("drop"), at: fc.nat(2000) }),
  fc.record({ how: fc.constant("cut"), at: fc.nat(6000) }),
  fc.record({ how: fc.constant("twice"), at: fc.nat(2000) }),
  fc.record({ how: fc.constantFrom(...values), at: fc.nat(2000) }),
);

function breakUp(text: string, { how, at }: { readonly how: string; readonly at: number }): string {
  const lines = text.split("\n");
  if (how === "cut") return text.slice(0, at % (text.length + 1));
  const line = at % lines.length;
  if (how === "drop") return lines.filter((_, i) => i !== line).join("\n");
  if (how === "twice") return lines.flatMap((written, i) => (i === line ? [written, written] : [written])).join("\n");
  return lines
    .map((written, i) => (i === line ? written.replace(/([=:]\s+).*?(,?)$/, `$1${how}$2`) : written))
    .join("\n");
}

test.each(samples)("whatever is done to $name, it is read without an exception", ({ texts, main }) => {
  fc.assert(
    fc.property(fc.array(broken, { minLength: 1, maxLength: 4 }), (ways) => {
      const { problems } = readingOf(terraform, { ...texts, [main]: ways.reduce(breakUp, texts[main] ?? "") });
      for (const { at } of problems) expect(at).toMatchObject({ kind: "file" });
    }),
    { numRuns: 300 },
  );
});

test("one broken block hides no other", () => {
  const { texts, main } = samples[0]!;
  const whole = admissionsIn(readingOf(terraform, texts).facts);
  const text = (texts[main] ?? "").replace('load_balancer_type = "application"', "load_balancer_type = = (");
  expect(text).not.toBe(texts[main]);
  const { facts, problems } = readingOf(terraform, { ...texts, [main]: text });
  expect(admissionsIn(facts)).toEqual(whole);
  expect(problems.map(({ code, at }) => [code, at.kind === "file" && at.line])).toEqual([["syntax", 55]]);
});

test("modules that call modules that call modules are counted, not followed for ever", () => {
  const folder = (n: number): string => `m${n}/main.tf`;
  const call = (n: number): string =>
    `module "a" {\nsource = "../m${n + 1}"\ncount = 400\n}\nmodule "b" {\nsource = "../m${n + 1}"\ncount = 400\n}`;
  const texts = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [folder(n), n === 29 ? "" : call(n)]));
  const started = Date.now();
  const { problems } = readingOf(terraform, texts);
  expect(problems.map(({ code }) => code)).toContain("limit");
  expect(Date.now() - started).toBeLessThan(15_000);
});

test("calls that multiply at every level are followed up to a number, and where that ends is said", () => {
  const call = (n: number): string =>
    Array.from({ length: 10 }, (_, i) => `module "m${i}" { source = "../l${n + 1}" }\n`).join("");
  const group = 'resource "aws_security_group" "g" {\ndescription = "g"\n}';
  const texts = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [`l${n}/main.tf`, n === 7 ? group : call(n)] as const),
  );
  const started = Date.now();
  const { problems, facts } = readingOf(terraform, texts);
  expect(facts.length).toBeLessThan(2000);
  expect(facts.length).toBeGreaterThan(1000);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(/^limit: there are more than 2000 instances of modules; module\..* are not followed$/),
  ]);
  expect(Date.now() - started).toBeLessThan(10_000);
});

test("a large file of many groups takes time in proportion", () => {
  const group = (n: number): string =>
    `resource "aws_security_group" "g${n}" {\ningress {\nprotocol = "-1"\ncidr_blocks = ["10.0.0.0/8"]\n}\n}\n`;
  const text = Array.from({ length: 5000 }, (_, n) => group(n)).join("");
  const started = Date.now();
  expect(admissionsIn(readingOf(terraform, { "main.tf": text }).facts)).toHaveLength(5000);
  expect(Date.now() - started).toBeLessThan(10_000);
});

const long = `join("", [for i in range(1000) : "${"x".repeat(500)}"])`;
const lines = `join("", [for i in range(1000) : "${"\\n".repeat(500)}"])`;
test.each([
  ["a width", 'format("%0999999999d", 1)'],
  ["a width to the left", 'format("%-999999999s|", "a")'],
  ["a width in a list", 'formatlist("%999999999d", [1, 2])'],
  ["a row of verbs", `format("${"%[1]s".repeat(2000)}", local.long)`],
  ["a list of long lines", "formatlist(local.long, [for i in range(1000) : i])"],
  ["a separator", 'join(local.long, split("", substr(local.long, 0, 5000)))'],
  ["a replacement", 'replace(local.long, "x", local.long)'],
  ["a replacement of a pattern", `replace("${"x".repeat(900)}", "/x/", local.long)`],
  ["an indent", "indent(1000, local.lines)"],
  ["a template", `"${"${local.long}".repeat(2000)}"`],
])("no text is made too long by %s", (_, expression) => {
  const { value } = evaluated(expression, `locals {\nlong = ${long}\nlines = ${lines}\n}`);
  expect(written(value)).toMatch(/^unknown (format|formatlist|join|replace|indent|a value that takes too long)/);
});

const nasty = [
  "-1",
  "1.5",
  "1e308 * 10",
  "9999999999",
  "0",
  "null",
  '""',
  '"%"',
  "[]",
  "{}",
  "[null]",
  '["a", 1]',
  '"10.0.0.0/8"',
  "var.x",
];
test("no function throws, whatever it is given", () => {
  const calls = [...functions.keys()].flatMap((name) =>
    nasty.flatMap((a) => [
      `${name}(${a})`,
      ...nasty.flatMap((b) => [`${name}(${a}, ${b})`, `${name}(${a}, ${b}, 1e15)`]),
    ]),
  );
  expect(() => evaluated(`[${calls.map((call) => `try(${call}, 0)`).join(",\n")}]`)).not.toThrow();
});
