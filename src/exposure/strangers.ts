import { addresses, everyAddress, everyIPv4, everyIPv6, meet, noAddress, type AddressSet } from "../model/addresses";
import { addressBounds, type Bounds } from "../model/bounds";
import type { Verdict } from "../model/exposure";
import { internet, loopback } from "../model/zones";

/**
 * How what arrives is addressed: `direct`, to an address that the endpoint has and of which nothing is known; `routed`, by
 * a way that the input shows, on which a public address may be translated into a private one; `translated`, by whoever
 * hands it on; `local`, by a program of the same machine.
 */
export type Addressing = "direct" | "routed" | "translated" | "local";

/** Who can send to a socket that is bound to these addresses, if nothing stands before it. */
export function sendersTo({ must, may, because }: Bounds<AddressSet>, addressing: Addressing): Bounds<AddressSet> {
  const surely = senders(must, addressing);
  return must === may
    ? addressBounds.certain(surely)
    : addressBounds.between(surely, senders(may, addressing), because);
}

/**
 * For loopback the host itself (RFC 1122 section 3.2.1.3), for an address of a private network whoever has one, for any
 * other address everyone.
 */
function senders(bind: AddressSet, addressing: Addressing): AddressSet {
  if (bind === everyAddress) return everyAddress;
  const beyondLoopback = addresses.difference(bind, loopback);
  if (addressing === "local") return addresses.isEmpty(bind) ? noAddress : everyAddress;
  if (addressing === "translated") return addresses.isEmpty(beyondLoopback) ? noAddress : everyAddress;
  const publicly = addressing === "routed" ? beyondLoopback : addresses.intersection(bind, internet);
  const families = [everyIPv4, everyIPv6].map((family) => {
    const among = (set: AddressSet): AddressSet => addresses.intersection(set, family);
    if (!addresses.isEmpty(among(publicly))) return family;
    if (!addresses.isEmpty(among(beyondLoopback))) return addresses.difference(family, internet);
    return addresses.isEmpty(among(bind)) ? noAddress : among(loopback);
  });
  return families.reduce(addresses.union, noAddress);
}

/** Whether strangers get in: surely, not at all, or depending on what is not known. */
export function verdictOn(sources: Bounds<AddressSet>): Verdict {
  if (meet(sources.must, internet)) return "exposed";
  return meet(sources.may, internet) ? "unknown" : "safe";
}

/** Whether a socket is bound to addresses of private networks alone, loopback not among them. */
export function isPrivatelyBound(bind: AddressSet): boolean {
  return !addresses.isEmpty(addresses.difference(bind, loopback)) && !meet(bind, internet);
}
