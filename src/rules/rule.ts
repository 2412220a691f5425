import type { Exposure } from "../model/exposure";
import type { Cleartext, Content, Layer, TraitName } from "../model/facts";
import type { Severity } from "../model/finding";
import type { Service } from "../model/service";
import type { Breadth } from "../model/zones";

/**
 * A rule as its file says it; `rules/schema.json` is the definition, and the file's name is the id.
 */
export type Rule = RuleFile & { readonly id: string };

export type RuleFile = RuleManual & RuleCondition;

interface RuleManual {
  readonly title: string;
  /** One clause without a full stop; `{target}` and its like stand for what was found. */
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly references: readonly Reference[];
  readonly examples: readonly Example[];
}

/** Where a standard asks the same: its name, the version whose numbering is meant, and the control there. */
export interface Reference {
  readonly standard: string;
  readonly version?: string;
  readonly control?: string;
  readonly url?: string;
}

/** A small system that runs as a test: the rule answers with this verdict. */
export interface Example {
  readonly verdict: "exposed" | "safe" | "unknown";
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}

export type RuleCondition = ExposureRule | DepartureRule | TraitRule | SuppressionRule | ApprovalRule;

export interface ExposureRule {
  readonly about: "exposure";
  readonly severity: SeverityByReach;
  readonly when: ExposureCondition;
  /**
   * Rules with a precedence share the packets of an exposure: a rule is silent on those that a rule of lower number spoke of.
   * A rule without one speaks of another concern and neither silences nor is silenced.
   */
  readonly precedence?: number;
}

export interface SeverityByReach {
  readonly proven: Severity;
  readonly assumed: Severity;
  readonly latent: Severity;
}

/** Every condition that is given must hold; a condition that is not given always does. */
export interface ExposureCondition {
  readonly breadth?: readonly Breadth[];
  /** A rule that does not say so speaks of all but network ACLs. */
  readonly layers?: readonly Layer[];
  readonly transports?: readonly string[];
  readonly service?: ServiceCondition;
  /** `every`: all ports of a transport, or all protocols. */
  readonly traffic?: "every";
  /** Holds where more ports than this lie in a row. */
  readonly widerThan?: number;
  /** Ports that the rule does not speak of, such as `443/tcp`. */
  readonly except?: readonly string[];
  readonly cleartext?: readonly (Cleartext | "unknown")[];
  /** `handed-on`: of what a proxy or a balancer passes on; a rule that does not say so speaks of what strangers reach themselves. */
  readonly entry?: Exposure["entry"];
  /** Holds where this is answered; a rule that does not say so speaks of services. */
  readonly serves?: readonly Content[];
  /** Some of the public sources are in no zone that the user named. */
  readonly sources?: "undeclared";
  /** `ipv6-wider`: IPv6 lets in more than IPv4 does, of a target that is reached over IPv4, too. */
  readonly families?: "ipv6-wider";
  /** `foreign`: ports that the service, known by more than its port, does not have. */
  readonly ports?: "foreign";
  /** `missing`: there is a list of what is approved, and this is not on it. */
  readonly approval?: "missing";
}

export interface ServiceCondition {
  readonly kinds?: readonly string[];
  readonly names?: readonly string[];
  readonly cleartext?: readonly Service["cleartext"][];
  readonly amplifies?: boolean;
}

export interface DepartureRule {
  readonly about: "departure";
  readonly severity: Severity;
  readonly when: Pick<ExposureCondition, "breadth" | "traffic" | "transports">;
}

export interface TraitRule {
  readonly about: "trait";
  readonly severity: Severity;
  readonly when: { readonly trait: TraitName };
}

/** About comments that speak to Portcullis itself. */
export interface SuppressionRule {
  readonly about: "suppression";
  readonly severity: Severity;
  readonly when: { readonly matches: "nothing" };
}

/** About what the configuration approves. */
export interface ApprovalRule {
  readonly about: "approval";
  readonly severity: Severity;
  /** `expired`: its last day is over; `stale`: nothing passes that it speaks of. */
  readonly when: { readonly is: "expired" | "stale" };
}

/** All that findings rest on: the rules and what is known of services. */
export interface Catalogue {
  readonly rules: readonly Rule[];
  readonly services: readonly Service[];
}
