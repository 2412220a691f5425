import type { Finding, Suppression } from "../model/finding";
import { digest } from "../model/identity";
import { placeOf, type FilePlace, type Place, type SourceText } from "../model/source";

interface Comment extends Suppression {
  readonly rules: readonly string[];
  readonly at: FilePlace;
  /** Nothing follows the rules, although a reason must. */
  readonly lacksReason: boolean;
}

/** The comment starts as it does in the format: `#` in all of them, `//` in HCL. JSON has no comments. */
const pattern =
  /(?:#|\/\/)[ \t]*portcullis-ignore[ \t]+([a-z0-9, -]*?[a-z0-9])[ \t]*(?:--[ \t]*(.*?))?[ \t]*(?:\*\/)?[ \t]*\r?$/gm;

/**
 * Marks the findings that a comment `# portcullis-ignore <rule> -- reason` speaks of, on the line of the finding or of its
 * statement or on the line before. A comment without a reason, or that matches nothing, is a finding itself.
 */
export function suppress(findings: readonly Finding[], sources: readonly SourceText[]): readonly Finding[] {
  const byFile = new Map(sources.map((source) => [source.file, commentsIn(source)]));
  const used = new Set<Comment>();
  const marked = findings.map((finding) => {
    const comment = places(finding).flatMap((at) => {
      const comments = at.kind === "file" ? (byFile.get(at.file) ?? []) : [];
      return comments.filter((each) => !each.lacksReason && each.rules.includes(finding.rule) && isBeside(each.at, at));
    })[0];
    if (!comment) return finding;
    used.add(comment);
    return { ...finding, suppressed: { reason: comment.reason, at: comment.at } };
  });
  const unused = [...byFile.values()].flat().filter((comment) => !used.has(comment));
  return [...marked, ...unused.map(complaint)];
}

function places({ at, door }: Finding): readonly Place[] {
  return [at, door];
}

/** On the same line as where a statement begins, or on the line before it. */
function isBeside(comment: FilePlace, at: Place): boolean {
  return at.kind === "file" && (comment.line === at.line || comment.line === at.line - 1);
}

function commentsIn(source: SourceText): readonly Comment[] {
  if (!source.text.includes("portcullis-ignore")) return [];
  return [...source.text.matchAll(pattern)].map(({ index, 0: whole, 1: rules = "", 2: reason = "" }) => ({
    rules: rules.split(/[ ,]+/),
    reason,
    at: placeOf(source, { start: index, end: index + whole.trimEnd().length }),
    lacksReason: reason === "",
  }));
}

function complaint({ rules, at, lacksReason }: Comment): Finding {
  const named = rules.join(", ");
  return {
    rule: "unused-suppression",
    severity: "info",
    verdict: "exposed",
    matter: { kind: "comment", at },
    message: lacksReason
      ? `the suppression of ${named} gives no reason, so it suppresses nothing`
      : `the suppression of ${named} matches nothing`,
    fix: lacksReason ? "say why after two dashes: # portcullis-ignore RULE -- reason" : "remove the comment",
    at,
    door: at,
    fingerprint: digest(["unused-suppression", at.file, named]),
    suppressed: undefined,
  };
}
