import type { Fact, Subject } from "../../model/facts";
import { folderOf, pathFrom } from "./paths";
import { externalNetwork, namedContainer, ownNetwork } from "./subjects";
import { isTrue, textOf, valueIn, type Mapping } from "./value";

/** What the engine calls things of a project: by the id under which another project asks for one, the project's own. */
export type Called = ReadonlyMap<string, Subject>;

/** The networks that a project makes, by their names at the engine, and its containers that were given one. */
export function calledBy(project: string, model: Mapping, containers: ReadonlyMap<string, Subject>): Called {
  const name = projectName(project, model);
  const networks = valueIn(model, "networks");
  const defined = networks?.kind === "mapping" ? [...networks.entries] : [];
  const keys = new Map(defined.map(([key, { value }]) => [key, value] as const));
  const called = new Map<string, Subject>();
  for (const key of new Set(["default", ...keys.keys()])) {
    const definition = keys.get(key);
    const external = valueIn(definition, "external");
    if (external?.kind === "mapping" || isTrue(external)) continue;
    const given = textOf(valueIn(definition, "name")) ?? (name === undefined ? undefined : `${name}_${key}`);
    if (given) called.set(externalNetwork(given).id, ownNetwork(project, key));
  }
  for (const [container, subject] of containers) called.set(namedContainer(container).id, subject);
  return called;
}

/** As `name` says, else the folder's, lower case and of plain characters (compose-go loader, NormalizeProjectName). */
function projectName(project: string, model: Mapping): string | undefined {
  const folder = folderOf(pathFrom("", project));
  const written = textOf(valueIn(model, "name")) ?? folder.slice(folder.lastIndexOf("/") + 1);
  const name = written
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, "")
    .replace(/^[-_]+/, "");
  return name === "" ? undefined : name;
}

/**
 * The facts of all projects, where one asks for a network or a container of another by the name that the engine knows.
 * What two projects call the same stays apart: they may run on different hosts.
 */
export function met(facts: readonly Fact[], called: readonly Called[]): readonly Fact[] {
  const owners = ownersOf(called);
  const networks = new Map<string, Subject>();
  const containers = new Map<string, Subject>();
  for (const fact of facts) {
    if (fact.kind === "name") {
      const own = owners.get(fact.network.id);
      if (own) networks.set(own.id, fact.network);
    }
    for (const subject of fact.kind === "resides" ? [fact.within] : fact.kind === "name" ? [fact.endpoint] : []) {
      const own = owners.get(subject.id);
      if (own) containers.set(subject.id, own);
    }
  }
  if (networks.size === 0 && containers.size === 0) return facts;
  return facts.map((fact) => {
    if (fact.kind === "resides") return { ...fact, within: containers.get(fact.within.id) ?? fact.within };
    if (fact.kind !== "name") return fact;
    const { network, endpoint } = fact;
    return { ...fact, network: networks.get(network.id) ?? network, endpoint: containers.get(endpoint.id) ?? endpoint };
  });
}

/** By what may be asked for the only one that it can be. */
function ownersOf(called: readonly Called[]): Called {
  const owners = new Map<string, Subject | undefined>();
  for (const one of called) for (const [id, subject] of one) owners.set(id, owners.has(id) ? undefined : subject);
  return new Map([...owners].flatMap(([id, subject]) => (subject ? [[id, subject]] : [])));
}
