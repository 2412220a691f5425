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

const problemTitles: Readonly<Record<ProblemCode, string>> = {
  syntax: "A file could not be parsed in whole",
  unreadable: "An input could not be read",
  unrecognised: "A construct is not modelled",
  "invalid-value": "A value is not what it should be",
  denied: "A call was denied",
  limit: "A limit was reached, and what lies beyond was not looked at",
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
  return problemCodes.map((id) => ({ id, shortDescription: { text: problemTitles[id] } }));
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
