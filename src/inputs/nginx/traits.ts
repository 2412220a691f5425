import { addresses } from "../../model/addresses";
import type { Bounds, Reason } from "../../model/bounds";
import type { AddressSet } from "../../model/addresses";
import type { Subject, Trait, TraitName } from "../../model/facts";
import { headOf, type Directive } from "./directive";
import { strangers } from "./sites";

/** What a directive makes of a server or a location. */
export interface Found {
  readonly trait: TraitName;
  readonly subject: Subject;
  readonly detail: string;
  readonly directive: Directive;
  /** Why it may not be so; empty where it certainly is. */
  readonly doubt: readonly Reason[];
}

/** As a fact, unless no stranger can send to the sockets of whom it is found in. */
export function metBy(senders: Bounds<AddressSet>, found: Found): readonly Trait[] {
  const meets = (set: AddressSet): boolean => !addresses.isEmpty(addresses.intersection(set, strangers));
  if (!meets(senders.may)) return [];
  const because = meets(senders.must) ? found.doubt : [...found.doubt, ...senders.because];
  const { trait, subject, detail, directive } = found;
  const holds: Trait["holds"] = because.length === 0 ? { known: true } : { known: false, because };
  return [{ kind: "trait", subject, trait, holds, detail, at: headOf(directive) }];
}

/** What one directive does in several places is said once, and as certain where it is so in one of them. */
export function eachOnce(traits: readonly Trait[]): readonly Trait[] {
  if (traits.length < 2) return traits;
  const distinct = new Map<string, Trait>();
  for (const trait of traits) {
    const { at } = trait;
    const place = at.kind === "file" ? `${at.file}:${at.line}:${at.column}` : at.object;
    const key = [trait.trait, place, trait.detail].join(" ");
    const before = distinct.get(key);
    if (!before || (!before.holds.known && trait.holds.known)) distinct.set(key, trait);
  }
  return [...distinct.values()];
}

/** A directive as it is written, for messages. */
export function written({ name, args }: Directive): string {
  return [name, ...args].join(" ");
}
