import { expressionOf, outline, parse } from "./outline";

const read: readonly (readonly [text: string, outline: string])[] = [
  // literals
  ["0", "0"],
  ["1.5", "1.5"],
  ["2e3", "2000"],
  ["2.5E-1", "0.25"],
  ["true", "true"],
  ["false", "false"],
  ["null", "null"],
  ['"text"', '"text"'],
  // names and traversals
  ["a", "a"],
  ["a-b_c1", "a-b_c1"],
  ["größe", "größe"],
  ["truest", "truest"],
  ["a.b.c", "(. (. a b) c)"],
  ["a . b", "(. a b)"],
  ["a[0]", "(at a 0)"],
  ['a["b"].c', '(. (at a "b") c)'],
  ["a[b[c]]", "(at a (at b c))"],
  ["a.0.b", "(. (at a 0) b)"],
  ["[1, 2][0]", "(at [1 2] 0)"],
  ["f(x).y", "(. (f() x) y)"],
  ['"${a}".b', "(. (the a) b)"],
  // splats
  ["a[*]", "(each a @)"],
  ["a[*].b.c", "(each a (. (. @ b) c))"],
  ["a[*].b[0]", "(each a (at (. @ b) 0))"],
  ["a[*].b[*].c", "(each a (each (. @ b) (. @ c)))"],
  ["a.*", "(each a @)"],
  ["a.*.b.c", "(each a (. (. @ b) c))"],
  ["a.*.b[0]", "(at (each a (. @ b)) 0)"],
  ["a.*.b.0.c", "(each a (. (at (. @ b) 0) c))"],
  // calls
  ["f()", "(f())"],
  ["f(1, a.b)", "(f() 1 (. a b))"],
  ["f(1, 2,)", "(f() 1 2)"],
  ["f(1, a...)", "(f() 1 a...)"],
  ["f(\n  1,\n  2\n)", "(f() 1 2)"],
  ["provider::aws::arn_parse(x)", "(provider::aws::arn_parse() x)"],
  // operators, loosest first
  ["a || b && c", "(|| a (&& b c))"],
  ["a && b == c", "(&& a (== b c))"],
  ["a == b < c", "(== a (< b c))"],
  ["a != b >= c", "(!= a (>= b c))"],
  ["a <= b + c", "(<= a (+ b c))"],
  ["a > b - c", "(> a (- b c))"],
  ["a + b * c", "(+ a (* b c))"],
  ["a - b - c", "(- (- a b) c)"],
  ["a / b % c", "(% (/ a b) c)"],
  ["(a + b) * c", "(* (+ a b) c)"],
  ["-a.b + 1", "(+ (- (. a b)) 1)"],
  ["!a && !!b", "(&& (! a) (! (! b)))"],
  ["- -1", "(- (- 1))"],
  ["1 -1", "(- 1 1)"],
  ["a ? b : c", "(? a b c)"],
  ["a ? b : c ? d : e", "(? a b (? c d e))"],
  ["a || b ? c + 1 : d", "(? (|| a b) (+ c 1) d)"],
  ["(\n  a\n  ? b\n  : c\n)", "(? a b c)"],
  // collections
  ["[]", "[]"],
  ["[1, [2], ]", "[1 [2]]"],
  ["[\n  1,\n\n  2 # two\n]", "[1 2]"],
  ["{}", "{}"],
  ["{ a = 1, b = 2 }", '{"a"=1 "b"=2}'],
  ["{\n  a = 1\n\n  b : 2, // b\n  c = [\n    3]\n}", '{"a"=1 "b"=2 "c"=[3]}'],
  ['{ "a b" = 1, (c) = 2, "${d}-e" = 3, 4 = 5 }', '{"a b"=1 c=2 (text d "-e")=3 4=5}'],
  ["{ true = 1, null = 2, (true) = 3 }", '{"true"=1 "null"=2 true=3}'],
  ["{ a = b ? c : d }", '{"a"=(? b c d)}'],
  ["[\n{\na = 1\n},\n]", '[{"a"=1}]'],
  // for
  ["[for v in a : v]", "(tuple v in a: v)"],
  ["[for k, v in a : v if k > 1]", "(tuple k,v in a: v if (> k 1))"],
  ["{for k, v in a : k => v.b}", "(object k,v in a: k => (. v b))"],
  ["{\n  for v in a :\n  v => v...\n  if v\n}", "(groups v in a: v => v if v)"],
  ["[for a in [for b in c : b] : a]", "(tuple a in (tuple b in c: b): a)"],
  ["forest", "forest"],
  ["[forest]", "[forest]"],
  ["{ fork = 1 }", '{"fork"=1}'],
  // comments are blanks
  ["1 /* one */ + /* two\nlines */ 2 # sum", "(+ 1 2)"],
  ["1 // one", "1"],
];

test.each(read)("%j reads as %s", (text, expected) => {
  expect(outline(expressionOf(text))).toBe(expected);
});

const refused: readonly (readonly [text: string, message: string])[] = [
  ["", "the line ends where a value is expected"],
  ["1.2.3", '"1.2.3" is not a number'],
  ["1 2", '"2" stands where an operator or a new line is expected'],
  ["a.", 'the line ends where a name after "." is expected'],
  ["a..b", '"." stands where a name after "." is expected'],
  ["a.0.1", '".0.1" is no index; write it as [0][1]'],
  ["a.*.b.*", '"*" stands where a name after "." is expected'],
  ["a[1", 'the text ends where an operator or the "]" of an index is expected'],
  ["a[*", 'the text ends where "]" after "[*" is expected'],
  ["f(,)", '"," stands where a value is expected'],
  ["f(a... , b)", '"," stands where the ")" after "..." is expected'],
  ["f(a b)", '"b" stands where "," or ")" after an argument is expected'],
  ["a::b", 'the line ends where the "(" of a function call is expected'],
  ["a ? b", 'the line ends where the ":" of a conditional is expected'],
  ["a +", "the line ends where a value is expected"],
  ["a & b", '"&" stands where an operator or a new line is expected'],
  ["(a", 'the text ends where an operator or ")" is expected'],
  ["[a b]", '"b" stands where "," or "]" after an item is expected'],
  ["{ a }", '"}" stands where "=" or ":" after the key of an item is expected'],
  ["{ a = 1 b = 2 }", '"b" stands where ",", a new line or "}" after an item is expected'],
  ["{ a =\n1 }", "the line ends where a value is expected"],
  ["{ a => 1 }", '"=>" stands where "=" or ":" after the key of an item is expected'],
  ["{ for = 1 }", '"=" stands where a name after "for" is expected'],
  ["[for a b : a]", '"b" stands where "in" after the names of "for" is expected'],
  ["[for a in b a]", '"a" stands where ":" after the collection of "for" is expected'],
  ["[for a in b : a => a]", '"for" in brackets makes a tuple, which has no keys'],
  ["[for a in b : a...]", '"..." stands where "if" or the "]" of "for" is expected'],
  ["{for a in b : a}", '"}" stands where "=>" after the key of "for" is expected'],
  ["é + 💥", '"💥" stands where a value is expected'],
  ["1 /* open", '"*" stands where a value is expected'],
];

test.each(refused)("%j is refused: %s", (text, message) => {
  const { tree, problems } = parse(`x = ${text}\n`);
  expect(problems).toMatchObject([{ code: "syntax", message }]);
  expect(tree.attributes).toMatchObject([{ name: "x", expression: { kind: "broken" } }]);
});
