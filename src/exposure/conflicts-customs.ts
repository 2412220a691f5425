import type { Fact, Forward, Trait, TraitName } from "../model/facts";
import type { Interval } from "../model/intervals";
import { identify, servicesOn, type KnownService, type ServiceIndex } from "../model/services";
import { byTransport, portsOf, rangesOf, traffic, type Traffic } from "../model/traffic";

/** From which Linux takes the ports of connections that it opens, unless told otherwise (ip(7), ip_local_port_range). */
const ephemeral: Interval<number> = [32768, 60999];
const inEphemeralRange: Traffic = traffic.union(portsOf("tcp", ephemeral), portsOf("udp", ephemeral));

/** Published ports of a fixed number that by custom belong to another: to the system's own connections, or to a service. */
export function takenFromOthers(facts: readonly Fact[], services: ServiceIndex): readonly Trait[] {
  return facts.flatMap((fact) =>
    fact.kind === "forward" && fact.how === "publish" && fact.opens === "all"
      ? [...fromConnections(fact, services), ...fromServices(fact, services)]
      : [],
  );
}

/** A number that some service has by custom is no surprise to those who run it, such as 51820 for WireGuard. */
function fromConnections(forward: Forward, services: ServiceIndex): readonly Trait[] {
  const taken = traffic.intersection(forward.traffic.must, inEphemeralRange);
  if (traffic.isEmpty(taken) || servicesOn(services, taken).length > 0) return [];
  return [traitOf("listens-in-ephemeral-range", written(taken), forward)];
}

/**
 * Kinds whose clients speak first to whoever answers there. What a bare number of any other kind means is a custom that
 * many break, and nobody is misled.
 */
const misleading: ReadonlySet<string> = new Set([
  "cache",
  "database",
  "directory",
  "file-sharing",
  "mail",
  "message-broker",
  "rdp",
  "remote-login",
  "search",
  "ssh",
]);

/** A registered number is for the service that it was registered for (RFC 6335 section 6). */
function fromServices(forward: Forward, services: ServiceIndex): readonly Trait[] {
  return byTransport(forward.traffic.must).flatMap(({ transport, traffic: published }): readonly Trait[] => {
    const arriving = byTransport(forward.arriving.must).find((part) => part.transport === transport);
    const own = arriving && identify(services, forward.evidence, arriving);
    if (!own || !isCertain(own)) return [];
    const strangers = servicesOn(services, published).filter(
      ({ service, port }) =>
        misleading.has(service.kind) &&
        service.kind !== own.service.kind &&
        !own.service.ports.some((known) => known.port === port && known.transport === transport),
    );
    return strangers.map(({ service, port }) =>
      traitOf("reuses-registered-port", `${transport} port ${port}, where ${service.product} is expected,`, forward),
    );
  });
}

/** Known by what it is, not by a number. */
function isCertain({ by }: KnownService): boolean {
  return by === "image" || by === "command" || by === "process" || by === "configuration";
}

function traitOf(trait: TraitName, detail: string, { to, statement }: Forward): Trait {
  return { kind: "trait", subject: to, trait, holds: { known: true }, detail, at: statement.focus };
}

function written(taken: Traffic): string {
  return byTransport(taken)
    .map(({ transport, ports }) => `${transport} ${rangesOf(ports).join(", ")}`)
    .join(" and ");
}
