import { hash } from "node:crypto";
import { writeCidrs } from "./cidr";
import type { AddressSet } from "./addresses";
import type { Bounds } from "./bounds";
import { writeRanges, type Traffic } from "./traffic";

/** A short name for what parts say together: the first 80 bits of their SHA-256, in hexadecimal. */
export function digest(parts: readonly string[]): string {
  return hash("sha256", JSON.stringify(parts)).slice(0, 20);
}

/** Equal for equal packets, however they were written. */
export function writePackets(traffic: Traffic, sources: Bounds<AddressSet>): string {
  const must = writeCidrs(sources.must).join(",");
  const may = sources.may === sources.must ? must : writeCidrs(sources.may).join(",");
  return [writeRanges(traffic), must, may].join(" ");
}

/** Makes names unique in their order: the second of two equals gets `#2`, so that neither hides the other. */
export function numberedNames(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  };
}
