import type { Exposure } from "../model/exposure";
import type { Finding } from "../model/finding";
import { digest, numberedNames, writePackets } from "../model/identity";
import { addressBounds } from "../model/bounds";
import { destinationsOf, packetsOf, sourcesOf } from "../model/packets";
import { isMeantBy, meets, type Approval } from "../rules/approved";
import type { ApprovalRule, Rule } from "../rules/rule";
import type { Host } from "./hosts";
import type { Scope } from "./machines";

/** What users say of their system: what meets on which machine, and what is meant to be reached. */
export interface Contract {
  readonly hosts: readonly Host[];
  /** Not given where there is no list, so that nothing needs an approval. */
  readonly approved: readonly Approval[] | undefined;
  /** The day on which approvals must hold, such as `2027-06-30`. */
  readonly today: string;
  readonly scope: Scope;
}

export const noContract: Contract = { hosts: [], approved: undefined, today: "", scope: "whole" };

/** The approvals that hold today; an approval holds until the end of its last day. */
export function inForce({ approved, today }: Contract): readonly Approval[] | undefined {
  return approved?.filter((approval) => !isExpired(approval, today));
}

function isExpired({ until }: Approval, today: string): boolean {
  return until !== undefined && until < today;
}

/** What the rules about approvals say: of those past their day, and of those that nothing passes any more. */
export function complaintsAbout(
  { approved = [], today, scope }: Contract,
  exposures: readonly Exposure[],
  rules: readonly Rule[],
): readonly Finding[] {
  const speaking = rules.filter((rule): rule is Rule & ApprovalRule => rule.about === "approval");
  const unique = numberedNames();
  return approved.flatMap((approval) => {
    const state = isExpired(approval, today) ? "expired" : "stale";
    const isSaid =
      state === "expired" || (scope === "whole" && !exposures.some((exposure) => isOf(approval, exposure)));
    if (!isSaid) return [];
    return speaking
      .filter(({ when }) => when.is === state)
      .map((rule) => {
        const finding = complaint(approval, rule);
        return { ...finding, fingerprint: unique(finding.fingerprint) };
      });
  });
}

function isOf(approval: Approval, { target, sources, traffic }: Exposure): boolean {
  return isMeantBy(approval, target) && meets(approval, packetsOf(sources.may, traffic));
}

function complaint(approval: Approval, rule: Rule & ApprovalRule): Finding {
  const { to, at, until } = approval;
  const detail = until === undefined ? to : `${to} until ${until}`;
  const sources = addressBounds.certain(sourcesOf(approval.packets));
  return {
    rule: rule.id,
    severity: rule.severity,
    verdict: "exposed",
    matter: { kind: "approval", to, at },
    message: rule.message.replaceAll("{detail}", detail),
    fix: rule.fix,
    at,
    door: at,
    fingerprint: digest([rule.id, to, writePackets(destinationsOf(approval.packets), sources)]),
    suppressed: undefined,
  };
}
