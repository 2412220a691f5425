import { addresses, everyAddress, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, trafficBounds, type Bounds } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { isSubset } from "../../model/sets";
import { lastPort, noTraffic, portsOf, type Traffic } from "../../model/traffic";
import { loopback } from "../../model/zones";
import { reasonAt, type Setting } from "./settings";

/** What the wildcards of a program mean; any other address means itself. */
export type Wildcards = Readonly<Record<string, AddressSet>>;

/** `*` is every address, `0.0.0.0` and `::` those of their families: so Redis, PostgreSQL and MongoDB. */
export const familyWildcards: Wildcards = { "*": everyAddress, "0.0.0.0": everyIPv4, "::": everyIPv6 };

/** The addresses that a setting lists; a name that is not localhost may mean any. */
export function addressesIn(setting: Setting, written: readonly string[], wildcards: Wildcards): Bounds<AddressSet> {
  return written.reduce<Bounds<AddressSet>>((all, one) => {
    const known = Object.hasOwn(wildcards, one) ? wildcards[one] : addressOf(one);
    if (known) return addressBounds.union(all, addressBounds.certain(known));
    const reason = reasonAt("value", `the address of ${one}`, setting.valueAt);
    return addressBounds.union(all, addressBounds.between(noAddress, everyAddress, [reason]));
  }, addressBounds.certain(noAddress));
}

function addressOf(text: string): AddressSet | undefined {
  if (text.toLowerCase() === "localhost") return loopback;
  return text.includes("/") ? undefined : parseCidr(text);
}

/** The TCP port that a setting gives; every port where what it gives is none. */
export function portIn(setting: Setting | undefined, standard: number): Bounds<Traffic> {
  if (!setting) return trafficBounds.certain(portsOf("tcp", [standard, standard]));
  const port = /^\d{1,5}$/.test(setting.value) ? Number(setting.value) : NaN;
  if (port >= 1 && port <= lastPort) return trafficBounds.certain(portsOf("tcp", [port, port]));
  const reason = reasonAt("value", setting.name, setting.valueAt);
  return trafficBounds.between(noTraffic, portsOf("tcp"), [reason]);
}

/** Whether it is told to answer on every address of a family, so that nobody has to guess which. */
export function isEverywhere({ must }: Bounds<AddressSet>): boolean {
  return [everyIPv4, everyIPv6].some((family) => isSubset(addresses, family, must));
}
