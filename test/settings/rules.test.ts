import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scan } from "../../src/engine";
import { sourceText, type Problem } from "../../src/model/source";
import { readConfiguration, type RuleSetting } from "../../src/settings/configuration";
import { configured, withOwnRules } from "../../src/settings/rules";
import { ofConfiguration, ofRules } from "../../src/settings/validators";
import { catalogue, filesOf, root } from "../support/catalogue";
import { somewhere } from "../support/places";

const check = ofRules();
const suggestion = (id: string): string => `; near ${id}`;

function set(id: string, to: RuleSetting["to"]): RuleSetting {
  return { id, to, at: somewhere };
}

function applied(...settings: readonly RuleSetting[]): Extract<ReturnType<typeof configured>, { ok: true }>["value"] {
  const result = configured(catalogue(), { settings, suggestion });
  if (!result.ok) throw new Error("the settings are wrong");
  return result.value;
}

describe("settings of rules", () => {
  test("a severity holds for every reach, and for rules that have one alone", () => {
    const { rules } = applied(set("public-ssh", "low"), set("missing-description", "critical")).catalogue;
    const severityOf = (id: string): unknown => rules.find((rule) => rule.id === id)?.severity;
    expect(severityOf("public-ssh")).toEqual({ proven: "low", assumed: "low", latent: "low" });
    expect(severityOf("missing-description")).toBe("critical");
  });

  test("a rule that is off is not there, and the others are as they were", () => {
    const { catalogue: left, off } = applied(set("public-ssh", "off"));
    expect([...off]).toEqual(["public-ssh"]);
    expect(left.rules).toEqual(catalogue().rules.filter(({ id }) => id !== "public-ssh"));
    expect(left.services).toBe(catalogue().services);
  });

  test("an id that there is not is said with one that is near", () => {
    expect(configured(catalogue(), { settings: [set("public-sh", "off")], suggestion })).toEqual({
      ok: false,
      problems: [
        {
          code: "invalid-value",
          message: "rules.public-sh: there is no rule public-sh; near public-sh: portcullis rules lists them",
          at: somewhere,
        },
      ],
    });
  });
});

test("the example of the documentation holds", () => {
  const [, example = ""] =
    /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, "docs/configuration.md"), "utf8")) ?? [];
  const read = readConfiguration(sourceText("portcullis.yaml", example), ofConfiguration());
  expect(read).toMatchObject({ ok: true, value: { ignore: ["examples/**"] } });
  const settings = read.ok ? read.value.rules : [];
  expect(configured(catalogue(), { settings, suggestion })).toMatchObject({
    ok: true,
    value: { off: new Set(["public-mail"]) },
  });
});

describe("a rule that is off leaves what it spoke of to others", () => {
  const group = (comment: string): string =>
    `resource "aws_security_group" "a" {
  description = "a"
  ${comment}
  ingress {
    description = "shell"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;
  const findings = (comment: string, ...settings: readonly RuleSetting[]): readonly string[] => {
    const { catalogue: left, off } = applied(...settings);
    const report = scan(filesOf({ "main.tf": group(comment) }), left, { variables: new Map(), named: [], off });
    return report.findings.map(({ rule, suppressed }) => `${rule}${suppressed ? " suppressed" : ""}`);
  };
  const comment = "# portcullis-ignore public-ssh -- a bastion";
  const off = set("public-ssh", "off");

  const cases: readonly (readonly [string, string, readonly RuleSetting[], readonly string[]])[] = [
    ["on", "", [], ["public-ssh"]],
    ["off", "", [off], ["public-unlisted-port"]],
    ["on and suppressed", comment, [], ["public-ssh suppressed"]],
    ["off and suppressed: the suppression is not called unused", comment, [off], ["public-unlisted-port"]],
    [
      "off and suppressed beside another rule: nor is it then",
      "# portcullis-ignore public-ssh, public-rdp -- a bastion",
      [off],
      ["public-unlisted-port"],
    ],
    [
      "off, with a suppression that has no reason: that is still said",
      "# portcullis-ignore public-ssh",
      [off],
      ["unused-suppression", "public-unlisted-port"],
    ],
    [
      "on, with a suppression of another rule",
      "# portcullis-ignore public-rdp -- why",
      [],
      ["unused-suppression", "public-ssh"],
    ],
    [
      "the rule about suppressions off",
      "# portcullis-ignore public-rdp -- why",
      [set("unused-suppression", "off")],
      ["public-ssh"],
    ],
  ];
  test.each(cases)("%s", (_, text, settings, rules) => {
    expect([...findings(text, ...settings)].sort()).toEqual([...rules].sort());
  });
});

describe("rules of one's own", () => {
  const good = readFileSync(join(root, "fixtures/configured/security/rules/public-lab-instrument.yaml"), "utf8");
  const problemsOf = (texts: Readonly<Record<string, string>>): readonly Problem[] => {
    const read = withOwnRules(catalogue(), { files: filesOf(texts), check });
    return read.ok ? [] : read.problems;
  };

  test("are added in order of id", () => {
    const read = withOwnRules(catalogue(), { files: filesOf({ "mine/a-rule.yaml": good }), check });
    expect(read.ok && read.value.rules[0]).toMatchObject({ id: "a-rule", precedence: 5 });
    expect(read.ok && read.value.rules.length).toBe(catalogue().rules.length + 1);
  });

  const wrong: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
    "an id of ours": [
      { "x/public-ssh.yaml": good },
      ["x/public-ssh.yaml:1 there is a rule public-ssh already: give this one an id of its own"],
    ],
    "an id twice": [
      { "x/mine.yaml": good, "y/mine.yaml": good },
      ["y/mine.yaml:1 the rule mine is in x/mine.yaml too: rename one"],
    ],
    "a name that is no id": [
      { "x/My Rule.yaml": good },
      [
        'x/My Rule.yaml:1 a rule\'s file is named by its id, in lower case with dashes such as public-intranet, and "My Rule" is none',
      ],
    ],
    "a name with a meaning of its own": [
      { "x/folders.yaml": good },
      [
        'x/folders.yaml:1 a rule\'s file is named by its id, in lower case with dashes such as public-intranet, and "folders" is none',
      ],
    ],
    "a file that breaks the schema": [
      { "x/mine.yaml": good.replace("breadth: [everyone, many]", "breadth: [all]") },
      ["x/mine.yaml:6 when.breadth.0: must be one of everyone, many, few, private"],
    ],
    "an empty file": [{ "x/mine.yaml": "" }, ["x/mine.yaml:1 x/mine.yaml must hold exactly one document"]],
    "broken YAML": [{ "x/mine.yaml": "title: [" }, [expect.stringMatching(/^x\/mine\.yaml:1 /) as string]],
  };
  test.each(Object.entries(wrong))("%s", (_, [texts, messages]) => {
    expect(
      problemsOf(texts).map(({ message, at }) => (at.kind === "file" ? `${at.file}:${at.line} ${message}` : "")),
    ).toEqual(messages);
  });
});
