import { addresses, everyAddress, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds, type Reason } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { unionOf } from "../../model/sets";
import type { Problem } from "../../model/source";
import type { Written } from "./ec2-permission";

export interface ReadAddresses {
  readonly addresses: Bounds<AddressSet>;
  readonly problems: readonly Problem[];
}

const wholeOf = { ipv4: everyIPv4, ipv6: everyIPv6, any: everyAddress } as const satisfies Record<string, AddressSet>;

/**
 * The addresses of a list of CIDR blocks. A block that is not known, or that is none, may be any address of the family;
 * the others are certain all the same.
 */
export function addressesOf(cidrs: readonly Written<string>[], family: keyof typeof wholeOf): ReadAddresses {
  const certain: AddressSet[] = [];
  const because: Reason[] = [];
  const problems: Problem[] = [];
  for (const { value, at } of cidrs) {
    if (!value.known) {
      because.push(...value.because);
      continue;
    }
    const block = parseCidr(value.value);
    if (block) certain.push(block);
    else {
      const message = `"${value.value}" is no CIDR block`;
      because.push({ kind: "value", name: message, at });
      problems.push({ code: "invalid-value", message: `${message}; write it as 10.0.0.0/8 or 2001:db8::/32`, at });
    }
  }
  const must = unionOf(addresses, certain);
  const may = because.length > 0 ? addresses.union(must, wholeOf[family]) : must;
  return { addresses: addressBounds.between(must, may, because), problems };
}

/** Any address at all, for the reasons given: a prefix list, a list that could not be read. */
export function anyAddressBecause(because: readonly Reason[]): Bounds<AddressSet> {
  return addressBounds.between(noAddress, everyAddress, because);
}
