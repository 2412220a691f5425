import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join, sep } from "node:path";
import type { Problem } from "../model/source";
import { isCandidate } from "./candidates";
import { holdingIn, ignoreFilesAbove, isIgnored, repositoryOf, withIgnoreFileOf, type IgnoreFiles } from "./ignored";
import { unreadable } from "./reading";

/** What a walk may hold at most, so that no tree of links exhausts memory. */
const mostFiles = 200_000;
const deepest = 100;

export interface Walked {
  /** Absolute paths in no order. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

interface Walk {
  /** No link is followed out of this folder, which is a real path. */
  readonly bounds: string;
  readonly name: (path: string) => string;
  readonly ignored: IgnoreFiles;
  readonly files: string[];
  readonly problems: Problem[];
  /** Real paths of folders that a link has led to. */
  readonly linked: Set<string>;
}

interface Folder {
  readonly path: string;
  readonly ignoreFiles: IgnoreFiles;
  readonly depth: number;
}

/**
 * The files below a folder that an input could want, without what git or `ignored` leaves out; `name` is how problems call
 * a path.
 */
export function walk(folder: string, name: (path: string) => string, ignored: IgnoreFiles): Walked {
  const real = realpathSync(folder);
  const bounds = repositoryOf(real) ?? real;
  const out: Walk = {
    bounds,
    name,
    ignored: holdingIn(ignored, folder),
    files: [],
    problems: [],
    linked: new Set([real]),
  };
  const open: Folder[] = [{ path: folder, ignoreFiles: ignoreFilesAbove(folder), depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    open.push(...entriesOf(next, out));
    if (out.files.length <= mostFiles) continue;
    out.problems.push(limit(next, out, `more than ${mostFiles} files lie below: scan its folders one by one`));
    break;
  }
  return out;
}

/** Takes the files of a folder and answers the folders in it. */
function entriesOf(folder: Folder, out: Walk): readonly Folder[] {
  const { path, depth } = folder;
  const entries = listed(path, out);
  const ignoreFiles = entries.some(({ name }) => name === ".gitignore")
    ? withIgnoreFileOf(folder.ignoreFiles, path)
    : folder.ignoreFiles;
  const folders: Folder[] = [];
  for (const entry of entries) {
    const at = join(path, entry.name);
    const kind = kindOf(entry, at, out);
    if (kind === "folder outside") {
      const isUnwanted = isSkipped(at) || isIgnored(out.ignored, at, "folder") || isIgnored(ignoreFiles, at, "folder");
      if (!isUnwanted) out.problems.push({ ...leadsOut(at, out), code: "unrecognised" });
      continue;
    }
    if (kind && isIgnored(out.ignored, at, kind)) continue;
    if (kind === "folder") {
      if (isSkipped(at) || (!isInstalledModule(at) && isIgnored(ignoreFiles, at, "folder"))) continue;
      if (depth < deepest)
        folders.push({ path: at, ignoreFiles: isInstalledModule(at) ? [] : ignoreFiles, depth: depth + 1 });
      else out.problems.push(limit({ path: at }, out, "folders lie too deep in each other here: scan it by itself"));
    }
    if (kind === "file" && isCandidate(at) && !isLeftOut(entry.name, at, ignoreFiles)) out.files.push(at);
  }
  return folders;
}

/** Compose reads `.env` whether or not git keeps it. */
function isLeftOut(name: string, path: string, ignoreFiles: IgnoreFiles): boolean {
  return name !== ".env" && isIgnored(ignoreFiles, path, "file");
}

function isSkipped(path: string): boolean {
  return skipped.some((name) => path.endsWith(sep + name)) || (isWithinTerraform(path) && !isInstalledModule(path));
}

const skipped = [".git", "node_modules"];

function isWithinTerraform(path: string): boolean {
  return path.includes(`${sep}.terraform${sep}`);
}

/** Terraform installs modules below `.terraform/modules`, which git ignores and Terraform reads. */
function isInstalledModule(path: string): boolean {
  return path.endsWith(`${sep}.terraform`) || path.includes(`${sep}.terraform${sep}modules`);
}

function listed(path: string, out: Walk): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    out.problems.push(unreadable(out.name(path), error));
    return [];
  }
}

/** What an entry of a folder comes to; nobody can tell by its name whether a folder outside holds what is to be looked at. */
type Kind = "file" | "folder" | "folder outside";

function kindOf(entry: Dirent, path: string, out: Walk): Kind | undefined {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? followed(path, out) : undefined;
}

/** What a link leads to, where it stays within bounds; a folder only the first time, so that loops end. */
function followed(path: string, out: Walk): Kind | undefined {
  try {
    const real = realpathSync(path);
    const status = statSync(real);
    const inside = real.startsWith(out.bounds.endsWith(sep) ? out.bounds : out.bounds + sep);
    if (status.isDirectory()) {
      if (!inside && real !== out.bounds) return "folder outside";
      if (!inside || out.linked.has(real) || path.startsWith(real + sep)) return undefined;
      out.linked.add(real);
      return "folder";
    }
    if (!status.isFile()) return undefined;
    if (inside) return "file";
    if (isCandidate(path)) out.problems.push(leadsOut(path, out));
  } catch (error) {
    if (isCandidate(path)) out.problems.push(unreadable(out.name(path), error));
  }
  return undefined;
}

function leadsOut(path: string, out: Walk): Problem {
  const message = "is a link out of what is scanned and was not followed: name it on the command line to have it read";
  return { ...limit({ path }, out, message), code: "unreadable" };
}

function limit({ path }: Pick<Folder, "path">, { name }: Walk, message: string): Problem {
  return {
    code: "limit",
    message,
    at: { kind: "file", file: name(path), line: 1, column: 1, endLine: 1, endColumn: 1 },
  };
}
