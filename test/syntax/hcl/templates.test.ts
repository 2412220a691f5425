import { expressionOf, outline, parse } from "./outline";

const quoted: readonly (readonly [name: string, text: string, outline: string])[] = [
  ["nothing", '""', '""'],
  ["plain text", '"a b"', '"a b"'],
  ["short escapes", String.raw`"\n\r\t\"\\"`, JSON.stringify('\n\r\t"\\')],
  ["long escapes", String.raw`"\u00e9\U0001F600"`, '"é😀"'],
  ["escaped sequences", '"$${a} %%{b}"', '"${a} %{b}"'],
  ["a dollar before an escaped sequence", '"$$${a}"', '"$${a}"'],
  ["lone dollars and percents", '"5$ 5% $x %y $"', '"5$ 5% $x %y $"'],
  ["one value alone is that value", '"${a}"', "(the a)"],
  ["one value alone with strip markers", '"${~ a ~}"', "(the a)"],
  ["a value beside text", '"a-${b}"', '(text "a-" b)'],
  ["two values", '"${a}${b}"', "(text a b)"],
  ["a stripped blank still makes a string", '" ${~ a}"', "(text a)"],
  ["a template in a template", '"a${"b${c}"}"', '(text "a" (text "b" c))'],
  ["braces in a value", '"a${ { b = "}" }["b"] }"', '(text "a" (at {"b"="}"} "b"))'],
  ["a value over lines", '"a${\n  b\n}"', '(text "a" b)'],
  ["stripping before", '"a \\n ${~ b } c"', '(text "a" b " c")'],
  ["stripping after", '"a ${ b ~} \\t c"', '(text "a " b "c")'],
  ["if", '"%{ if a }b%{ endif }"', '(text (? a (text "b") ""))'],
  ["if and else", '"%{ if a }b%{ else }${c}%{ endif }"', '(text (? a (text "b") (text c)))'],
  ["for", '"%{ for v in a }${v},%{ endfor }"', '(text (text v in a: (text v ",")))'],
  ["for with keys", '"%{for k, v in a}${k}%{endfor}"', "(text (text k,v in a: (text k)))"],
  [
    "directives in each other",
    '"%{ for v in a }%{ if v }x%{ else }%{ if b }y%{ endif }%{ endif }%{ endfor }"',
    '(text (text v in a: (text (? v (text "x") (text (? b (text "y") ""))))))',
  ],
  ["stripping by directives", '"a %{~ if b ~} c %{~ endif ~} d"', '(text "a" (? b (text "c") "") "d")'],
];

test.each(quoted)("quoted: %s", (_, text, expected) => {
  expect(outline(expressionOf(text))).toBe(expected);
});

const heredocs: readonly (readonly [name: string, lines: string[], outline: string])[] = [
  ["empty", ["<<EOT", "EOT"], '""'],
  ["lines keep their newlines", ["<<EOT", "a", "  b", "EOT"], '"a\\n  b\\n"'],
  ["the closing line may be indented", ["<<EOT", "a", "  EOT  "], '"a\\n"'],
  ["a line that only begins like the marker", ["<<EOT", "EOTS", "EOT x", "EOT"], '"EOTS\\nEOT x\\n"'],
  ["backslashes and quotes are text", ["<<EOT", '\\n "', "EOT"], '"\\\\n \\"\\n"'],
  ["escaped sequences", ["<<EOT", "$${a} %%{b} $5", "EOT"], '"${a} %{b} $5\\n"'],
  ["a value", ["<<EOT", "a ${b}", "EOT"], '(text "a " b "\\n")'],
  ["a value alone is still a string", ["<<EOT", "${b ~}", "EOT"], "(text b)"],
  ["stripping stays on its line", ["<<EOT", "a", "  ${~ b ~}  ", "  c", "EOT"], '(text "a\\n" b "  c\\n")'],
  ["the marker inside of a value", ["<<EOT", "${", "EOT", "}", "EOT"], '(text EOT "\\n")'],
  ["indentation", ["<<-EOT", "    a", "      b", "", "    c", "  EOT"], '"a\\n  b\\n\\nc\\n"'],
  ["indentation by tabs", ["<<-EOT", "\ta", "\t\tb", "EOT"], '"a\\n\\tb\\n"'],
  ["indentation before values", ["<<-EOT", "  ${a}", "    b", "  EOT"], '(text a "\\n  b\\n")'],
  ["a value at the margin", ["<<-EOT", "${a}", "  b", "EOT"], '(text a "\\n  b\\n")'],
  [
    "directives on lines of their own",
    ["<<-EOT", "  %{ if a ~}", "  b", "  %{ endif ~}", "  c", "  EOT"],
    '(text (? a (text "  b\\n") "") "  c\\n")',
  ],
];

test.each(heredocs)("heredoc: %s", (_, lines, expected) => {
  expect(outline(expressionOf(lines.join("\n")))).toBe(expected);
});

test("a heredoc's closing line ends an argument, an item and a sequence", () => {
  const texts = ["f(<<A\na\nA\n, 1)", "[<<A\na\nA\n, 1]", '"${<<A\na\nA\n}1"'];
  expect(texts.map((text) => outline(expressionOf(text)))).toEqual([
    '(f() "a\\n" 1)',
    '["a\\n" 1]',
    '(text "a\\n" "1")',
  ]);
});

test("carriage returns before newlines stay in a heredoc and mean nothing outside", () => {
  const { tree, problems } = parse("a = <<A\r\nx\r\nA\r\nb = 1\r\n");
  expect(problems).toEqual([]);
  expect(tree.attributes.map(({ expression }) => outline(expression))).toEqual(['"x\\r\\n"', "1"]);
});

const refused: readonly (readonly [name: string, text: string, message: string])[] = [
  ["a newline in a quoted string", '"a', "the line ends where a closing quote is expected"],
  ["an unknown escape", String.raw`"\d"`, String.raw`this escape is none of HCL's; write \\ for a backslash`],
  [
    "an escape that is no character",
    String.raw`"\ud800"`,
    String.raw`this escape is none of HCL's; write \\ for a backslash`,
  ],
  ["an empty value", '"${}"', '"}" stands where a value is expected'],
  ["an open value", '"${a"', '"\\"" stands where the "}" of a template sequence is expected'],
  ["an unknown directive", '"%{ while }"', '"while" is no directive; write "%%{" where "%{" is meant as text'],
  ["an open if", '"%{ if a }b"', 'this "%{ if }" has no "%{ endif }"'],
  ["an open for", '"%{ for a in b }"', 'this "%{ for }" has no "%{ endfor }"'],
  ["a stray endif", '"%{ endif }"', 'no directive before it waits for this "%{ endif }"'],
  ["an endfor for an if", '"%{ if a }%{ endfor }"', 'no directive before it waits for this "%{ endfor }"'],
  ["a second else", '"%{ if a }%{ else }%{ else }%{ endif }"', 'no directive before it waits for this "%{ else }"'],
  ["an open heredoc", "<<EOT\na", 'this heredoc has no closing line "EOT"'],
  ["a carriage return in a heredoc", "<<A\na\rb\nA", "a carriage return stands here without its newline"],
];

test.each(refused)("refused: %s", (_, text, message) => {
  const { tree, problems } = parse(`x = ${text}\n`);
  expect(problems[0]).toMatchObject({ code: "syntax", message });
  expect(tree.attributes[0]).toMatchObject({ name: "x", expression: { kind: "broken" } });
});

test("a heredoc whose closing line ends the text is read, and reported as Terraform does", () => {
  const { tree, problems } = parse("x = <<A\na\nA");
  expect(outline(tree.attributes[0]!.expression)).toBe('"a\\n"');
  expect(problems).toMatchObject([{ code: "syntax", message: 'the closing line "A" must end with a newline' }]);
});
