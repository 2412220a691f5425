import type { FileChoice } from "../../model/reading";
import { compareText } from "../../model/source";
import { folderOf } from "./paths";

/** What one `docker compose up` loads: files in the order in which they are laid over each other. */
export interface Project {
  /** The first file: it names the project's subjects, and its folder is the project directory. */
  readonly base: string;
  readonly files: readonly string[];
  /**
   * `part`: a file that compose does not take by itself, and that may be meant to be laid over another. `variant`: such a
   * file laid over the one that compose takes, which it cannot do without.
   */
  readonly extent: "whole" | "part" | "variant";
  /** What users say of how it is run, beside its files. */
  readonly choice?: Pick<FileChoice, "envFiles" | "profiles" | "folder">;
}

/** What beside names decides: the files that a folder's `.env` chooses, and whether a file has services of its own alone. */
export interface Choosing {
  readonly chosenIn: (folder: string) => readonly string[] | undefined;
  readonly standsAlone: (path: string) => boolean;
  /** Files that another program lays over each other, the first being a project without it. */
  readonly together: readonly (readonly string[])[];
  /** What users say is run together. */
  readonly choices: readonly FileChoice[];
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
 * every further file for itself, since it may be named with `-f`; one with services that have no image and no build is
 * laid over the first. `COMPOSE_FILE` in the `.env` of a folder chooses otherwise (compose-go cli/options.go,
 * WithConfigFileEnv), and before all else what users choose themselves.
 */
export function projectsOf(paths: readonly string[], choosing: Choosing): readonly Project[] {
  const chosen = chosenBy(choosing.choices);
  const combined = choosing.together.flatMap((files): readonly Project[] => {
    const base = files.at(-1);
    return base === undefined || files.length < 2 ? [] : [{ base, files, extent: "variant" }];
  });
  const taken = new Set([...chosen.flatMap(({ files }) => files), ...combined.map(({ base }) => base)]);
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    if (taken.has(path)) continue;
    const folder = folders.get(folderOf(path));
    if (folder) folder.push(path);
    else folders.set(folderOf(path), [path]);
  }
  const found = [...folders].flatMap(([name, folder]) => projectsIn(name, folder, choosing));
  return [...chosen, ...combined, ...found].toSorted((a, b) => compareText(a.base, b.base));
}

function projectsIn(name: string, folder: readonly string[], { chosenIn, standsAlone }: Choosing): readonly Project[] {
  const together = chosenIn(name) ?? takenByName(folder);
  const [base] = together;
  const apart = folder
    .filter((path) => !together.includes(path))
    .map((path): Project => {
      const isVariant = base !== undefined && isOverrideByName(path) && !standsAlone(path);
      return isVariant
        ? { base: path, files: [base, path], extent: "variant" }
        : { base: path, files: [path], extent: "part" };
    });
  return base === undefined ? apart : [{ base, files: together, extent: "whole" }, ...apart];
}

/** Of two choices that begin with one file the second is called by its last one. */
function chosenBy(choices: readonly FileChoice[]): readonly Project[] {
  const named = new Set<string>();
  return choices.flatMap((choice): readonly Project[] => {
    const files = choice.files.map(({ path }) => path);
    const base = [files[0], files.at(-1)].find((path) => path !== undefined && !named.has(path));
    if (base === undefined) return [];
    named.add(base);
    const { envFiles, profiles, folder = folderOf(files[0] ?? "") } = choice;
    return [{ base, files, extent: "whole", choice: { envFiles, profiles, folder } }];
  });
}

function takenByName(folder: readonly string[]): readonly string[] {
  const base = firstNamed(folder, baseNames);
  const override = base === undefined ? undefined : firstNamed(folder, overrideNames);
  return [base, override].filter((path) => path !== undefined);
}

/** `docker-compose.prod.yml`: the name of a base with a word in it. */
function isOverrideByName(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return /^(?:docker-)?compose[-._].+\.ya?ml$/.test(name) && !baseNames.includes(name);
}

function firstNamed(folder: readonly string[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = folder.find((path) => path.slice(path.lastIndexOf("/") + 1) === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
