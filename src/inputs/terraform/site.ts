import type { Problem } from "../../model/source";
import type { ResourceInstance } from "./resources";

/** Everything that one root module makes, from which facts are read. */
export interface Site {
  readonly rootFolder: string;
  readonly resources: readonly ResourceInstance[];
  readonly bySubject: ReadonlyMap<string, ResourceInstance>;
  readonly problems: Problem[];
}

export function resourcesOfType(site: Site, ...types: readonly string[]): readonly ResourceInstance[] {
  return site.resources.filter(({ type }) => types.includes(type));
}
