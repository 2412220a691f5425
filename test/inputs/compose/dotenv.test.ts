import { parseDotEnv } from "../../../src/inputs/compose/dotenv";

const nothing = (): undefined => undefined;

test("values as docker compose reads them", () => {
  const text = [
    "A=1 # comment",
    "B='x # $A'",
    'C="q\\n${A}"',
    "export D=4",
    "E: 5",
    "F = 6",
    "G=${A}7",
    "H=$NOPE",
    "I=a#b",
    'K="two',
    'lines"',
    "L",
    "M=",
    "O=${A:-3}",
    'Q=a"b"',
    'U="\\$A"',
    "W=$$A",
    "X.Y=3",
    "  # comment",
    "A=9",
    "Z=$A",
  ].join("\n");
  expect(Object.fromEntries(parseDotEnv(".env", text, nothing).values)).toEqual({
    A: "9",
    B: "x # $A",
    C: "q\n1",
    D: "4",
    E: "5",
    F: "6",
    G: "17",
    H: "",
    I: "a#b",
    K: "two\nlines",
    M: "",
    O: "1",
    Q: 'a"b"',
    U: "$A",
    W: "$A",
    "X.Y": "3",
    Z: "9",
  });
});

test("lines that are no statements are told without their values, and the others are read", () => {
  const { values, problems } = parseDotEnv(".env", "my secret=hunter2\nGOOD=1\nOPEN='hunter2\n", nothing);
  expect([...values]).toEqual([["GOOD", "1"]]);
  expect(problems.map(({ code, at }) => [code, at.kind === "file" && at.line])).toEqual([
    ["syntax", 1],
    ["syntax", 3],
  ]);
  expect(JSON.stringify(problems)).not.toContain("hunter2");
});
