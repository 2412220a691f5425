import { namesFormat } from "./candidates";
import { statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Files } from "../model/files";
import { compareText, startOf, type Problem } from "../model/source";
import type { IgnoreFiles } from "./ignored";
import { readText, unreadable } from "./reading";
import { walk } from "./walk";

export interface FoundFiles {
  readonly files: Files;
  /** The files among the paths that were given, as `files` calls them. */
  readonly named: readonly string[];
  /** What could not be looked at, as far as it is known: files are read when they are asked for. */
  readonly problems: () => readonly Problem[];
}

/**
 * The files that are meant by paths of files and folders, each read at most once and only when asked for. What `ignored`
 * speaks of is left out, unless it is named.
 */
export function findFiles(paths: readonly string[], folder: string, ignored: IgnoreFiles = []): FoundFiles {
  const name = (path: string): string => nameOf(path, folder);
  const absolute = new Map<string, string>();
  const named: string[] = [];
  const problems: Problem[] = [];
  for (const given of paths) {
    const path = resolve(folder, given);
    const found = lookedUp(path, given);
    if (found.problem) problems.push(found.problem);
    if (found.kind === "file") named.push(name(path));
    const walked =
      found.kind === "folder"
        ? walk(path, name, ignored)
        : { files: found.kind === "file" ? [path] : [], problems: [] };
    problems.push(...walked.problems);
    for (const file of walked.files) absolute.set(name(file), file);
  }
  const isNamed = new Set(named);
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    const file = absolute.get(path);
    if (file === undefined) return undefined;
    const result = readText(file, path);
    if (result === "binary") {
      if (isNamed.has(path) || namesFormat(path)) problems.push(binary(path));
      return undefined;
    }
    if ("text" in result) return result.text;
    problems.push(result.problem);
    return undefined;
  };
  const text = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, read(path));
    return texts.get(path);
  };
  // A file that is named has an answer of its own, even where no format asks for it.
  for (const path of isNamed) text(path);
  return {
    files: { paths: [...absolute.keys()].toSorted(compareText), text },
    named: [...isNamed],
    problems: () => problems,
  };
}

interface LookedUp {
  readonly kind?: "file" | "folder";
  readonly problem?: Problem;
}

function lookedUp(path: string, given: string): LookedUp {
  try {
    return { kind: statSync(path).isDirectory() ? "folder" : "file" };
  } catch (error) {
    return { problem: unreadable(given, error) };
  }
}

function binary(file: string): Problem {
  return {
    code: "unreadable",
    message: "is a binary file: name the text that it was made from",
    at: startOf(file),
  };
}

/** As people write it: relative to the folder they are in, with `/`; absolute where it lies outside of it. */
export function nameOf(path: string, folder: string): string {
  const inFolder = relative(folder, path);
  const outside = inFolder === ".." || inFolder.startsWith(`..${sep}`) || isAbsolute(inFolder);
  return (outside ? path : inFolder).replaceAll(sep, "/");
}
