import type { AddressSet } from "../../model/addresses";
import type { Bounds } from "../../model/bounds";
import type { Cleartext } from "../../model/facts";
import type { Traffic } from "../../model/traffic";
import type { Setting } from "./settings";

/** Where a database is told to listen, and the setting that decides it. */
export interface Listening {
  readonly bind: Bounds<AddressSet>;
  /** Where it answers, if that is less than where it listens. */
  readonly answering?: Bounds<AddressSet>;
  readonly ports: Bounds<Traffic>;
  readonly setting: Setting;
  /** Not given where the file does not tell. */
  readonly cleartext?: Cleartext;
  /** What makes it worse, for messages. */
  readonly beside?: string;
}
