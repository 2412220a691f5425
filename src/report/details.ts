import type { Reason } from "../model/bounds";
import type { Hop } from "../model/exposure";
import type { Finding, Matter } from "../model/finding";
import { visible } from "./visible";
import { hopText, where } from "./where";

/** How many reasons are named before the rest is only counted; JSON always has all of them. */
const mostReasons = 5;

/** What is said about a finding after its message, line by line: what to do, what it depends on, and the way. */
export function details(finding: Finding): readonly string[] {
  return [
    visible(finding.fix),
    ...(finding.verdict === "unknown" ? dependence(finding) : []),
    ...(finding.matter.kind === "exposure" ? way(finding.matter.exposure) : []),
  ];
}

/** What a finding depends on. */
export function missingOf(matter: Matter): readonly Reason[] {
  switch (matter.kind) {
    case "exposure":
      return matter.exposure.missing;
    case "departure":
      return matter.departure.missing;
    case "trait":
      return matter.trait.holds.known ? [] : matter.trait.holds.because;
    case "comment":
    case "approval":
      return [];
  }
}

/** The reasons that the message does not name already. */
function dependence({ matter, message }: Finding): readonly string[] {
  const missing = missingOf(matter).filter(({ name }) => !message.includes(name));
  if (missing.length === 0) return [];
  const named = missing.slice(0, mostReasons).map(({ name, at }) => `${visible(name)} (${where(at)})`);
  const rest = missing.length - named.length;
  return [`depends on ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
}

function way({ hops, blockedBy }: { hops: readonly Hop[]; blockedBy: Hop | undefined }): readonly string[] {
  return [
    ...(hops.length > 1 ? ["by way of", ...hops.map((hop) => `  ${hopText(hop)}`)] : []),
    ...(blockedBy ? [`closed today by ${hopText(blockedBy)}`] : []),
  ];
}
