import { interpolate } from "../../../src/inputs/compose/interpolate";
import { hole } from "../../../src/inputs/compose/value";
import { publishedBy } from "./published";
import { forwardsOf, readTexts } from "./reading";

const set: Readonly<Record<string, string>> = { A: "a", EMPTY: "" };
const lookup = (name: string): string | undefined => set[name];

test.each([
  ["plain", "plain"],
  ["$A-${A}", "a-a"],
  ["$A_", ""],
  ["$$A $${A}", "$A ${A}"],
  ["5$ and $1", "5$ and $1"],
  ["${X}|$X", "|"],
  ["${X:-d}${X-d}${EMPTY:-d}${EMPTY-d}", "ddd"],
  ["${A:-d}${A-d}", "aa"],
  ["${A:+r}${A+r}${EMPTY:+r}${EMPTY+r}${X:+r}${X+r}", "rrr"],
  ["${A:?e}${EMPTY?e}", "a"],
  ["${X:?e}", hole],
  ["${EMPTY:?e}x${X?e}", `${hole}x${hole}`],
  ["${X:-${Y:-${A}}}", "a"],
  ["${X:-$A}", "a"],
  ["${X:-a}b}", "ab}"],
  ["${X:-$${A}}", "${A}"],
  ["${X-:9}", ":9"],
  ["${X:-y?z}", "y?z"],
])("%s becomes %j", (written, text) => {
  expect(interpolate(written, lookup)).toMatchObject({ text, invalid: undefined });
});

test.each(["${}", "${A", "${A B}", "${1}", "${A/a/b}", "${A:9}", "${A=9}", "${É}"])(
  "%s names no variable",
  (written) => {
    expect(interpolate(written, lookup).invalid).toBe(written);
  },
);

test("a text nested beyond reason is refused and not followed", () => {
  const nested = "${X:-".repeat(100_000) + "}".repeat(100_000);
  expect(interpolate(nested, lookup).invalid).toBeDefined();
});

function readPort(entry: string, files: Readonly<Record<string, string>> = {}, variables = {}) {
  const text = `services:\n  web:\n    image: nginx\n    ports:\n      - ${entry}\n`;
  return readTexts({ "compose.yaml": text, ...files }, variables);
}

describe("variables of ports", () => {
  test("a default holds", () => {
    expect(publishedBy(readPort('"${BIND:-127.0.0.1}:8080:80"').facts)).toEqual(["web tcp 127.0.0.1/32 8080 -> 80"]);
  });

  test("unset is empty, and so every address", () => {
    expect(publishedBy(readPort('"${BIND}:8080:80"').facts)).toEqual(["web tcp 0.0.0.0/0,::/0 8080 -> 80"]);
  });

  test("the .env of the folder gives values, and the settings win over it", () => {
    const env = { ".env": "BIND=127.0.0.1\n" };
    expect(publishedBy(readPort('"${BIND}:8080:80"', env).facts)).toEqual(["web tcp 127.0.0.1/32 8080 -> 80"]);
    expect(publishedBy(readPort('"${BIND}:8080:80"', env, { BIND: "192.0.2.1" }).facts)).toEqual([
      "web tcp 192.0.2.1/32 8080 -> 80",
    ]);
  });

  test("a required address is unknown by its name and place, the port is certain", () => {
    const [forward] = forwardsOf(readPort('"${BIND:?}:8080:80"').facts);
    expect(forward!.bind.must).toEqual({ v4: [], v6: [] });
    expect(forward!.bind.because).toEqual([expect.objectContaining({ kind: "variable", name: "BIND" })]);
    expect(forward!.traffic.because).toEqual([]);
  });

  test("a required host port is unknown, and a whole entry of one variable in everything", () => {
    const [port] = forwardsOf(readPort('"${PORT:?}:80"').facts);
    expect([port!.traffic.must, port!.traffic.because.map(({ name }) => name)]).toEqual([[], ["PORT"]]);
    const [whole] = forwardsOf(readPort('"${ENTRY:?}"').facts);
    expect([whole!.bind, whole!.traffic, whole!.arriving].map(({ because }) => because[0]?.name)).toEqual([
      "ENTRY",
      "ENTRY",
      "ENTRY",
    ]);
  });

  test("what only an unset variable breaks is said and stays a door", () => {
    const { facts, problems } = readPort('"8080:${PORT}"');
    expect(problems[0]!.message).toContain("PORT is not set");
    expect(forwardsOf(facts)[0]!.arriving.because[0]).toMatchObject({ kind: "variable", name: "PORT" });
  });

  test("a place is that of the text, whatever it becomes", () => {
    const [forward] = forwardsOf(readPort('"${BIND:-127.0.0.1}:8080:80"').facts);
    expect(forward!.statement.at).toMatchObject({ line: 5, column: 9, endColumn: 37 });
  });

  test("what is no substitution is a problem", () => {
    expect(readPort('"${PORT:80"').problems[0]).toMatchObject({ code: "invalid-value", at: { line: 5 } });
  });
});
