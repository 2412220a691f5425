import type { Fact, Name, Resides, Subject } from "../../model/facts";
import type { Joined } from "./joined";
import type { Running } from "./running";
import { externalNetwork, namedContainer, ownNetwork, privateNames, serviceSubject } from "./subjects";
import { isTrue, placeIn, textOf, textsOf, valueIn, type Mapping, type Value } from "./value";

/** The project around a service, as far as names lead through it. */
export interface Neighbours {
  readonly project: string;
  readonly services: Mapping;
  /** By `container_name` the service that has it. */
  readonly containers: ReadonlyMap<string, Subject>;
}

/** Whose network a service shares, and the names by which it and those that it knows are found. */
export function namingFacts(running: Running, around: Neighbours): readonly Fact[] {
  return [...residence(running, around), ...networkNames(running, around), ...privateFacts(running, around)];
}

/** The services that a `container_name` leads to. */
export function containersOf(project: string, services: Mapping): ReadonlyMap<string, Subject> {
  return new Map(
    [...services.entries].flatMap(([name, { value }]) => {
      const container = textOf(valueIn(value, "container_name"));
      return container === undefined ? [] : [[container, serviceSubject(project, name)] as const];
    }),
  );
}

function residence({ subject, host, mode }: Running, around: Neighbours): readonly Resides[] {
  const resides = (within: Subject, at: Resides["at"]): Resides => ({ kind: "resides", endpoint: subject, within, at });
  switch (mode.kind) {
    case "host":
      return [resides(host, mode.at)];
    case "shared":
      if (mode.service !== undefined) return [resides(serviceSubject(around.project, mode.service), mode.at)];
      return mode.container === undefined ? [] : [resides(containerCalled(mode.container, around), mode.at)];
    case "own":
    case "none":
    case "unknown":
      return [];
  }
}

function containerCalled(name: string, { containers }: Neighbours): Subject {
  return containers.get(name) ?? namedContainer(name);
}

/**
 * On each network of its own a service answers to its name, its container's, its host name and its aliases there
 * (compose-spec 05-services.md, "networks"; moby daemon/container_operations.go, buildEndpointDNSNames).
 */
function networkNames(running: Running, { project }: Neighbours): readonly Name[] {
  const { subject, key, body, mode, connection, evidence } = running;
  if (mode.kind !== "own" || textOf(valueIn(body, "network_mode")) !== undefined) return [];
  const own = [subject.name, ...["container_name", "hostname"].flatMap((name) => textOf(valueIn(body, name)) ?? [])];
  const at = placeIn(key);
  if (connection.joined.length === 0)
    return namesOn(ownNetwork(project, "default"), own, { endpoint: subject, evidence, at });
  return connection.joined.flatMap((joined) =>
    namesOn(networkOf(joined, project), [...own, ...textsOf(valueIn(joined.entry.value, "aliases"))], {
      endpoint: subject,
      evidence,
      at: joined.implicit ? at : placeIn(joined.entry.key),
    }),
  );
}

/** The network itself: the project's own, or one that others may join, too. */
function networkOf({ name, definition }: Joined, project: string): Subject {
  const external = valueIn(definition, "external");
  if (external?.kind !== "mapping" && !isTrue(external)) return ownNetwork(project, name);
  return externalNetwork(textOf(valueIn(external, "name") ?? valueIn(definition, "name")) || name);
}

function namesOn(
  network: Subject,
  names: readonly string[],
  { endpoint, evidence, at }: Pick<Name, "endpoint" | "evidence" | "at">,
): readonly Name[] {
  const distinct = new Set(names.filter((name) => name !== "").map((name) => name.toLowerCase()));
  return [...distinct].map((name) => ({ kind: "name", name, endpoint, network, evidence, at }));
}

/** What the service alone can look up, on a network of its own: `links`, and its host where `extra_hosts` names it. */
function privateFacts(running: Running, around: Neighbours): readonly Name[] {
  const { subject, key, host, evidence } = running;
  const network = privateNames(subject);
  const known = [
    ...linked(running, around),
    ...hostNames(running.body).map(({ name, at }) => ({ name, at, endpoint: host })),
  ];
  if (known.length === 0) return [];
  return [
    ...namesOn(network, [subject.name], { endpoint: subject, evidence, at: placeIn(key) }),
    ...known.flatMap(({ name, endpoint, at }) => namesOn(network, [name], { endpoint, evidence: [], at })),
  ];
}

interface Known {
  readonly name: string;
  readonly at: Name["at"];
  readonly endpoint: Subject;
}

/** `SERVICE[:ALIAS]` and `CONTAINER[:ALIAS]`; a link is also a name where none is written. */
function linked({ body }: Running, around: Neighbours): readonly Known[] {
  const links = (key: string, endpointOf: (name: string) => Subject | undefined): readonly Known[] => {
    const listed = valueIn(body, key);
    return (listed?.kind === "sequence" ? listed.items : []).flatMap((node) => {
      const [target = "", name = target] = (textOf(node) ?? "").split(":");
      const endpoint = target === "" ? undefined : endpointOf(target);
      return endpoint ? [{ name, endpoint, at: placeIn(node) }] : [];
    });
  };
  return [
    ...links("links", (name) => (around.services.entries.has(name) ? serviceSubject(around.project, name) : undefined)),
    ...links("external_links", (name) => containerCalled(name, around)),
  ];
}

/** `NAME:host-gateway` or `NAME=host-gateway`: the host itself (docker/docs, "--add-host"). */
function hostNames(body: Mapping): readonly Pick<Known, "name" | "at">[] {
  const listed = valueIn(body, "extra_hosts");
  const lines: readonly (readonly [string, Value])[] =
    listed?.kind === "mapping"
      ? [...listed.entries].flatMap(([name, { value }]) =>
          valuesOf(value).map((node) => [`${name}:${textOf(node) ?? ""}`, node] as const),
        )
      : valuesOf(listed).map((node) => [textOf(node) ?? "", node] as const);
  return lines.flatMap(([line, node]) => {
    const name = /^([^:=]+)[:=]\s*host-gateway$/.exec(line)?.[1];
    return name === undefined ? [] : [{ name, at: placeIn(node) }];
  });
}

function valuesOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === "sequence" ? value.items : [value];
}
