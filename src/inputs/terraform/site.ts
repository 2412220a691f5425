import type { Problem } from "../../model/source";
import type { Subject } from "../../model/facts";
import type { ResourceInstance } from "./resources";
import type { Section } from "./sections";
import type { Value } from "./value";

/** Everything that one root module makes, from which facts are read. */
export interface Site {
  readonly rootFolder: string;
  readonly resources: readonly ResourceInstance[];
  readonly bySubject: ReadonlyMap<string, ResourceInstance>;
  /** Calls of modules that are not read, with the arguments that they are given. */
  readonly unreadCalls: readonly Unread[];
  /** What it gives to others; nothing where that is not known. Worked out when it is asked for. */
  readonly outputs: () => readonly Value[] | undefined;
  /** Where a plan stands for the sources: resources as these declare them, which speak of more than a plan tells. */
  readonly declared: readonly ResourceInstance[];
  readonly problems: Problem[];
}

export interface Unread {
  readonly subject: Subject;
  readonly section: Section;
  readonly isDocumented: boolean;
}

export function resourcesOfType(site: Site, ...types: readonly string[]): readonly ResourceInstance[] {
  return site.resources.filter(({ type }) => types.includes(type));
}
