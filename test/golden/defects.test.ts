import { readdirSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, root } from "../support/catalogue";
import { answerOf, reasonsIn, reportOn, rulesOn } from "./answers";

/**
 * What scanners are known to answer wrongly, and what is right, in every format that can express it. The letters are those of
 * the rows; a folder's name begins with its own. Answers name neither a format nor a door, so that all formats give the same.
 */
interface Row {
  readonly folder: string;
  readonly sentence: string;
  readonly formats: readonly string[];
  /** As `answerOf` writes it. */
  readonly answer: readonly string[];
  /** The rules that speak of the ways in. */
  readonly rules: readonly string[];
  /** What is not known, by the name that each format gives it. */
  readonly because?: Readonly<Record<string, string>>;
}

const aws = ["cloudformation", "describe", "plan", "terraform"];
const declared = ["cloudformation", "plan", "terraform"];
const sshForEveryone = { answer: ["exposed tcp 22 from 0.0.0.0/0"], rules: ["public-ssh"] };
const sshOverIPv6 = { answer: ["exposed tcp 22 from ::/0"], rules: ["public-ssh"] };
const everything = { answer: ["exposed any 0-65535 from 0.0.0.0/0"], rules: ["public-all-ports"] };
const everyTcpPort = { answer: ["exposed tcp 0-65535 from 0.0.0.0/0"], rules: ["public-all-ports"] };
const database = { answer: ["exposed tcp 5432 from 0.0.0.0/0"], rules: ["public-database"] };
const closed = { answer: ["safe"], rules: [] };

const rows: readonly Row[] = [
  { folder: "a-every-protocol", sentence: "protocol -1 is every port", formats: aws, ...everything },
  {
    folder: "b-other-group-only",
    sentence: "who is let in as a member of another group is no stranger",
    formats: aws,
    ...closed,
  },
  {
    folder: "b-prefix-list-only",
    sentence: "a prefix list that is not there may hold anyone",
    formats: aws,
    answer: ["unknown tcp 80 from 0.0.0.0/0 and ::/0"],
    rules: [],
    because: {
      cloudformation: "pl-0c30000000000003c",
      describe: "pl-0c30000000000003c",
      plan: "pl-0c30000000000003c",
      terraform: "pl-0c30000000000003c",
    },
  },
  {
    folder: "c-itself-and-everyone",
    sentence: "a rule for the group itself and for everyone is for everyone",
    formats: ["describe", "plan", "terraform"],
    ...sshForEveryone,
  },
  {
    folder: "c2-itself-then-everyone",
    sentence: "a rule for the group itself hides no other",
    formats: aws,
    ...sshForEveryone,
  },
  {
    folder: "d-prefix-list-and-everyone",
    sentence: "a prefix list beside everyone leaves everyone in",
    formats: aws,
    answer: ["exposed tcp 22 from 0.0.0.0/0", "unknown tcp 22 from ::/0"],
    rules: ["public-ssh"],
    because: {
      cloudformation: "pl-0c30000000000003c",
      describe: "pl-0c30000000000003c",
      plan: "pl-0c30000000000003c",
      terraform: "pl-0c30000000000003c",
    },
  },
  {
    folder: "e-two-halves",
    sentence: "two halves of the internet in one rule are everyone",
    formats: ["plan", "terraform"],
    ...sshForEveryone,
  },
  {
    folder: "e-two-halves",
    sentence: "two halves of the internet in two rules are everyone",
    formats: ["cloudformation", "describe", "terraform-rule-resources", "terraform-two-rules"],
    answer: sshForEveryone.answer,
    // More than half of all public addresses are in the lower half; the upper half alone is not everyone.
    rules: ["public-ssh", "wide-source-range"],
  },
  {
    folder: "f-udp-22",
    sentence: "udp 22 is not SSH",
    formats: aws,
    answer: ["exposed udp 22 from 0.0.0.0/0"],
    rules: ["public-unlisted-port"],
  },
  {
    folder: "g-every-icmp",
    sentence: "every ICMP type is no port",
    formats: aws,
    answer: ["exposed icmp from 0.0.0.0/0"],
    rules: [],
  },
  { folder: "h-every-tcp-port", sentence: "0-65535 is every TCP port", formats: aws, ...everyTcpPort },
  {
    folder: "i-unset-source",
    sentence: "sources that nobody set may be everyone",
    formats: declared,
    answer: ["unknown tcp 22 from 0.0.0.0/0"],
    rules: ["public-ssh (unknown)"],
    because: { cloudformation: "Cidrs", plan: "terraform_data.later.id", terraform: "var.cidrs" },
  },
  { folder: "j-other-spelling-of-everyone", sentence: "0::0/0 is ::/0", formats: aws, ...sshOverIPv6 },
  {
    folder: "k-no-ports",
    sentence: "protocol -1 needs no ports",
    formats: ["cloudformation", "cloudformation-json", "plan", "terraform"],
    ...everything,
  },
  {
    folder: "l-number-and-text",
    sentence: "a port is the same as a number and as a text",
    formats: declared,
    ...sshForEveryone,
  },
  { folder: "m-port-by-default", sentence: "a port that is not set is its default", formats: declared, ...database },
  {
    folder: "m-port-not-set",
    sentence: "a port without default may be any",
    formats: declared,
    answer: ["unknown tcp 0-65535 from 0.0.0.0/0"],
    rules: ["public-all-ports (unknown)"],
    because: { cloudformation: "Port", plan: "terraform_data.later.id", terraform: "var.port" },
  },
  {
    folder: "n-single-map",
    sentence: "a rule that is no list is a rule",
    formats: ["cloudformation"],
    ...sshForEveryone,
  },
  {
    folder: "o-prefix-list-of-everyone",
    sentence: "a prefix list that holds everyone lets everyone in",
    formats: aws,
    ...sshForEveryone,
  },
  {
    folder: "p-acl-from-port-0",
    sentence: "a range that begins at port 0 holds what comes after",
    formats: ["cloudformation", "describe", "plan", "terraform", "terraform-inline"],
    answer: ["exposed tcp 0-22 from 0.0.0.0/0"],
    rules: ["open-network-acl"],
  },
  {
    folder: "q-acl-inline",
    sentence: "a network ACL is evaluated, in order of number and wherever its rules stand",
    formats: ["cloudformation", "describe", "plan", "terraform", "terraform-rule-resources"],
    ...sshForEveryone,
    rules: ["open-network-acl"],
  },
  {
    folder: "r-group-elsewhere",
    sentence: "a rule for a group that stands elsewhere is a hole all the same",
    formats: ["cloudformation", "cloudformation-import", "describe", "plan", "terraform", "terraform-older-rule"],
    ...sshForEveryone,
  },
  { folder: "s-open-database", sentence: "SSH is not the only port that matters", formats: aws, ...database },
  {
    folder: "t-every-protocol-over-ipv6",
    sentence: "protocol -1 is every port over IPv6, too",
    formats: aws,
    answer: ["exposed any 0-65535 from ::/0"],
    rules: ["public-all-ports"],
  },
  {
    folder: "u-every-ipv4-address",
    sentence: "0.0.0.0 is every address of the host",
    formats: ["compose"],
    ...database,
  },
  { folder: "v-loopback", sentence: "host_ip 127.0.0.1 is for the host alone", formats: ["compose"], ...closed },
  {
    folder: "w-every-ipv6-address",
    sentence: "[::] is every IPv6 address of the host",
    formats: ["compose"],
    answer: ["exposed tcp 6380 from ::/0"],
    rules: ["public-database"],
  },
  { folder: "w-loopback-of-ipv6", sentence: "[::1] is for the host alone", formats: ["compose"], ...closed },
  { folder: "x-loopback-by-default", sentence: "a variable is its default", formats: ["compose"], ...closed },
  {
    folder: "y-host-network",
    sentence: "on the host's network any port may answer",
    formats: ["compose"],
    answer: ["unknown any 0-65535 from 0.0.0.0/0 and ::/0"],
    rules: ["public-all-ports (unknown)"],
    because: { compose: "network_mode: host: what agent listens on" },
  },
  {
    folder: "z-one-mistake",
    sentence: "one mistake hides no other service",
    formats: ["compose"],
    answer: ["exposed tcp 5432 from 0.0.0.0/0 and ::/0"],
    rules: ["public-database"],
  },
  {
    folder: "aa-listed-port-within",
    sentence: "a port of a list is no finding where only the private network is let in",
    formats: aws,
    ...closed,
  },
  {
    folder: "aa-range-around",
    sentence: "a range holds the ports of a list without naming them",
    formats: aws,
    ...everyTcpPort,
  },
  {
    folder: "bb-everyone-over-ipv6",
    sentence: "RDP for ::/0 is RDP for everyone",
    formats: aws,
    answer: ["exposed tcp 3389 from ::/0"],
    rules: ["public-rdp"],
  },
  {
    folder: "cc-everyone-over-ipv6",
    sentence: "a search engine for ::/0 is one for everyone",
    formats: aws,
    answer: ["exposed tcp 9200 from ::/0"],
    rules: ["public-database"],
  },
  {
    folder: "dd-web-site",
    sentence: "a web site is exposed, and that is no finding",
    formats: aws,
    answer: ["exposed tcp 443 from 0.0.0.0/0"],
    rules: [],
  },
  {
    folder: "dd-unset-source",
    sentence: "a list of sources that nobody set may be everyone",
    formats: declared,
    answer: ["unknown tcp 22 from 0.0.0.0/0"],
    rules: ["public-ssh (unknown)"],
    because: { cloudformation: "Clients", plan: "terraform_data.later.id", terraform: "var.clients" },
  },
  { folder: "dd-ssh-over-ipv6", sentence: "SSH for ::/0 is SSH for everyone", formats: aws, ...sshOverIPv6 },
];

const folder = "fixtures/defects";

describe.each(rows)("row $folder: $sentence", ({ folder: row, formats, answer, rules, because = {} }) => {
  test.each(formats)("%s", (format) => {
    const report = reportOn(filesUnder(`${folder}/${row}/${format}`));
    expect(answerOf(report)).toEqual(answer);
    expect(rulesOn(report)).toEqual(rules);
    expect(reasonsIn(report)).toEqual(format in because ? [because[format]] : []);
    expect(report.problems.map(({ message }) => message)).toEqual(problemsOf[row] ?? []);
  });
});

const problemsOf: Readonly<Record<string, readonly string[]>> = {
  "z-one-mistake": ["compose knows no key prots in a service; services.web.prots was not read"],
};

test("every fixture is in the table, and every row has its fixture", () => {
  const kept = readdirSync(join(root, folder)).flatMap((row) =>
    readdirSync(join(root, folder, row)).map((format) => `${row}/${format}`),
  );
  const told = rows.flatMap(({ folder: row, formats }) => formats.map((format) => `${row}/${format}`));
  expect(told.toSorted()).toEqual(kept.toSorted());
});
