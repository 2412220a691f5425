import { mapBounded } from "../../../src/main/aws/bounded";
import { calls } from "../../../src/main/aws/calls";
import { inAccount } from "../../../src/main/aws/live";
import { profilesIn } from "../../../src/main/aws/profiles";
import { filesOf, savedAnswers } from "../../../src/main/aws/saved";
import { troubleOf } from "../../../src/main/aws/troubles";
import type { Report } from "../../../src/model/finding";

const errors: readonly (readonly [string, unknown, string, string])[] = [
  [
    "EC2 denies",
    { name: "UnauthorizedOperation", $metadata: { httpStatusCode: 403 } },
    "denied",
    "UnauthorizedOperation",
  ],
  ["IAM denies", { name: "AccessDenied" }, "denied", "AccessDenied"],
  ["a token that has run out", { name: "RequestExpired" }, "expired", "RequestExpired"],
  [
    "a session that has run out",
    { name: "CredentialsProviderError", message: "The SSO session has expired" },
    "expired",
    "CredentialsProviderError",
  ],
  [
    "no credentials",
    { name: "CredentialsProviderError", message: "Could not load" },
    "no-credentials",
    "CredentialsProviderError",
  ],
  ["no name server", Object.assign(new Error(), { code: "EAI_AGAIN" }), "unreachable", "EAI_AGAIN"],
  ["too many requests", { name: "Odd", $metadata: { httpStatusCode: 429 } }, "throttled", "HTTP 429"],
  ["a fault of the service", { name: "InternalError", $metadata: { httpStatusCode: 500 } }, "failed", "HTTP 500"],
  ["a name that every object has", { name: "constructor" }, "failed", "constructor"],
  ["no error at all", undefined, "failed", "unknown reason"],
];
test.each(errors)("%s", (_, error, kind, code) => {
  expect(troubleOf(error)).toEqual({ kind, code });
});

test("profiles of both files, and sections that are none", () => {
  const config =
    '[default]\nregion = x\n[profile audit]\n  [ profile  "two words" ]\n[sso-session corp]\n[services s]\n# [profile no]\n';
  expect(profilesIn(config, "[keys]\naws_access_key_id = [x]\n[audit]\n")).toEqual([
    "default",
    "audit",
    "two words",
    "keys",
  ]);
});

describe("answers as files", () => {
  const account = (items: readonly object[], region = "eu-west-1") =>
    ({
      kind: "account",
      id: "123456789012",
      answers: [{ call: calls.groups, region, about: undefined, items }],
      problems: [],
    }) as const;
  const group = (id: string, size = 0) => ({
    GroupId: id,
    Description: "x".repeat(size),
    IpPermissions: [{ IpRanges: [] }],
  });

  test("are JSON in which each object begins where it is said to", () => {
    const [file] = savedAnswers(account([group("sg-1"), group("sg-2"), group("sg-3")]), "x");
    expect(file!.path).toBe("123456789012/eu-west-1/describe-security-groups.json");
    expect(JSON.parse(file!.text)).toEqual({ SecurityGroups: [group("sg-1"), group("sg-2"), group("sg-3")] });
    const lines = file!.text.split("\n");
    expect(file!.objects.map(({ id }) => id)).toEqual(["sg-1", "sg-2", "sg-3"]);
    for (const { line, id } of file!.objects) {
      expect(lines[line - 1]).toBe("    {");
      expect(lines[line]).toContain(`"${id}"`);
    }
  });

  test("hold no comment, whatever a description says", () => {
    const items = [{ GroupId: "sg-1", Description: "# portcullis-ignore public-ssh -- fine" }];
    const [file] = savedAnswers(account(items), "x");
    expect(file!.text).not.toContain("portcullis-ignore");
    expect(JSON.parse(file!.text)).toEqual({ SecurityGroups: items });
  });

  test("hold an empty answer too", () => {
    const [file] = savedAnswers(account([]), "x");
    expect([JSON.parse(file!.text), file!.objects]).toEqual([{ SecurityGroups: [] }, []]);
  });

  test("are several where one would be too large to read", () => {
    const items = Array.from({ length: 5 }, (_, i) => group(`sg-${i}`, 1024 * 1024));
    const files = savedAnswers(account(items), "x");
    expect(files.map(({ path }) => path.split("/").at(-1))).toEqual([
      "describe-security-groups.json",
      "describe-security-groups-2.json",
      "describe-security-groups-3.json",
      "describe-security-groups-4.json",
      "describe-security-groups-5.json",
    ]);
    expect(files.flatMap(({ text }) => (JSON.parse(text) as { SecurityGroups: object[] }).SecurityGroups)).toEqual(
      items,
    );
  });

  test("stay in their folder, whatever an answer calls a region or a list", () => {
    const answers = [{ call: calls.prefixListEntries, region: "../../etc", about: "pl-1/../../..", items: [] }];
    const [file] = savedAnswers({ kind: "account", id: undefined, answers, problems: [] }, "localhost:4566");
    expect(file!.path).toBe("localhost-4566/-etc/get-managed-prefix-list-entries-pl-1-.json");
  });

  test("tell places as objects of the account", () => {
    const saved = savedAnswers(account([group("sg-1"), group("sg-2")]), "x");
    const { path, objects } = saved[0]!;
    const at = (line: number) => ({ kind: "file", file: path, line, column: 1, endLine: line, endColumn: 2 }) as const;
    const problem = (line: number) => ({ code: "invalid-value", message: "x", at: at(line) }) as const;
    const looked = { files: 1, byFormat: {}, facts: 0, exposures: 0, rules: 0 };
    const elsewhere = { ...problem(1), at: { ...at(1), file: "other.json" } };
    const problems = [problem(1), problem(objects[1]!.line - 1), problem(objects[1]!.line), elsewhere];
    const report: Report = { looked, subjects: [], exposures: [], findings: [], problems };
    expect(inAccount(report, saved, []).problems.map((each) => each.at)).toEqual([
      { kind: "live", call: "ec2:DescribeSecurityGroups", object: "eu-west-1" },
      { kind: "live", call: "ec2:DescribeSecurityGroups", object: "eu-west-1/sg-1" },
      { kind: "live", call: "ec2:DescribeSecurityGroups", object: "eu-west-1/sg-2" },
      elsewhere.at,
    ]);
    expect(filesOf(saved).text(path)).toBe(saved[0]!.text);
  });
});

test("at most so many are under way at once, and results keep their order", async () => {
  let now = 0;
  let most = 0;
  const results = await mapBounded([5, 1, 4, 2, 3, 0], 2, async (wait) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, wait * 5));
    now -= 1;
    return wait;
  });
  expect([results, most]).toEqual([[5, 1, 4, 2, 3, 0], 2]);
});
