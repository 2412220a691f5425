import type { Exposure, Hop } from "../../src/model/exposure";
import type { Finding, Report } from "../../src/model/finding";
import { text } from "../../src/report/text";
import { composeFile, context, doubtful, exposure, finding, place, problem, report, suppressed } from "./samples";

const head = "compose.yaml:5:9: high: db answers postgresql on port 5432 to the internet [public-database]";
const framed = `  |
5 |       - "5432:5432"
  |         ^~~~~~~~~~~`;
const fix = "  bind it to 127.0.0.1, or let in only the addresses that use it";
const assuming = "Assuming:\n  the host can be reached: compose.yaml cannot say\n";

const cases: readonly (readonly [string, Partial<Report>, string])[] = [
  ["nothing found", {}, "no findings, 2 files (2 compose), 3 facts, 1 exposure\n"],
  [
    "nothing looked at",
    { looked: { files: 0, byFormat: {}, facts: 0, exposures: 0, rules: 1 } },
    "nothing was looked at, 0 files, 0 facts, 0 exposures\n",
  ],
  [
    "a finding with its frame, what to do and what it rests on",
    { findings: [finding()] },
    `${head}\n${framed}\n${fix}\n\n${assuming}\n1 finding (1 high), 2 files (2 compose), 3 facts, 1 exposure\n`,
  ],
  [
    "a finding that depends on what the input does not say",
    { findings: [doubtful] },
    `compose.yaml:5:9: unknown (high): db may answer on port 5432 [public-database]\n${framed}\n${fix}\n  depends on var.cidr (variables.tf:3:1)\n\n${assuming}\nno findings, 1 unknown, 2 files (2 compose), 3 facts, 1 exposure\n`,
  ],
  [
    "suppressed findings are counted and rest on nothing",
    { findings: [suppressed("high"), suppressed("low")] },
    "no findings, 2 suppressed, 2 files (2 compose), 3 facts, 1 exposure\n",
  ],
  [
    "problems, what was not looked at apart from what was not understood",
    { problems: [problem("unrecognised"), problem("limit"), problem("invalid-value", 9)] },
    `Not looked at:
  broken.yaml:3:1: something is limit (limit)

Not understood, and so in doubt:
  broken.yaml:9:1: something is invalid-value (invalid-value)
  broken.yaml:3:1: something is unrecognised (unrecognised)

no findings, 3 problems, 2 files (2 compose), 3 facts, 1 exposure
`,
  ],
  [
    "a syntax error with its frame",
    { problems: [{ code: "syntax", message: "the list is not closed", at: place("compose.yaml", 4, [5, 11]) }] },
    `Not looked at:
  compose.yaml:4:5: the list is not closed (syntax)
    |
  4 |     ports:
    |     ^~~~~~

no findings, 1 problem, 2 files (2 compose), 3 facts, 1 exposure
`,
  ],
];

test.each(cases)("%s", (_, changes, expected) => {
  expect(text(report(changes), context())).toBe(expected);
});

function findingAt(file: string, line: number, severity: Finding["severity"] = "high"): Finding {
  return finding({ severity, at: place(file, line), fingerprint: `${file}${line}` });
}

test("findings are in order of place, and counted from the gravest", () => {
  const findings = [findingAt("b.tf", 1, "low"), findingAt("a.tf", 10, "critical"), findingAt("a.tf", 9, "low")];
  const out = text(report({ findings }), context());
  expect(out.match(/^\S+:\d+:\d+(?=:)/gm)).toEqual(["a.tf:9:1", "a.tf:10:1", "b.tf:1:1"]);
  expect(out).toContain("3 findings (1 critical, 2 low), ");
});

describe("the way", () => {
  const hop = (what: string, name: string, line: number) => ({ what, name, at: place("main.tf", line) });
  const gateway = hop("internet gateway", "aws_route.public", 20);
  const group = hop("ingress rule", "aws_security_group.web.ingress[0]", 31);
  const published = hop("published port", "services.web.ports[0]", 7);
  const attached = hop("attached to", "aws_instance.web", 40);
  const stop = hop("internal network", "networks.back.internal", 3);
  const balancer = hop("listener", "aws_lb_listener.web", 60);

  /** What is drawn of an exposure whose door is a hop, beside others that lead past the given hops. */
  const drawn = (changes: Partial<Exposure>, others: readonly (readonly Hop[])[] = []): string => {
    const door = { ...published, focus: published.at };
    const matter = { kind: "exposure", exposure: exposure({ door, ...changes }) } as const;
    const exposures = [matter.exposure, ...others.map((hops) => exposure({ hops }))];
    const out = text(report({ findings: [finding({ matter })], exposures }), context());
    return out.slice(out.indexOf(fix) + fix.length, out.indexOf("\n\nAssuming"));
  };

  test("of one hop is the line that is shown, and no tree", () => {
    expect(drawn({ hops: [published] })).toBe("");
  });

  test("of one hop that something closes names it", () => {
    expect(drawn({ hops: [published], blockedBy: stop })).toBe(
      "\n  closed today by internal network networks.back.internal (main.tf:3:1)",
    );
  });

  test("of several hops is a tree, and the innermost of what serves nothing else is the cheapest to close", () => {
    expect(drawn({ hops: [gateway, group, published] })).toBe(`
  the internet
  └─ internet gateway      aws_route.public                   main.tf:20
     └─ ingress rule       aws_security_group.web.ingress[0]  main.tf:31
        └─ published port  services.web.ports[0]              main.tf:7  ← cheapest to close`);
  });

  test("a statement that serves others is dearer, and what lies behind the door closes nothing", () => {
    const door = { ...group, focus: group.at };
    const hops = [gateway, group, attached];
    expect(drawn({ door, hops }, [[gateway, group, published], [gateway]])).toBe(`
  the internet
  └─ internet gateway   aws_route.public                   main.tf:20
     └─ ingress rule    aws_security_group.web.ingress[0]  main.tf:31  ← cheapest to close, and closes 1 other opening
        └─ attached to  aws_instance.web                   main.tf:40`);
  });

  test("is stopped where something stops it", () => {
    expect(drawn({ hops: [group, published], blockedBy: stop })).toBe(`
  the internet
  └─ stopped by internal network  networks.back.internal             main.tf:3
     └─ ingress rule              aws_security_group.web.ingress[0]  main.tf:31
        └─ published port         services.web.ports[0]              main.tf:7`);
    expect(drawn({ hops: [group, published], blockedBy: group })).toBe(`
  the internet
  └─ stopped by ingress rule  aws_security_group.web.ingress[0]  main.tf:31
     └─ published port        services.web.ports[0]              main.tf:7`);
  });

  test("others branch off where they part, and what only one of them passes closes nothing", () => {
    const otherWays = [
      [gateway, balancer, published],
      [balancer, published],
      [stop, published],
    ];
    expect(drawn({ hops: [gateway, group, published], otherWays })).toBe(`
  the internet
  ├─ internet gateway      aws_route.public                   main.tf:20
  │  ├─ ingress rule       aws_security_group.web.ingress[0]  main.tf:31
  │  │  └─ published port  services.web.ports[0]              main.tf:7  ← cheapest to close
  │  └─ listener           aws_lb_listener.web                main.tf:60
  │     └─ published port  services.web.ports[0]              main.tf:7  ← cheapest to close
  └─ listener              aws_lb_listener.web                main.tf:60
     └─ published port     services.web.ports[0]              main.tf:7  ← cheapest to close
  and by 1 other way`);
  });

  test("is drawn once, under the first finding that comes by it", () => {
    const door = { ...published, focus: published.at };
    const matter = { kind: "exposure", exposure: exposure({ door, hops: [gateway, published] }) } as const;
    const out = text(report({ findings: [finding({ matter }), finding({ matter, fingerprint: "f2" })] }), context());
    expect(out.match(/the internet\n {2}└─/g)).toHaveLength(1);
    expect(out.match(/ {2}by the same way as above\n/g)).toHaveLength(1);
  });

  test("a name that is too long moves no other line", () => {
    const long = hop("ingress rule", "a".repeat(80), 1);
    expect(drawn({ hops: [long, published] })).toContain(`
     └─ published port  services.web.ports[0]  main.tf:7`);
  });
});

test("a live object is named by its call", () => {
  const at = { kind: "live", call: "describe-security-groups", object: "sg-1" } as const;
  expect(text(report({ findings: [finding({ at })] }), context())).toMatch(/^describe-security-groups sg-1: high: /);
});

test("many constructs that are not understood take a few lines", () => {
  const problems = Array.from({ length: 40 }, (_, i) => problem("unrecognised", i + 1));
  const out = text(report({ problems }), context());
  expect(out.match(/\(unrecognised\)/g)).toHaveLength(5);
  expect(out).toContain("  and 35 more, all in --format json\n");
});

test("of what was not looked at twenty are listed for a file and the rest is counted", () => {
  const problems = Array.from({ length: 40 }, (_, i) => problem("unreadable", i + 1));
  const out = text(report({ problems }), context());
  expect(out.match(/\(unreadable\)/g)).toHaveLength(20);
  expect(out).toMatch(/and 20 more in \S+, all in --format json/);
});

test("an assumption that many findings share is said once", () => {
  const out = text(report({ findings: [findingAt("a.tf", 1), findingAt("a.tf", 2)] }), context());
  expect(out.match(/the host can be reached/g)).toHaveLength(1);
});

test("hidden unknowns are counted all the same", () => {
  const out = text(report({ findings: [doubtful] }), context({ unknowns: "hidden" }));
  expect(out).toBe("no findings, 1 unknown not shown, 2 files (2 compose), 3 facts, 1 exposure\n");
});

test("brief: findings and what was not looked at, nothing else", () => {
  const brief = context({ detail: "brief" });
  expect(text(report(), brief)).toBe("");
  expect(text(report({ findings: [finding()], problems: [problem("limit"), problem("unrecognised")] }), brief)).toBe(
    `${head}\n${framed}\n${fix}\n\nNot looked at:\n  broken.yaml:3:1: something is limit (limit)\n`,
  );
});

test("nothing from an input acts on a terminal", () => {
  const evil = "\u001b]0;owned\u0007\u009b2J\u202e\r\n";
  const matter = {
    kind: "exposure",
    exposure: exposure({
      assuming: [evil],
      hops: [1, 2].map((line) => ({ what: evil, name: evil, at: place(evil, line) })),
      missing: [{ kind: "variable", name: evil, at: place(evil, 1) }],
    }),
  } as const;
  const findings = [finding({ message: evil, fix: evil, rule: evil, at: place("e", 1), matter, verdict: "unknown" })];
  const problems = [{ code: "syntax", message: evil, at: place(evil, 1) }] as const;
  const out = text(report({ findings, problems }), context({ text: () => evil + composeFile }));
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(out).toContain("\\x1b]0;owned\\x07");
});

test("paint dresses what was made safe before", () => {
  const paint = {
    severity: (severity: string, word: string) => `<${severity}>${word}</>`,
    strong: (word: string) => `*${word}*`,
    faint: (word: string) => `_${word}_`,
  };
  const [first, second] = text(report({ findings: [finding()] }), context({ paint })).split("\n");
  expect(first).toMatch(/^\*compose\.yaml:5:9\*: <high>high<\/>: .* _\[public-database\]_$/);
  expect(second).toBe("_  |_");
});
