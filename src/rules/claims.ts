import { areDeclared, type Breadth, type Zones } from "../model/zones";
import { addresses } from "../model/addresses";
import type { Exposure } from "../model/exposure";
import { numbers } from "../model/intervals";
import type { Service } from "../model/service";
import { servicesOn, type ServiceIndex } from "../model/services";
import { byTransport, lastPort, noTraffic, portsOf, traffic, withPorts, type PortTransport, type Traffic } from "../model/traffic";
import type { Approval } from "./approved";
import { widerOverIPv6, type Beside } from "./families";
import type { ExposureCondition, ServiceCondition } from "./rule";

/** What a condition holds for: part of an exposure's traffic, and the services that it was recognised by. */
export interface Claim {
  readonly certainty: "exposed" | "unknown";
  readonly traffic: Traffic;
  readonly services: readonly ClaimedService[];
}

export interface ClaimedService {
  readonly service: Service;
  /** Where it was recognised by its port; nowhere where it is known otherwise. */
  readonly destination: number | undefined;
}

/** What is known beside the input: services by port and product, and the sources that the user named. */
export interface Known {
  readonly services: ServiceIndex;
  readonly zones: Zones;
  /** What is meant to be reached; not given where there is no list. */
  readonly approved: readonly Approval[] | undefined;
  readonly beside: Beside;
}

/** The part of an exposure that a condition holds for, surely or perhaps; nothing where it cannot hold. */
export function claimOf(exposure: Exposure, when: ExposureCondition, known: Known): Claim | undefined {
  const { services, zones, approved, beside } = known;
  if (exposure.verdict === "safe" && when.breadth !== undefined) return undefined;
  const certainty = certaintyOf(exposure, when.breadth);
  if (certainty === undefined) return undefined;
  if (when.layers ? !when.layers.includes(exposure.layer) : exposure.layer === "network-acl") return undefined;
  // What a server answers itself it answers to those, too, who come through a proxy.
  if ((when.entry ?? (when.serves ? exposure.entry : "direct")) !== exposure.entry) return undefined;
  if (when.serves ? !exposure.serves || !when.serves.includes(exposure.serves) : exposure.serves) return undefined;
  if (when.transports && !when.transports.includes(exposure.transport)) return undefined;
  if (when.cleartext && !when.cleartext.includes(exposure.cleartext)) return undefined;
  if (when.traffic === "every" && (exposure.opens === "one" || !hasEveryPort(exposure))) return undefined;
  if (when.widerThan !== undefined && !isWide(exposure, when.widerThan)) return undefined;
  if (when.sources === "undeclared" && areDeclared(zones, exposure.sources.may)) return undefined;
  if (when.approval === "missing" && !approved) return undefined;
  const wider = when.families && widerOverIPv6(exposure, beside);
  if (when.families && !wider) return undefined;
  const asked = exceptFor(wider?.traffic ?? exposure.traffic, when.except ?? []);
  const wanted = when.ports === "foreign" ? foreignPorts(exposure, asked) : asked;
  if (traffic.isEmpty(wanted)) return undefined;
  const claim: Claim = { certainty: wider?.certainty ?? certainty, traffic: wanted, services: [] };
  return when.service ? withServices(exposure, when.service, claim, services) : claim;
}

/** What of a claim is about some destinations; nothing where none of it is. */
export function claimOn(claim: Claim, spokenOf: Traffic): Claim | undefined {
  const left = traffic.intersection(claim.traffic, spokenOf);
  if (traffic.isEmpty(left)) return undefined;
  if (traffic.equals(left, claim.traffic)) return claim;
  const isThere = ({ destination }: ClaimedService): boolean => destination === undefined || numbers.includes(left, destination);
  return { ...claim, traffic: left, services: claim.services.filter(isThere) };
}

function certaintyOf(exposure: Exposure, breadth: readonly Breadth[] | undefined): Claim["certainty"] | undefined {
  if (!breadth) return addresses.isEmpty(exposure.sources.must) ? "unknown" : "exposed";
  if (breadth.includes(exposure.breadth)) return "exposed";
  return exposure.missing.length > 0 && breadth.includes(exposure.breadthAtMost) ? "unknown" : undefined;
}

/** Every port of a transport, or every protocol; port 0 cannot be reached and is not missed. */
export function hasEveryPort({ transport, traffic: held }: Pick<Exposure, "transport" | "traffic">): boolean {
  if (transport === "any") return true;
  return isPortTransport(transport) && traffic.isEmpty(traffic.difference(portsOf(transport, [1, lastPort]), held));
}

function isWide(exposure: Exposure, ports: number): boolean {
  if (exposure.opens === "one" || !isPortTransport(exposure.transport)) return false;
  return byTransport(exposure.traffic).some((part) => part.ports.some(([first, last]) => last - first + 1 > ports));
}

function isPortTransport(transport: string): transport is PortTransport {
  return transport === "tcp" || transport === "udp" || transport === "sctp";
}

/** `443/tcp` and the like, taken out of the traffic. */
function exceptFor(held: Traffic, except: readonly string[]): Traffic {
  return except.reduce((left, text) => {
    const [port = "", transport = ""] = text.split("/");
    return isPortTransport(transport) ? traffic.difference(left, portsOf(transport, [Number(port), Number(port)])) : left;
  }, held);
}

/** The ports of a service that it is known not to have; a range, or what the runtime picks, hides nothing. */
function foreignPorts(exposure: Exposure, wanted: Traffic): Traffic {
  const { service: known, opens } = exposure;
  if (!known || known.by === "port" || opens === "one" || isWide(exposure, mostPortsOfAService)) return noTraffic;
  return known.service.ports.reduce<Traffic>(
    (left, { port, transport }) => traffic.difference(left, portsOf(transport, [port, port])),
    traffic.intersection(wanted, withPorts),
  );
}

/** More ports in a row than this are a range, not a service. */
const mostPortsOfAService = 10;

/** Evidence stronger than a port speaks of all that the door leads to; ports alone speak of themselves. */
function withServices(
  exposure: Exposure,
  condition: ServiceCondition,
  claim: Claim,
  services: ServiceIndex,
): Claim | undefined {
  const { service: known } = exposure;
  if (known && known.by !== "port")
    return holdsFor(known.service, condition) ? { ...claim, services: [{ service: known.service, destination: undefined }] } : undefined;
  // Every service of a range that may be open would be a guess each; the rules about ranges say what is not known.
  if (claim.certainty === "unknown" && isWide(exposure, mostPortsOfAService)) return undefined;
  const found = servicesOn(services, claim.traffic).filter(({ service }) => holdsFor(service, condition));
  if (found.length === 0) return undefined;
  const claimed = numbers.from(found.flatMap(({ transport, port }) => portsOf(transport, [port, port])));
  return { ...claim, traffic: claimed, services: found };
}

function holdsFor(service: Service, { kinds, names, cleartext, amplifies }: ServiceCondition): boolean {
  return (
    (!kinds || kinds.includes(service.kind)) &&
    (!names || names.includes(service.name)) &&
    (!cleartext || cleartext.includes(service.cleartext)) &&
    (amplifies === undefined || (service.amplifies ?? false) === amplifies)
  );
}
