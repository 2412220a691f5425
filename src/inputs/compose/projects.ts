import { compareText } from "../../model/source";
import { folderOf } from "./paths";

/** What one `docker compose up` loads: files in the order in which they are laid over each other. */
export interface Project {
  /** The first file: it names the project's subjects, and its folder is the project directory. */
  readonly base: string;
  readonly files: readonly string[];
  /** `part`: a file that compose does not take by itself, and that may be meant to be laid over another. */
  readonly extent: "whole" | "part";
}

/** From the first that compose takes to the last (compose-go cli/options.go, DefaultFileNames). */
const baseNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const overrideNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/**
 * The projects that compose files make: in each folder the file that compose takes by itself with its override file, and
 * every further file for itself, since it may be named with `-f`.
 */
export function projectsOf(paths: readonly string[]): readonly Project[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = folders.get(folderOf(path));
    if (folder) folder.push(path);
    else folders.set(folderOf(path), [path]);
  }
  const projects = [...folders.values()].flatMap((folder) => {
    const base = firstNamed(folder, baseNames);
    const override = base === undefined ? undefined : firstNamed(folder, overrideNames);
    const together = [base, override].filter((path) => path !== undefined);
    const apart = folder
      .filter((path) => !together.includes(path))
      .map((path): Project => ({ base: path, files: [path], extent: "part" }));
    return base === undefined ? apart : [whole(base, together), ...apart];
  });
  return projects.toSorted((a, b) => compareText(a.base, b.base));
}

function whole(base: string, files: readonly string[]): Project {
  return { base, files, extent: "whole" };
}

function firstNamed(folder: readonly string[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = folder.find((path) => path.slice(path.lastIndexOf("/") + 1) === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
