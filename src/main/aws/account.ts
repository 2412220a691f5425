import type { Problem } from "../../model/source";
import type { Call } from "./calls";

/** All that one call answered in one region, its pages put together. */
export interface Answer {
  readonly call: Call;
  readonly region: string;
  /** What the call was asked about, such as a prefix list; nothing where it lists all there is. */
  readonly about: string | undefined;
  /** In order of their ids. */
  readonly items: readonly object[];
}

/** What could be read of an account. */
export interface Account {
  readonly kind: "account";
  /** Twelve digits, or nothing where no answer says it. */
  readonly id: string | undefined;
  readonly answers: readonly Answer[];
  readonly problems: readonly Problem[];
}

/** Why nothing can be asked: one sentence that says what to do. */
export interface Refused {
  readonly kind: "refused";
  /** `usage`: what the user said is wrong; `notLooked`: the account did not let us look. */
  readonly exit: "usage" | "notLooked";
  readonly message: string;
  /** A word that is likely mistyped, and those that it may stand for. */
  readonly meant?: { readonly word: string; readonly among: readonly string[] };
}

export function refused(exit: Refused["exit"], message: string): Refused {
  return { kind: "refused", exit, message };
}
