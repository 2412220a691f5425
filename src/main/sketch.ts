import type { Reason } from "../model/bounds";
import { severities, type Finding, type Matter, type Report } from "../model/finding";
import { compareText, type Place } from "../model/source";
import { counted } from "../report/counted";
import { contractIn, writtenAt } from "./sketch-contract";

/** How many of a kind are offered: a file to begin with is to be read in one go. */
const mostOffered = 10;

/**
 * A configuration to begin with, in comments: what a report found, as the keys that would answer it. As it stands it
 * changes nothing, and each part means something once its comment marks are taken away.
 */
export function sketchOf(report: Report): string {
  const { zones, hosts, compose, approved } = contractIn(report);
  return [
    "# The configuration of portcullis. Every key is optional, and docs/configuration.schema.json describes them all.",
    "# Take the mark of a line away to have it hold. Nothing is ever taken from the environment.",
    ...part("Rules: off, or the severity of all that a rule finds; portcullis explain RULE tells what it means.", [
      "rules:",
      ...ruleLines(report.findings),
      "  folders: [security/rules]  # rules of your own",
    ]),
    ...part("Sources that get in somewhere: give them names.", [
      "zones:",
      ...firstOf(zones, "  office: [203.0.113.0/24]"),
    ]),
    ...part(
      "What meets on one machine: what runs there, which it is (is), and whether the internet reaches it (public).",
      ["hosts:", ...firstOf(hosts, "  web-1: { is: aws_instance.web, compose: [deploy/compose.yaml] }")],
    ),
    ...part("Compose files that are run together, where neither their names nor .env say so.", [
      "compose:",
      ...firstOf(compose, "  - { files: [compose.yaml, compose.prod.yaml], profiles: [web], env_file: prod.env }"),
    ]),
    ...part("What is meant to be reached; with this list, all else that can be is reported.", [
      "approved:",
      ...firstOf(approved, "  - { to: web, ports: [80, 443], from: internet, reason: public site }"),
    ]),
    ...part("Values that the files leave open. What --var says goes before.", ["variables:", ...variableLines(report)]),
    ...part("What is left out, in the patterns of .gitignore.", ["ignore:", ...ignoreLines(report)]),
    "",
  ].join("\n");
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return ["", `# ${title}`, ...lines.map((line) => `#${line}`)];
}

/** Each rule with the gravest severity that it came to, which changes little until it is edited. */
function ruleLines(findings: readonly Finding[]): readonly string[] {
  const open = findings.filter(({ suppressed }) => !suppressed);
  const lines = [...new Set(open.map(({ rule }) => rule))].map((rule) => {
    const found = open.filter((finding) => finding.rule === rule);
    const gravest = severities.find((severity) => found.some((finding) => finding.severity === severity)) ?? "info";
    return `  ${rule}: ${gravest}  # ${counted(found.length, "finding")}`;
  });
  return firstOf(lines, "  published-on-all-interfaces: low");
}

/** nginx's own variables are set nowhere but in nginx. */
function variableLines({ exposures, findings }: Report): readonly string[] {
  const reasons = [
    ...exposures.flatMap(({ missing }) => missing),
    ...findings.flatMap(({ matter }) => missingOf(matter)),
  ];
  const places = new Map<string, Place>();
  for (const { kind, name, at } of reasons)
    if (kind === "variable" && !name.startsWith("$") && !places.has(name)) places.set(name, at);
  const lines = [...places].map(([name, at]) => `  ${JSON.stringify(name)}: 127.0.0.1  # ${writtenAt(at)}`);
  return firstOf(lines, '  "var.office": [10.0.0.0/8]');
}

function missingOf(matter: Matter): readonly Reason[] {
  switch (matter.kind) {
    case "departure":
      return matter.departure.missing;
    case "trait":
      return matter.trait.holds.known ? [] : matter.trait.holds.because;
    case "exposure":
    case "comment":
    case "approval":
      return [];
  }
}

const foldersOfSamples = /^(?:.*\/)?(?:examples?|samples?|tests?|fixtures|testdata)(?=\/)/;

function ignoreLines({ findings }: Report): readonly string[] {
  const folders = findings.flatMap(({ at }) => (at.kind === "file" ? (foldersOfSamples.exec(at.file) ?? []) : []));
  const lines = [...new Set(folders)].toSorted(compareText).map((folder) => `  - ${JSON.stringify(`/${folder}/`)}`);
  return firstOf(lines, '  - "/examples/"');
}

/** What was found, or one example of how it is written. */
function firstOf(found: readonly string[], example: string): readonly string[] {
  return found.length > 0 ? found.slice(0, mostOffered) : [example];
}
