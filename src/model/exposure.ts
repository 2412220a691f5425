import type { AddressSet } from "./addresses";
import type { Bounds, Reason } from "./bounds";
import type { Cleartext, Content, Layer, Statement, Subject } from "./facts";
import type { KnownService } from "./services";
import type { Place } from "./source";
import type { Traffic } from "./traffic";
import type { Breadth } from "./zones";

export const verdicts = ["exposed", "unknown", "safe"] as const;
export type Verdict = (typeof verdicts)[number];

export const reaches = ["proven", "assumed", "latent"] as const;
export type Reach = (typeof reaches)[number];

/**
 * What passes a door on one transport, from whom, and along which hops.
 *
 * A door whose destinations differ in who reaches them is several exposures, so that each is exactly
 * "these sources to each of these destinations".
 */
export interface Exposure {
  /** Stable while lines move and prose changes: from the door's address and the packets. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly reach: Reach;
  readonly layer: Layer;
  readonly target: Subject;
  readonly door: Statement;
  /** See `TransportTraffic`. */
  readonly transport: string;
  /** Destinations of this transport. */
  readonly traffic: Traffic;
  /** `one`: a single one of these ports is open, and which one is not known before it runs. */
  readonly opens: "all" | "one";
  readonly sources: Bounds<AddressSet>;
  /** How wide the certain sources are, together with what the same boundary lets in by its other statements. */
  readonly breadth: Breadth;
  /** How wide the possible sources are. */
  readonly breadthAtMost: Breadth;
  readonly service: KnownService | undefined;
  readonly cleartext: Cleartext | "unknown";
  /** `handed-on`: whom strangers speak to answers, and passes on what they say. */
  readonly entry: "direct" | "handed-on";
  /** What is answered there beyond a service. */
  readonly serves: Content | undefined;
  /** The shortest way, from the internet inwards. */
  readonly hops: readonly Hop[];
  /** Other ways to the same, each as `hops`. */
  readonly otherWays: readonly (readonly Hop[])[];
  readonly blockedBy: Hop | undefined;
  readonly assuming: readonly string[];
  readonly missing: readonly Reason[];
}

export interface Hop {
  readonly what: string;
  readonly name: string;
  readonly at: Place;
}

/** What a boundary lets out, on one transport. */
export interface Departure {
  readonly id: string;
  readonly verdict: Verdict;
  readonly target: Subject;
  readonly door: Statement;
  readonly transport: string;
  readonly traffic: Traffic;
  readonly destinations: Bounds<AddressSet>;
  readonly breadth: Breadth;
  readonly breadthAtMost: Breadth;
  readonly missing: readonly Reason[];
}
