import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { html } from "../../src/report/html";
import { describeWith, found } from "../support/judges";
import { composeFile, context, doubtful, exposure, finding, place, problem, report, suppressed } from "./samples";

const hop = (name: string, line: number) => ({ what: "ingress rule", name, at: place("main.tf", line) });
const reached = exposure({
  hops: [hop("a", 1), hop("db", 5)],
  door: { ...hop("db", 5), focus: place("main.tf", 5) },
});
const whole = report({
  findings: [finding({ matter: { kind: "exposure", exposure: reached } }), doubtful, suppressed("low")],
  exposures: [reached],
  problems: [problem("syntax"), problem("unrecognised")],
});
const page = html(whole, context());

test("shows each finding with its line, what to do and the way", () => {
  expect(page).toContain(
    '<h3><span class="gravity">high</span> db answers postgresql on port 5432 to the internet</h3>',
  );
  expect(page).toContain("5 |       - &quot;5432:5432&quot;\n  |         ^~~~~~~~~~~</pre>");
  expect(page).toContain(`<pre class="way">the internet
└─ ingress rule     a   main.tf:1
   └─ ingress rule  db  main.tf:5  ← cheapest to close</pre>`);
  expect(page).toContain('<p class="depends">depends on var.cidr (variables.tf:3:1)</p>');
});

test("counts what was found, and lists what was not looked at and every door", () => {
  expect(page).toContain(
    '<ul class="counts"><li class="high"><b>1</b> high</li><li class="unknown"><b>1</b> unknown</li></ul>',
  );
  expect(page).toMatch(/<h2>Not looked at<\/h2>\n<ul><li class="said">broken\.yaml:3:1: something is syntax/);
  expect(page).toMatch(/<h2>Not understood, and so in doubt<\/h2>\n<ul><li class="said">broken\.yaml:3:1/);
  expect(page).toContain(
    '<td class="verdict">exposed, assumed</td><td class="cell">db</td><td class="cell">tcp 5432</td>',
  );
});

test("needs nothing from elsewhere and runs nothing", () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|url\(|@import|\son[a-z]+=/i);
  expect(page).toContain("default-src 'none'");
});

/** Every tag, without the attributes that are ours. */
function tagsOf(text: string): readonly string[] {
  return text.match(/<[^>]*>/g) ?? [];
}

test("whatever an input says adds no tag, closes none and stays out of attributes", () => {
  const evil = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom("<script>alert(1)</script>", "</style><b>", '" onload="x', "]]>", "&lt;", "<!--", "\u202e\u0000"),
  );
  const pageOf = (said: string): string => {
    const door = { ...hop(said, 1), focus: place(said, 1) };
    const one = exposure({
      target: { id: said, name: said },
      hops: [hop(said, 1), hop(said, 2)],
      door,
      assuming: [said],
    });
    const findings = [
      finding({ message: said, fix: said, rule: said, matter: { kind: "exposure", exposure: one }, at: place("e", 1) }),
    ];
    const problems = [{ ...problem("syntax"), message: said }];
    return html(report({ findings, problems, exposures: [one] }), context({ text: () => `${said}\n${composeFile}` }));
  };
  const plain = tagsOf(pageOf("x"));
  fc.assert(
    fc.property(evil, (said) => {
      expect(tagsOf(pageOf(said))).toEqual(plain);
    }),
    { numRuns: 200 },
  );
});

describeWith(found("xmllint"), "a parser of HTML", (xmllint) => {
  test("finds nothing wrong with the page", () => {
    const { stderr } = spawnSync(xmllint, ["--html", "--noout", "-"], { input: page, encoding: "utf8" });
    // libxml2 knows HTML 4: what it does not know are the elements of HTML 5.
    const unknown = /^-:\d+: HTML parser error : Tag (header|main|section|article|footer) invalid/;
    expect(stderr.split("\n").filter((line) => /parser error/.test(line) && !unknown.test(line))).toEqual([]);
  });
});
