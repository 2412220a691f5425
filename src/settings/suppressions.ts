import { commentsIn, type Comment } from "./comments";
import type { Finding } from "../model/finding";
import { digest } from "../model/identity";
import type { Rule, SuppressionRule } from "../rules/rule";
import type { FilePlace, Place, SourceText } from "../model/source";

/** The rules that spoke, and the ids of those that were switched off. */
export interface Speakers {
  readonly rules: readonly Rule[];
  readonly off: ReadonlySet<string>;
}

/**
 * Marks the findings that a comment `# portcullis-ignore <rule> -- reason` speaks of, on the line of the finding or of its
 * statement or on the line before. A comment without a reason, or that matches nothing, is a finding itself; not so one
 * that names a rule that is off, since nobody can tell what that rule would have said.
 */
export function suppress(
  findings: readonly Finding[],
  sources: readonly SourceText[],
  { rules, off }: Speakers,
): readonly Finding[] {
  const byFile = new Map(sources.map((source) => [source.file, commentsIn(source)]));
  const used = new Set<Comment>();
  const marked = findings.map((finding): Finding => {
    const comment = places(finding).flatMap((at) => {
      const comments = at.kind === "file" ? (byFile.get(at.file) ?? []) : [];
      return comments.filter(
        (each) => each.reason !== "" && each.rules.includes(finding.rule) && isBeside(each.at, at),
      );
    })[0];
    if (!comment) return finding;
    used.add(comment);
    return { ...finding, suppressed: finding.suppressed ?? { by: "comment", reason: comment.reason, at: comment.at } };
  });
  const isIdle = ({ rules: named, reason }: Comment): boolean => reason !== "" && named.some((id) => off.has(id));
  const unused = [...byFile.values()].flat().filter((comment) => !used.has(comment) && !isIdle(comment));
  const speaking = rules.filter((rule): rule is Rule & SuppressionRule => rule.about === "suppression");
  return [...marked, ...unused.flatMap((comment) => speaking.map((rule) => complaint(comment, rule)))];
}

function places({ at, door }: Finding): readonly Place[] {
  return [at, door];
}

/** On the same line as where a statement begins, or on the line before it. */
function isBeside(comment: FilePlace, at: Place): boolean {
  return at.kind === "file" && (comment.line === at.line || comment.line === at.line - 1);
}

/** What is wrong with a comment, as a finding of the rule that speaks of suppressions. */
function complaint({ rules, at, reason }: Comment, rule: Rule & SuppressionRule): Finding {
  const detail = rules.length === 0 ? "no rule" : rules.join(", ");
  const lacking =
    reason === ""
      ? `the suppression of ${detail} gives no reason after two dashes, so it suppresses nothing`
      : undefined;
  return {
    rule: rule.id,
    severity: rule.severity,
    verdict: "exposed",
    matter: { kind: "comment", at },
    message: lacking ?? rule.message.replaceAll("{detail}", detail),
    fix: rule.fix,
    at,
    door: at,
    fingerprint: digest([rule.id, at.file, detail]),
    suppressed: undefined,
  };
}
