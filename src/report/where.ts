import type { Hop } from "../model/exposure";
import type { Place } from "../model/source";
import { visible } from "./visible";

/** A place as people and editors write it. */
export function where(place: Place): string {
  return place.kind === "live"
    ? `${visible(place.call)} ${visible(place.object)}`
    : `${visible(place.file)}:${place.line}:${place.column}`;
}

/** The line of a place: enough to find it, and short. */
export function lineOf(place: Place): string {
  return place.kind === "live" ? where(place) : `${visible(place.file)}:${place.line}`;
}

export function hopText({ what, name, at }: Hop): string {
  return `${visible(what)} ${visible(name)} (${where(at)})`;
}
