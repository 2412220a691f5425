import type { Reason } from "../../model/bounds";
import type { Evidence, Fact, Opaque, Subject } from "../../model/facts";
import type { Problem, SourceText } from "../../model/source";
import { commandEvidence } from "../shared/binds";
import { serviceKeys, treatmentOf } from "./constructs";
import { doorFacts, routeFacts } from "./doors";
import { builtBy, type Built } from "./image-build";
import { mountFacts, type GivenFiles } from "./mounts";
import { namingFacts, type Neighbours } from "./names";
import { networkModeOf } from "./network-mode";
import { connectionOf } from "./networks";
import { readPorts } from "./ports";
import { serviceRefusals } from "./refusals";
import { referenceProblems } from "./references";
import type { Running } from "./running";
import { withScripts } from "./script-commands";
import { replicaConflicts } from "./replicas";
import { serviceSubject } from "./subjects";
import { swarmOf } from "./swarm";
import { sysctlTraits } from "./sysctls";
import { toldCommands } from "./told-commands";
import { traitFacts } from "./traits";
import { effectivePorts } from "./unique-ports";
import { isNull, placeIn, problemAt, textOf, textsOf, valueIn, type Entry, type Mapping } from "./value";
import { labelFacts } from "./watching-proxies";

/** The project around a service. */
export interface Surroundings extends Neighbours, GivenFiles {
  /** What gives the names of the project their meaning: its first file. */
  readonly project: string;
  readonly host: Subject;
  /** The effective model that the service is a part of. */
  readonly model: Mapping;
  /** `whole`: what the model does not define is nowhere. `part`: another file may define it. */
  readonly extent: "whole" | "part";
  /** By the name of a service what is known of those that share its network, and so serve on the ports that it publishes. */
  readonly sharers: ReadonlyMap<string, readonly Evidence[]>;
}

export interface ServiceReading {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  /** Files beside the compose files that it was read from. */
  readonly sources: readonly SourceText[];
}

/** The facts of one service of the effective model. What is wrong with one part of it hides no other. */
export function readService(name: string, { key, value: body }: Entry, around: Surroundings): ServiceReading {
  if (body.kind !== "mapping") {
    const message = `services.${name} is no mapping with an image or a build, so nothing of it was read`;
    return { facts: [], sources: [], problems: [problemAt("invalid-value", message, isNull(body) ? key : body)] };
  }
  const connection = connectionOf(body, name, valueIn(around.model, "networks"));
  const built = builtBy(body, around.library);
  const { entries, problems } = readPorts(valueIn(body, "ports"), name);
  const running: Running = {
    subject: serviceSubject(around.project, name),
    host: around.host,
    key,
    body,
    built,
    mode: connection.hosts ?? networkModeOf(body),
    connection,
    ports: effectivePorts(entries),
    profiles: textsOf(valueIn(body, "profiles")),
    swarm: swarmOf(body, connection.joined),
    evidence: [...evidenceOf(body, around, built), ...(around.sharers.get(name) ?? [])],
  };
  return {
    sources: built ? [built.source] : [],
    facts: [
      ...doorFacts(running),
      ...routeFacts(running),
      ...namingFacts(running, around),
      ...mountFacts(running, around),
      ...traitFacts(running),
      ...sysctlTraits(running),
      ...replicaConflicts(running),
      ...opaqueFacts(running),
      ...labelFacts(running, around),
    ],
    problems: [
      ...problems,
      ...connection.problems,
      ...keyProblems(name, body),
      ...contradictions(running),
      ...serviceRefusals(name, { key, value: body }),
      ...(around.extent === "whole" ? referenceProblems(running, around.model) : []),
    ],
  };
}

/**
 * How the service is known: what its image is called, or that on which it is built, and the programs that it is told to run.
 * What is built is known by what it is built from; the name that it is given is the project's own.
 */
function evidenceOf(body: Mapping, { model, library }: GivenFiles, built?: Built): readonly Evidence[] {
  const images = [textOf(valueIn(body, "image")), built?.from].filter((name) => name !== undefined && name !== "");
  const named = images.map((value): Evidence => ({ by: "image", value: value ?? "" }));
  const commands = withScripts(toldCommands(body, built), { body, built, library, volumes: valueIn(model, "volumes") });
  return [...named, ...commands.map(commandEvidence)];
}

/** For each service whose network others share, how those are known. */
export function sharersOf(services: Mapping, around: GivenFiles): ReadonlyMap<string, readonly Evidence[]> {
  const sharers = new Map<string, Evidence[]>();
  for (const { value } of services.entries.values()) {
    const mode = value.kind === "mapping" ? networkModeOf(value) : undefined;
    if (value.kind !== "mapping" || mode?.kind !== "shared" || mode.service === undefined) continue;
    const known = sharers.get(mode.service) ?? [];
    known.push(...evidenceOf(value, around));
    sharers.set(mode.service, known);
  }
  return sharers;
}

function opaqueFacts({ subject, body, mode, connection, ports }: Running): readonly Opaque[] {
  const constructs = [...body.entries].flatMap(([name, { key }]): readonly Reason[] =>
    treatmentOf(serviceKeys, name) === "opaque" ? [{ kind: "construct", name, at: placeIn(key) }] : [],
  );
  // Another mode than the host's may take away the doors that `ports` opens.
  const modes = mode.kind === "unknown" && ports.length > 0 ? mode.refused : [];
  return [...constructs, ...connection.opaque, ...modes].map((reason) => ({
    kind: "opaque",
    touches: subject,
    reason,
  }));
}

function keyProblems(service: string, body: Mapping): readonly Problem[] {
  return [...body.entries].flatMap(([name, { key }]) => {
    if (treatmentOf(serviceKeys, name)) return [];
    return [
      problemAt(
        "unrecognised",
        `compose knows no key ${name} in a service; services.${service}.${name} was not read`,
        key,
      ),
    ];
  });
}

/** What docker refuses although each part of it is sound. */
function contradictions({ subject, body, mode, ports }: Running): readonly Problem[] {
  const { name } = subject;
  const networks = body.entries.get("networks");
  const problems: Problem[] = [];
  const own = networkModeOf(body).kind;
  if (own !== "own" && own !== "unknown" && networks && !isNull(networks.value)) {
    const message = `services.${name} has network_mode and networks, which compose refuses; keep one of them`;
    problems.push(problemAt("invalid-value", message, networks.key));
  }
  if (mode.kind !== "shared") return problems;
  const listed = body.entries.get("ports");
  if (ports.length > 0 && listed) {
    const message = `services.${name} publishes no ports of its own with network_mode: ${mode.written}; publish them there`;
    problems.push(problemAt("invalid-value", message, listed.key));
  }
  return problems;
}
