import type { Departure, Exposure } from "../model/exposure";
import type { Trait } from "../model/facts";
import { type Finding, type Matter, type Severity } from "../model/finding";
import { digest, numberedNames } from "../model/identity";
import { indexOf } from "../model/services";
import { compareText, comparePlaces, type Place } from "../model/source";
import { traffic, writeRanges, noTraffic } from "../model/traffic";
import type { Reason } from "../model/bounds";
import { partsOf, type Approval, type Part } from "./approved";
import { besideIn } from "./families";
import { claimOf, claimOn, hasEveryPort, type Claim, type Known } from "./claims";
import type { Catalogue, DepartureRule, ExposureRule, Rule, TraitRule } from "./rule";
import { becauseOf, filled, wordsForDeparture, wordsForExposure, wordsForTrait, type Words } from "./wording";

/** What rules speak of. */
export interface Matters {
  readonly exposures: readonly Exposure[];
  readonly departures: readonly Departure[];
  readonly traits: readonly Trait[];
}

/** What users say of sources and of what is meant to be reached. */
export type Declared = Pick<Known, "zones" | "approved">;

/** What the rules say, in order of place. */
export function judge(matters: Matters, { rules, services }: Catalogue, declared: Declared): readonly Finding[] {
  const known: Known = { services: indexOf(services), beside: besideIn(matters.exposures), ...declared };
  const speaking = inTurn(rules);
  const drafts = [
    ...withoutEchoes(matters.exposures.flatMap((exposure) => onExposure(exposure, speaking, known))),
    ...matters.departures.flatMap((departure) => rules.flatMap((rule) => (rule.about === "departure" ? onDeparture(departure, rule) : []))),
    ...matters.traits.flatMap((trait) => rules.flatMap((rule) => (rule.about === "trait" ? onTrait(trait, rule) : []))),
  ].toSorted((a, b) => comparePlaces(a.at, b.at) || compareText(a.rule, b.rule) || compareText(a.fingerprint, b.fingerprint));
  const unique = numberedNames();
  return drafts.map((finding) => ({ ...finding, fingerprint: unique(finding.fingerprint) }));
}

/** Where a rule speaks of what gets through a door, that more of it is stopped on the way is no finding of its own. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ rule, door, matter, suppressed }: Finding): string =>
    JSON.stringify([rule, door, suppressed?.by, matter.kind === "exposure" && [matter.exposure.target.id, matter.exposure.transport]]);
  const open = new Set(findings.filter((finding) => !isLatent(finding)).map(keyOf));
  return findings.filter((finding) => !isLatent(finding) || !open.has(keyOf(finding)));
}

function isLatent({ matter }: Finding): boolean {
  return matter.kind === "exposure" && matter.exposure.reach === "latent";
}

type AboutExposure = Rule & ExposureRule;

/** Lower precedence speaks first; rules without one speak after all others, on their own. */
function inTurn(rules: readonly Rule[]): readonly AboutExposure[] {
  const turn = ({ precedence }: ExposureRule): number => precedence ?? Infinity;
  return rules
    .filter((rule): rule is AboutExposure => rule.about === "exposure")
    .toSorted((a, b) => (turn(a) === turn(b) ? compareText(a.id, b.id) : turn(a) - turn(b)));
}

function onExposure(exposure: Exposure, rules: readonly AboutExposure[], known: Known): readonly Finding[] {
  return partsOf(exposure, known.approved ?? []).flatMap((part) => onPart(part, rules, known));
}

/** What is approved is spoken of all the same, so that nobody need guess what an approval covers. */
function onPart(part: Part, rules: readonly AboutExposure[], known: Known): readonly Finding[] {
  const { approvedBy } = part;
  const [first] = approvedBy;
  const suppressed = first && { by: "approval" as const, reason: `approved: ${reasonsOf(approvedBy)}`, at: first.at };
  const speaking = first ? rules.filter(({ when }) => when.approval !== "missing") : rules;
  return onPackets(part, speaking, known).map((finding) => ({ ...finding, suppressed }));
}

function reasonsOf(approvals: readonly Approval[]): string {
  return [...new Set(approvals.map(({ reason }) => reason))].join("; ");
}

function onPackets({ exposure, traffic: spokenOf }: Part, rules: readonly AboutExposure[], known: Known): readonly Finding[] {
  const { zones } = known;
  const findings: Finding[] = [];
  const spoken: ({ readonly precedence: number } & Pick<Claim, "traffic" | "certainty">)[] = [];
  for (const rule of rules) {
    const whole = claimOf(exposure, rule.when, known);
    const claim = whole && claimOn(whole, spokenOf);
    if (!claim) continue;
    const { precedence } = rule;
    if (precedence !== undefined) {
      // What is only perhaps so must not silence what certainly is.
      const before = spoken
        .filter((other) => other.precedence < precedence)
        .filter(({ certainty }) => certainty === "exposed" || claim.certainty === "unknown")
        .map((other) => other.traffic);
      const left = traffic.difference(claim.traffic, before.reduce(traffic.union, noTraffic));
      if (traffic.isEmpty(left)) continue;
      spoken.push({ precedence, traffic: claim.traffic, certainty: claim.certainty });
      findings.push(exposureFinding(rule, exposure, { ...claim, traffic: left }, zones));
    } else findings.push(exposureFinding(rule, exposure, claim, zones));
  }
  return findings;
}

function exposureFinding(rule: AboutExposure, exposure: Exposure, claim: Claim, zones: Known["zones"]): Finding {
  const blocked = exposure.blockedBy ? `, but ${exposure.blockedBy.what} ${exposure.blockedBy.name} stops every way to it` : "";
  return findingOf(rule, {
    matter: { kind: "exposure", exposure },
    severity: rule.severity[exposure.reach],
    verdict: claim.certainty,
    words: wordsForExposure(exposure, claim, zones),
    afterwards: blocked,
    missing: exposure.missing,
    at: exposure.door.focus,
    door: exposure.door.at,
    identity: [exposure.target.id, exposure.layer, writeRanges(claim.traffic)],
  });
}

function onDeparture(departure: Departure, rule: Rule & DepartureRule): readonly Finding[] {
  const { breadth, traffic: wanted, transports } = rule.when;
  const certain = !breadth || breadth.includes(departure.breadth);
  const perhaps = certain || (departure.missing.length > 0 && breadth.includes(departure.breadthAtMost));
  if (!perhaps || (wanted === "every" && !hasEveryPort(departure))) return [];
  if (transports && !transports.includes(departure.transport)) return [];
  const { target, door, missing } = departure;
  return [
    findingOf(rule, {
      matter: { kind: "departure", departure },
      severity: rule.severity,
      verdict: certain ? "exposed" : "unknown",
      words: wordsForDeparture(departure),
      afterwards: "",
      missing,
      at: door.focus,
      door: door.at,
      identity: [target.id, "egress", writeRanges(departure.traffic)],
    }),
  ];
}

function onTrait(trait: Trait, rule: Rule & TraitRule): readonly Finding[] {
  if (trait.trait !== rule.when.trait) return [];
  const { subject, detail, at, holds } = trait;
  return [
    findingOf(rule, {
      matter: { kind: "trait", trait },
      severity: rule.severity,
      verdict: holds.known ? "exposed" : "unknown",
      words: wordsForTrait(trait),
      afterwards: "",
      missing: holds.known ? [] : holds.because,
      at,
      door: at,
      identity: [subject.id, trait.trait, detail, ...(trait.other ? [trait.other.name] : [])],
    }),
  ];
}

interface Draft {
  readonly matter: Matter;
  readonly severity: Severity;
  readonly verdict: Finding["verdict"];
  readonly words: Words;
  readonly afterwards: string;
  readonly missing: readonly Reason[];
  readonly at: Place;
  readonly door: Place;
  readonly identity: readonly string[];
}

function findingOf(rule: Rule, draft: Draft): Finding {
  const { matter, severity, verdict, words, afterwards, at, door } = draft;
  const clause = filled(rule.message, words) + afterwards;
  return {
    rule: rule.id,
    severity,
    verdict,
    matter,
    message: verdict === "unknown" ? `it depends on ${becauseOf(draft.missing)} whether ${clause}` : clause,
    fix: rule.fix,
    at,
    door,
    fingerprint: digest([rule.id, ...draft.identity]),
    suppressed: undefined,
  };
}
