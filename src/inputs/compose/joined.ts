import type { AddressSet } from "../../model/addresses";
import type { Bounds } from "../../model/bounds";
import type { Statement } from "../../model/facts";
import type { Entry, Value } from "./value";

/** Where a service is reached without its host, and what makes it so. */
export interface OwnAddress {
  readonly bind: Bounds<AddressSet>;
  /** Which of the ports that it listens on are let through there. */
  readonly opens: "all" | "published";
  readonly statement: Statement;
}

/** A network that a service is in. */
export interface Joined {
  readonly name: string;
  /** Where the service asks for it; where the network is defined for the `implicit` one, which it does not ask for. */
  readonly entry: Entry;
  readonly implicit: boolean;
  readonly definition: Value | undefined;
}
