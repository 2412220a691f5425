import { addresses, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../model/addresses";
import { addressBounds, type Bounds } from "../model/bounds";
import type { Verdict } from "../model/exposure";
import { internet, loopback } from "../model/zones";

/**
 * Who can send to a socket that is bound to these addresses, if nothing stands before it: for loopback the host itself
 * (RFC 1122 section 3.2.1.3), for an address of a private network whoever has one, for any other address everyone.
 */
export function sendersTo({ must, may, because }: Bounds<AddressSet>): Bounds<AddressSet> {
  return addressBounds.between(senders(must), senders(may), because);
}

function senders(bind: AddressSet): AddressSet {
  const beyondLoopback = addresses.difference(bind, loopback);
  const publicly = addresses.intersection(bind, internet);
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
  if (meets(sources.must)) return "exposed";
  return meets(sources.may) ? "unknown" : "safe";
}

function meets(sources: AddressSet): boolean {
  return !addresses.isEmpty(addresses.intersection(sources, internet));
}

/** Whether a socket is bound to addresses of private networks alone, loopback not among them. */
export function isPrivatelyBound(bind: AddressSet): boolean {
  return !addresses.isEmpty(addresses.difference(bind, loopback)) && !meets(bind);
}
