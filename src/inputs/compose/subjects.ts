import type { Subject } from "../../model/facts";

/** A service of the project whose first file is `project`. */
export function serviceSubject(project: string, name: string): Subject {
  return { id: `${project}#services.${name}`, name };
}

/** The machine that runs a project. */
export function hostOf(project: string): Subject {
  return { id: `${project}#host`, name: `the host of ${project}` };
}
