import type { AddressSet } from "../model/addresses";
import { writeCidrs } from "../model/cidr";
import type { Departure, Exposure } from "../model/exposure";
import type { Reason } from "../model/bounds";
import type { Trait } from "../model/facts";
import type { Place } from "../model/source";
import { byTransport, rangesOf, type Traffic } from "../model/traffic";
import { breadthOf, zoneAround, type Breadth, type Zones } from "../model/zones";
import type { Claim } from "./claims";

/** What stands for the placeholders of a rule's message. */
export type Words = Readonly<Record<"target" | "sources" | "ports" | "service" | "door" | "detail" | "other", string>>;

const noWords: Words = { target: "", sources: "", ports: "", service: "", door: "", detail: "", other: "" };

export function wordsForExposure(exposure: Exposure, claim: Claim, zones: Zones): Words {
  const { target, door, sources, service } = exposure;
  const breadth = claim.certainty === "exposed" ? exposure.breadth : exposure.breadthAtMost;
  const named = claim.services.map((found) => found.service.product);
  return {
    ...noWords,
    target: target.name,
    door: door.name,
    sources: writeSources(claim.certainty === "exposed" ? sources.must : sources.may, breadth, zones),
    ports: writeDestinations(claim.traffic, exposure),
    service: list(named.length > 0 ? [...new Set(named)] : [service?.service.product ?? "what listens there"]),
  };
}

export function wordsForDeparture({ target, door, traffic }: Departure): Words {
  return { ...noWords, target: target.name, door: door.name, ports: writeDestinations(traffic, { opens: "all" }) };
}

export function wordsForTrait({ subject, detail, other }: Trait): Words {
  const words = { ...noWords, target: subject.name, detail };
  return other ? { ...words, other: `${other.name} at ${writePlace(other.at)}` } : words;
}

export function filled(message: string, words: Words): string {
  return message.replace(/\{(target|sources|ports|service|door|detail|other)\}/g, (_, name: keyof Words) => words[name]);
}

/** `var.cidr at main.tf:14`: at most three reasons, the rest counted. */
export function becauseOf(reasons: readonly Reason[]): string {
  const shown = reasons.slice(0, 3).map(({ name, at }) => `${name} at ${writePlace(at)}`);
  const more = reasons.length - shown.length;
  return list(more > 0 ? [...shown, `${more} more`] : shown);
}

function writePlace(at: Place): string {
  return at.kind === "file" ? `${at.file}:${at.line}` : `${at.call} ${at.object}`;
}

function writeSources(sources: AddressSet, breadth: Breadth, zones: Zones): string {
  const ofEach = { v4: breadthOf({ v4: sources.v4, v6: [] }), v6: breadthOf({ v4: [], v6: sources.v6 }) };
  switch (breadth) {
    case "everyone":
      if (ofEach.v4 !== "everyone" && ofEach.v6 === "everyone") return "everyone with IPv6";
      return "everyone on the internet";
    case "many":
    case "few":
    case "private": {
      const zone = zoneAround(zones, sources);
      if (zone !== undefined) return zone;
      const blocks = writeCidrs(sources);
      const shown = blocks.slice(0, 3);
      return list(blocks.length > shown.length ? [...shown, `${blocks.length - shown.length} more blocks`] : shown);
    }
  }
}

function writeDestinations(held: Traffic, { opens }: Pick<Exposure, "opens">): string {
  const parts = byTransport(held).map(({ transport, ports, traffic }) => {
    if (transport === "any") return "every port of every protocol";
    if (["tcp", "udp", "sctp"].includes(transport)) {
      const ranges = rangesOf(ports);
      if (ranges.length === 1 && (ranges[0] === "0-65535" || ranges[0] === "1-65535")) return `every ${transport} port`;
      const shown = ranges.slice(0, 6).join(", ") + (ranges.length > 6 ? ` and ${ranges.length - 6} more` : "");
      if (opens === "one") return `one of ${transport} ports ${shown}`;
      const several = ranges.length > 1 || shown.includes("-");
      return `${transport} ${several ? "ports" : "port"} ${shown}`;
    }
    if (transport.startsWith("icmp")) return transport === "icmp" ? "ICMP" : "ICMPv6";
    return traffic.length === 1 && /^\d+$/.test(transport) ? `IP protocol ${transport}` : `IP protocols ${transport}`;
  });
  return list(parts);
}

function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
