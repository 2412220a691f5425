import type { Subject } from "../../model/facts";

/** A service of the project whose first file is `project`. */
export function serviceSubject(project: string, name: string): Subject {
  return { id: `${project}#services.${name}`, name };
}

/** The machine that runs a project, called by all of its files where it takes a choice to run them together. */
export function hostOf(project: string, together: readonly string[] = [project]): Subject {
  return { id: `${project}#host`, name: `the host of ${together.join(" with ")}` };
}

/** A network that a project makes, by its key. */
export function ownNetwork(project: string, key: string): Subject {
  return { id: `${project}#networks.${key}`, name: `networks.${key}` };
}

/** A network that is there before the project, by its name at the engine: projects that name the same meet there. */
export function externalNetwork(name: string): Subject {
  return { id: `external#${name}`, name: `the network ${name}` };
}

/** The names that one service alone knows: those of `links` and `extra_hosts`. */
export function privateNames(service: Subject): Subject {
  return { id: `${service.id}.names`, name: `the links of ${service.name}` };
}

/** A container of which only its name at the engine is known. */
export function namedContainer(name: string): Subject {
  return { id: `container#${name}`, name: `the container ${name}` };
}
