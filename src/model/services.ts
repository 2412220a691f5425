import { assertNever } from "./assert";
import { evidenceKinds, type Evidence } from "./facts";
import { append } from "./grouped";
import { numbers, type IntervalSet } from "./intervals";
import { remembered } from "./remembered";
import type { Service } from "./service";
import { programsOf, servicesStartedBy, type ProgramIndex } from "./programs";
import { destinationOf, type PortTransport, type Traffic } from "./traffic";

/** Who a door leads to, and how that is known. */
export interface KnownService {
  readonly service: Service;
  readonly by: Evidence["by"];
}

/** The services of the catalogue, ready to be asked by port, image or program. */
export interface ServiceIndex {
  readonly byPort: ReadonlyMap<string, Service>;
  /** The same as `byPort`, in order of destination. */
  readonly byDestination: readonly ServiceOnPort[];
  readonly byImage: ReadonlyMap<string, readonly Service[]>;
  readonly byProgram: ProgramIndex;
}

/** The service that is assumed on a port. */
export interface ServiceOnPort {
  readonly service: Service;
  readonly port: number;
  readonly transport: PortTransport;
  /** As `Traffic` numbers it. */
  readonly destination: number;
}

export const indexOf = remembered((services: readonly Service[]): ServiceIndex => {
  const byPort = new Map<string, Service>();
  const byDestination: ServiceOnPort[] = [];
  const byImage = new Map<string, Service[]>();
  for (const service of services) {
    for (const { port, transport, assumed } of service.ports) {
      if (!assumed) continue;
      byPort.set(`${port}/${transport}`, service);
      byDestination.push({ service, port, transport, destination: destinationOf(transport, port) });
    }
    for (const image of service.images ?? []) append(byImage, image, service);
  }
  byDestination.sort((a, b) => a.destination - b.destination);
  return { byPort, byDestination, byImage, byProgram: programsOf(services) };
});

/** A port that something arrives at, on one transport. */
export interface Arrival {
  readonly transport: string;
  /** The ports where it arrives, at the process itself. */
  readonly ports: IntervalSet<number>;
}

/**
 * Who serves, by the strongest evidence: the image or the program, told apart by port where they are known for several
 * services; else the port itself. Nothing where no evidence tells.
 */
export function identify(
  index: ServiceIndex,
  evidence: readonly Evidence[],
  arrival: Arrival,
): KnownService | undefined {
  for (const kind of evidenceKinds) {
    for (const { by, value } of evidence) {
      if (by !== kind) continue;
      const service = oneOf(candidates(index, { by, value }), arrival);
      if (service) return { service, by };
    }
  }
  const service = onPorts(index, arrival);
  return service && { service, by: "port" };
}

function candidates(index: ServiceIndex, { by, value }: Evidence): readonly Service[] {
  switch (by) {
    case "image":
      return index.byImage.get(repositoryOf(value)) ?? [];
    case "process":
    case "command":
    case "configuration":
      return servicesStartedBy(index.byProgram, value);
    case "container-port":
    case "upstream-port":
    case "port": {
      const service = index.byPort.get(value);
      return service ? [service] : [];
    }
    default:
      return assertNever(by);
  }
}

/** Of several services of one image or program the one whose port it is; any of them, where all are of one kind. */
function oneOf(services: readonly Service[], arrival: Arrival): Service | undefined {
  const [first, ...others] = services;
  if (others.length === 0) return first;
  const byPort = services.find(({ ports }) =>
    ports.some(({ port, transport }) => transport === arrival.transport && numbers.includes(arrival.ports, port)),
  );
  return byPort ?? (others.every(({ kind }) => kind === first?.kind) ? first : undefined);
}

function onPorts(index: ServiceIndex, { transport, ports }: Arrival): Service | undefined {
  const [only, ...others] = ports;
  return only && others.length === 0 && only[0] === only[1] ? index.byPort.get(`${only[0]}/${transport}`) : undefined;
}

/** `docker.io/library/postgres:16@sha256:…` is `postgres`; a registry of one's own is left out, too. */
function repositoryOf(image: string): string {
  const [name = ""] = image.split("@");
  const parts = name.split("/");
  const registry = parts[0] ?? "";
  const path = parts.length > 1 && /[.:]|^localhost$/.test(registry) ? parts.slice(1) : parts;
  const repository = path
    .join("/")
    .replace(/:[^:/]*$/, "")
    .toLowerCase();
  return repository.replace(/^library\//, "");
}

/** The services that are assumed on the ports of some traffic, in order of protocol and port. */
export function servicesOn({ byDestination }: ServiceIndex, traffic: Traffic): readonly ServiceOnPort[] {
  return traffic.flatMap(([first, last]) => {
    const found: ServiceOnPort[] = [];
    for (let at = firstFrom(byDestination, first); ; at++) {
      const service = byDestination[at];
      if (!service || service.destination > last) return found;
      found.push(service);
    }
  });
}

/** The index of the first entry at or after a destination, by bisection. */
function firstFrom(sorted: readonly ServiceOnPort[], destination: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.destination ?? 0) < destination) low = middle + 1;
    else high = middle;
  }
  return low;
}
