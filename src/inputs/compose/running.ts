import type { Reason } from "../../model/bounds";
import type { Evidence, Subject } from "../../model/facts";
import type { Built } from "./image-build";
import type { NetworkMode } from "./network-mode";
import type { Connection } from "./networks";
import type { EffectivePort } from "./unique-ports";
import type { Entry, Mapping } from "./value";

/** A service with everything that its facts are made of. */
export interface Running {
  readonly subject: Subject;
  readonly host: Subject;
  /** The name of the service, where it is written. */
  readonly key: Entry["key"];
  readonly body: Mapping;
  /** What its Dockerfile says, where it is built from one that was scanned. */
  readonly built: Built | undefined;
  readonly mode: NetworkMode;
  readonly connection: Connection;
  readonly ports: readonly EffectivePort[];
  /** The profiles that make it run; without one it always does. */
  readonly profiles: readonly string[];
  /** Why it may be a swarm that runs it. */
  readonly swarm: Reason | undefined;
  readonly evidence: readonly Evidence[];
}
