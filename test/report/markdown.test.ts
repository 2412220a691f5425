import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { code, prose } from "../../src/report/escaped-markdown";
import { markdown } from "../../src/report/markdown";
import type { Finding, Report } from "../../src/model/finding";
import { visible } from "../../src/report/visible";
import { describeWith, found } from "../support/judges";
import { context, doubtful, exposure, finding, place, problem, report, suppressed } from "./samples";

const written = (changes: Partial<Report>): string => markdown(report(changes), context());

test("a finding: in the table, and in detail with its line", () => {
  expect(written({ findings: [finding()] })).toBe(
    [
      "## Portcullis: 1 finding (1 high), 2 files (2 compose), 3 facts, 1 exposure",
      "",
      "| severity | where | what |",
      "| --- | --- | --- |",
      "| high | `compose.yaml:5:9` | db answers postgresql on port 5432 to the internet (`public-database`) |",
      "",
      "<details><summary>Details</summary>",
      "",
      "#### high: `compose.yaml:5:9`",
      "",
      "db answers postgresql on port 5432 to the internet (`public-database`)",
      "",
      "```",
      "  |",
      '5 |       - "5432:5432"',
      "  |         ^~~~~~~~~~~",
      "```",
      "",
      "bind it to 127.0.0.1, or let in only the addresses that use it",
      "",
      "</details>",
      "",
      "### Assuming",
      "",
      "- the host can be reached: compose.yaml cannot say",
      "",
    ].join("\n"),
  );
});

test("the gravest first; unknown ones last, with what they depend on; suppressed ones not at all", () => {
  const text = written({
    findings: [doubtful, finding({ severity: "low" }), finding({ severity: "critical" }), suppressed("high")],
  });
  expect([...text.matchAll(/^\| (\w[^|]*) \| `/gm)].map(([, severity]) => severity)).toEqual([
    "critical",
    "low",
    "unknown (high)",
  ]);
  expect(text).toContain("\n- depends on var.cidr (variables.tf:3:1)\n");
});

test("hops are a list within a list", () => {
  const hop = (line: number) => ({ what: "rule", name: `r${line}`, at: place("a", line) });
  const matter: Finding["matter"] = {
    kind: "exposure",
    exposure: exposure({ hops: [hop(1), hop(2)], blockedBy: hop(3) }),
  };
  expect(written({ findings: [finding({ matter })] })).toContain(
    "\n- the internet\n  - stopped by rule `r3` (`a:3`)\n    - rule `r1` (`a:1`)\n      - rule `r2` (`a:2`)\n",
  );
});

test("problems are never left out, nothing found is said, and brief is brief", () => {
  const problems = [problem("syntax"), problem("unrecognised")];
  const text = written({ problems });
  expect(text).toMatch(/^## Portcullis: no findings, 2 problems/);
  expect(text).toContain("### Not looked at\n\n- `broken.yaml:3:1`: something is syntax (syntax)\n");
  expect(text).toContain(
    "### Not understood, and so in doubt\n\n- `broken.yaml:3:1`: something is unrecognised (unrecognised)\n",
  );
  expect(markdown(report({ problems }), context({ detail: "brief" }))).toMatch(/^### Not looked at\n\n[^\n]*\n$/);
  expect(markdown(report(), context({ detail: "brief" }))).toBe("");
});

test("it fits into a comment whatever is found, and counts what it leaves out", () => {
  const long = "x".repeat(3_000);
  const findings = Array.from({ length: 2_000 }, (_, i) => finding({ message: i % 3 === 0 ? long : `finding ${i}` }));
  const problems = Array.from({ length: 500 }, () => problem("syntax"));
  const text = written({ findings, problems });
  expect(text.length).toBeLessThan(65_536);
  expect(text.match(/^And \d+ others not shown here: all are in the JSON report\.$/gm)).toHaveLength(3);
  expect(text).toContain("\n</details>\n");
});

const hostile: readonly string[] = [
  "a | b | c",
  "a\\|b",
  "`code` and ``more``",
  "<script>alert(1)</script><!-- -->",
  "[text](https://example.com) ![x](y)",
  "https://example.com www.example.com http://a.b",
  "ping @octocat and me@example.com and #1 and o/r#2",
  "# heading",
  "1. item",
  "2) item",
  "- item",
  "+ item",
  "---",
  "===",
  "> quote",
  "*a* _b_ __c__ ~~d~~ **e**",
  "&amp; &#60; &lt;",
  "line\nbreak\r\n\n## more",
  "$x$ $$y$$",
  "```\nfence",
  "    four blanks",
  "`",
  "aws_security_group.db_main",
  "\u202eback",
];

test.each(hostile)("%j has no raw sign that could begin a mention, a cell or HTML", (text) => {
  expect(prose(text)).not.toMatch(/[@|<>\n\\`]|(?<!&)#/);
  expect(code(text)).not.toMatch(/[|\n]/);
});

describeWith(found("cmark-gfm"), "cmark-gfm", (program) => {
  function rendered(text: string): string {
    const extensions = ["table", "autolink", "strikethrough", "tasklist"].flatMap((name) => ["-e", name]);
    const { stdout, stderr } = spawnSync(program, ["--unsafe", ...extensions], { input: text, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout;
  }

  const shown = (html: string): string =>
    html
      .replace(/<[^>]*>/g, "")
      .replaceAll("\u200b", "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&");

  const paragraph = /^<p>([^<>]*)<\/p>\n$/;
  const span = /^<p><code>([^<>]*)<\/code><\/p>\n$/;

  test.each(hostile)("shows %j as it is", (text) => {
    const asProse = rendered(prose(text));
    expect(asProse).toMatch(paragraph);
    expect(shown(asProse).trimEnd()).toBe(visible(text).trim());
    const asCode = rendered(code(text));
    expect(asCode).toMatch(span);
    expect(shown(asCode).trimEnd()).toBe(visible(text).replaceAll("|", "\\x7c").trimEnd());
  });

  test("shows whatever texts there are as one paragraph, or as one cell", () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ maxLength: 8 })), {
      minLength: 1,
      maxLength: 4,
    });
    const text = pieces.map((parts) => parts.join("")).filter((one) => one.trim() !== "");
    fc.assert(
      fc.property(text, (one) => {
        expect(rendered(prose(one))).toMatch(paragraph);
        const table = rendered(`| a | b |\n| --- | --- |\n| ${code(one)} | ${prose(one)} |\n`);
        expect(table.match(/<td>/g)).toHaveLength(2);
        expect(table.replace(/<\/?(table|thead|tbody|tr|th|td|code)>/g, "")).not.toMatch(/<[a-z/]/);
      }),
      { numRuns: 60 },
    );
  });

  test("a report of hostile names is headings, a table, lists and code, and nothing else", () => {
    for (const name of hostile) {
      const hop = { what: name, name, at: place(name, 1) };
      const matter: Finding["matter"] = {
        kind: "exposure",
        exposure: exposure({ hops: [hop, hop], blockedBy: hop, assuming: [name] }),
      };
      const findings = [finding({ message: name, fix: name, rule: name, at: place(name, 1), matter })];
      const problems = [{ ...problem("syntax"), message: name, at: place(name, 1) }];
      const text = markdown(report({ findings, problems }), context({ text: () => `${name}\n` }));
      const tags = [...rendered(text).matchAll(/<([a-z0-9]+)([^>]*)>/g)];
      const known = [
        "h2",
        "h3",
        "h4",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "p",
        "ul",
        "li",
        "pre",
        "code",
      ];
      for (const [, tag, attributes] of tags) {
        expect(known).toContain(tag);
        expect(attributes).toBe("");
      }
      expect(tags.filter(([, tag]) => tag === "tr")).toHaveLength(2);
      expect(tags.filter(([, tag]) => tag?.startsWith("h") === true && tag !== "h")).toHaveLength(4);
    }
  });
});
