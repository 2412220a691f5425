import type { Finding, Suppression } from "../model/finding";
import { digest } from "../model/identity";
import type { Rule, SuppressionRule } from "../rules/rule";
import { placeOf, type FilePlace, type Place, type SourceText } from "../model/source";

interface Comment extends Suppression {
  readonly rules: readonly string[];
  readonly at: FilePlace;
}

/** The comment starts as it does in the format: `#` in all of them, `//` in HCL. */
const pattern = /(?:#|\/\/)[ \t]*portcullis-ignore\b(.*)$/gm;

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
  const marked = findings.map((finding) => {
    const comment = places(finding).flatMap((at) => {
      const comments = at.kind === "file" ? (byFile.get(at.file) ?? []) : [];
      return comments.filter(
        (each) => each.reason !== "" && each.rules.includes(finding.rule) && isBeside(each.at, at),
      );
    })[0];
    if (!comment) return finding;
    used.add(comment);
    return { ...finding, suppressed: { reason: comment.reason, at: comment.at } };
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

function commentsIn(source: SourceText): readonly Comment[] {
  if (!source.text.includes("portcullis-ignore") || isJson(source)) return [];
  return [...source.text.matchAll(pattern)].flatMap(({ index, 0: whole, 1: rest = "" }) => {
    if (isQuoted(source.text.slice(source.text.lastIndexOf("\n", index) + 1, index))) return [];
    const dashes = rest.indexOf("--");
    const names = dashes === -1 ? rest : rest.slice(0, dashes);
    const reason = dashes === -1 ? "" : rest.slice(dashes + 2).trim();
    const at = placeOf(source, { start: index, end: index + whole.trimEnd().length });
    return [{ rules: names.split(/[\s,]+/).filter((name) => name !== ""), reason, at }];
  });
}

/** JSON has no comments, so what looks like one is text that somebody wrote, such as a description in an account. */
function isJson({ text }: SourceText): boolean {
  return /^[\s\uFEFF]*[[{]/.test(text);
}

/** Whether a quote is open where the line has come to: what follows is part of a value and no comment. */
function isQuoted(before: string): boolean {
  const open = (quote: RegExp): boolean => (before.match(quote)?.length ?? 0) % 2 === 1;
  return open(/(?<!\\)"/g) || open(/(?<![\w\\])'|'(?!\w)/g);
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
