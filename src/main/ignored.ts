import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** One `.gitignore` with the folder whose names it speaks of. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files that hold in a folder, the nearest last. */
export type IgnoreFiles = readonly IgnoreFile[];

/** The `.gitignore` files that hold in a folder where a walk begins: those up to the root of its repository. */
export function ignoreFilesAbove(folder: string): IgnoreFiles {
  const root = repositoryOf(folder);
  if (root === undefined || root === folder) return [];
  const above: string[] = [];
  for (let at = dirname(folder); at.length >= root.length; at = dirname(at)) above.unshift(at);
  const files = above.reduce(withIgnoreFileOf, []);
  // A folder that is ignored and named all the same is meant: what made it ignored says nothing about what lies in it.
  return isIgnored(files, folder, "folder") ? [] : files;
}

export function withIgnoreFileOf(files: IgnoreFiles, folder: string): IgnoreFiles {
  try {
    const rules = ignore({ ignorecase: false }).add(readFileSync(join(folder, ".gitignore"), "utf8"));
    return [...files, { folder, rules }];
  } catch {
    // Without a .gitignore, or with one that git could not read either, nothing is ignored.
    return files;
  }
}

/** Patterns that hold below a folder as if its `.gitignore` had them. */
export function ignoreFileOf(folder: string, patterns: readonly string[]): IgnoreFiles {
  return patterns.length === 0 ? [] : [{ folder, rules: ignore({ ignorecase: false }).add(patterns) }];
}

/** What holds in a folder that is named: nothing of what would leave out all of it, since whoever names it means it. */
export function holdingIn(files: IgnoreFiles, folder: string): IgnoreFiles {
  return files.filter((file) => {
    if (file.folder === folder) return true;
    // `examples/**` speaks of what lies in a folder and not of the folder.
    return !isIgnored([file], folder, "folder") && !isIgnored([file], join(folder, "-"), "file");
  });
}

/** Whether git would ignore a path: the nearest file that speaks of it decides (gitignore(5), "PATTERN FORMAT"). */
export function isIgnored(files: IgnoreFiles, path: string, kind: "file" | "folder"): boolean {
  for (const { folder, rules } of files.toReversed()) {
    const inFolder = relative(folder, path).replaceAll(sep, "/");
    // What lies elsewhere is not spoken of.
    if (!ignore.isPathValid(inFolder)) continue;
    const { ignored, unignored } = rules.test(kind === "folder" ? `${inFolder}/` : inFolder);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** The folder that holds `.git`, from here upwards. */
export function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}
