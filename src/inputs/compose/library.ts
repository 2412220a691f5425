import type { Files } from "../../model/files";
import { sourceText, startOf, type Problem, type SourceText } from "../../model/source";
import type { DocumentNode, Parsed } from "../../syntax/tree";
import { parseYaml } from "../../syntax/yaml";
import { parseDotEnv, type DotEnv } from "./dotenv";
import type { Lookup } from "./interpolate";
import { folderOf, pathFrom } from "./paths";

/** The files of a scan as compose sees them, each parsed once. */
export interface Library {
  /** The trees of a file; nothing where it is not among the files. */
  readonly parsed: (path: string) => Parsed<readonly DocumentNode[]> | undefined;
  /** A file of variables; nothing where it is not among the files. */
  readonly dotEnv: (path: string, outer: Lookup) => DotEnv | undefined;
  /** The text of any file that is among them. */
  readonly source: (path: string) => SourceText | undefined;
  /** What a file, or a folder with files in it, is called in the scan; nothing where it is not among the files. */
  readonly scanned: (path: string) => string | undefined;
  /** The files whose path is like this one, in which `*` and `?` stand for what a shell lets them (Dockerfile reference, "COPY"). */
  readonly matching: (pattern: string) => readonly string[];
}

export function libraryOf(files: Files): Library {
  const spelled = new Map(files.paths.map((path) => [pathFrom("", path), path]));
  let folders: ReadonlyMap<string, string> | undefined;
  const trees = new Map<string, Parsed<readonly DocumentNode[]> | undefined>();
  const textAt = (path: string): { readonly path: string; readonly text: string } | undefined => {
    const written = spelled.get(pathFrom("", path));
    const text = written === undefined ? undefined : files.text(written);
    return written === undefined || text === undefined ? undefined : { path: written, text };
  };
  return {
    parsed: (path) => {
      const normal = pathFrom("", path);
      if (trees.has(normal)) return trees.get(normal);
      const found = textAt(normal);
      const tree = found && parseYaml(sourceText(found.path, found.text));
      trees.set(normal, tree);
      return tree;
    },
    dotEnv: (path, outer) => {
      const found = textAt(path);
      return found && parseDotEnv(found.path, found.text, outer);
    },
    source: (path) => {
      const found = textAt(path);
      return found && sourceText(found.path, found.text);
    },
    scanned: (path) => {
      const normal = pathFrom("", path);
      folders ??= foldersOf(files.paths);
      return spelled.get(normal) ?? folders.get(normal);
    },
    matching: (pattern) => {
      const parts = pattern.replace(/\*+/g, "*").split("*");
      // A pattern of many parts would have each name tried in very many ways.
      if (parts.length > mostParts) return [];
      const like = new RegExp(`^${parts.map(literally).join("[^/]*")}$`);
      return [...spelled.keys()].filter((path) => like.test(path));
    },
  };
}

const mostParts = 4;

/** A text as a regular expression, in which `?` stands for one character. */
function literally(text: string): string {
  return text.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("?", "[^/]");
}

/** Every folder in which a file lies, by its plain path. */
function foldersOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== "" && folder !== "/"; folder = folderOf(folder)) {
      if (folders.has(pathFrom("", folder))) break;
      folders.set(pathFrom("", folder), folder);
    }
  }
  return folders;
}

export function unreadable(path: string, message: string): Problem {
  return { code: "unreadable", message, at: startOf(path) };
}
