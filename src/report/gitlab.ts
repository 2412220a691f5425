import type { Finding, Report, Severity } from "../model/finding";
import { digest, numberedNames } from "../model/identity";
import type { Place, Problem } from "../model/source";
import { written } from "./json";
import { wasNotLookedAt } from "./problems";
import type { ReportContext } from "./reporter";
import { compareGravity, shownFindings } from "./summary";
import { visible } from "./visible";

/**
 * The report that GitLab shows in merge requests (GitLab Docs, "Code Quality", "Code Quality report format"): a list of
 * issues, each with a path, the line where it begins and a fingerprint of its own. What was not looked at is an issue, too.
 */
export function gitlab(report: Report, context: Pick<ReportContext, "unknowns">): string {
  const unique = numberedNames();
  const shown = shownFindings(report, context).toSorted(compareGravity);
  return written([
    ...shown.map(issueOf),
    ...report.problems.map((problem) => {
      const issue = problemIssue(problem);
      return { ...issue, fingerprint: unique(issue.fingerprint) };
    }),
  ]);
}

const gravities = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  info: "info",
} as const satisfies Record<Severity, string>;

type Gravity = (typeof gravities)[Severity];

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: Gravity;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** What is not known for certain is never graver than what is minor. */
function issueOf({ rule, severity, verdict, message, fix, at, fingerprint }: Finding): Issue {
  const gravity = gravities[severity];
  return {
    description: visible(`${message}: ${fix}`),
    check_name: rule,
    fingerprint,
    severity: verdict === "exposed" || gravity === "info" ? gravity : "minor",
    location: locationOf(at),
  };
}

function problemIssue({ code, message, at }: Problem): Issue {
  const isUnread = wasNotLookedAt({ code, message, at });
  const { path } = locationOf(at);
  return {
    description: visible(`${isUnread ? "not looked at" : "not understood, and so in doubt"}: ${message}`),
    check_name: code,
    fingerprint: digest([code, path, message]),
    severity: isUnread ? "major" : "info",
    location: locationOf(at),
  };
}

/** An object of an account lies in no file: it takes the place of one, so that no two are one. */
function locationOf(at: Place): Issue["location"] {
  return at.kind === "file"
    ? { path: at.file, lines: { begin: at.line } }
    : { path: `${at.call}/${at.object}`, lines: { begin: 1 } };
}
