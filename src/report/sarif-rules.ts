import type { Severity } from "../model/finding";
import { problemCodes, type ProblemCode } from "../model/source";
import { gravest, type RuleManual } from "./reporter";

/** How GitHub ranks alerts: a number like a CVSS score, as text (its page "SARIF support for code scanning"). */
export const securitySeverity = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
  info: "1.0",
} as const satisfies Record<Severity, string>;

export const levels = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
} as const satisfies Record<Severity, "error" | "warning" | "note">;

interface ProblemManual {
  readonly title: string;
  readonly help: string;
}

const problemManuals: Readonly<Record<ProblemCode, ProblemManual>> = {
  syntax: {
    title: "A file could not be parsed in whole",
    help: "Mend the text at the place that is named; what could be parsed was looked at.",
  },
  unreadable: {
    title: "An input could not be read",
    help: "See that the path is right and that it is a text file which the user that runs portcullis may read.",
  },
  unrecognised: {
    title: "A construct is not modelled",
    help: "What it opens or closes is not known: findings that depend on it are said to be unknown.",
  },
  "invalid-value": {
    title: "A value is not what it should be",
    help: "Write a value that the format allows: what it means now is not known.",
  },
  denied: {
    title: "A call was denied",
    help: "Allow the call that is named: what it would have answered is not known.",
  },
  limit: {
    title: "A limit was reached, and what lies beyond was not looked at",
    help: "Split the input, or scan its parts one by one.",
  },
};

/** A `reportingDescriptor` (SARIF 2.1.0 section 3.49) of a rule. */
export function ruleDescriptor(rule: RuleManual): object {
  const url = rule.references.find((reference) => reference.url !== undefined)?.url;
  const severity = gravest(rule);
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.why}\n\n${rule.fix}${sourcesText(rule)}`, markdown: helpMarkdown(rule) },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ["security"], precision: "high", "security-severity": securitySeverity[severity] },
  };
}

export function problemDescriptors(): readonly object[] {
  return problemCodes.map((id) => {
    const { title, help } = problemManuals[id];
    return { id, shortDescription: { text: title }, fullDescription: { text: title }, help: { text: help } };
  });
}

function helpMarkdown(rule: RuleManual): string {
  return `${rule.why}\n\n**What to do:** ${rule.fix}${sourcesText(rule)}\n\n\`portcullis explain ${rule.id}\` shows examples.`;
}

function sourcesText({ references }: RuleManual): string {
  if (references.length === 0) return "";
  return `\n\nAsked for by ${references
    .map(({ standard, version, control }) =>
      [standard, version, control].filter((part) => part !== undefined).join(" "),
    )
    .join(", ")}.`;
}
