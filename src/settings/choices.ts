import { placeOf, type SourceText } from "../model/source";
import type { ChosenPath, FileChoice } from "../model/reading";
import { valueOf, type DocumentNode } from "../syntax/tree";
import { itemsOf, textOf } from "./nodes";

/** The compose files that a configuration says are run together; its schema has accepted them. */
export function choicesIn(compose: DocumentNode | undefined, source: SourceText): readonly FileChoice[] {
  return itemsOf(compose).map((choice) => {
    const paths = (node: DocumentNode | undefined): readonly ChosenPath[] => {
      const items = node?.kind === "scalar" ? [node] : itemsOf(node);
      return items.map((item) => ({ path: textOf(item), at: placeOf(source, item) }));
    };
    const folder = valueOf(choice, "project_directory");
    return {
      files: paths(valueOf(choice, "files")),
      envFiles: paths(valueOf(choice, "env_file")),
      profiles: itemsOf(valueOf(choice, "profiles")).map(textOf),
      folder: folder && textOf(folder),
    };
  });
}

/** The same choices, their paths named as scanned files are. */
export function choicesFrom(choices: readonly FileChoice[], nameOf: (path: string) => string): readonly FileChoice[] {
  const renamed = (paths: readonly ChosenPath[]): readonly ChosenPath[] =>
    paths.map(({ path, at }) => ({ path: nameOf(path), at }));
  return choices.map(({ files, envFiles, profiles, folder }) => ({
    files: renamed(files),
    envFiles: renamed(envFiles),
    profiles,
    folder: folder === undefined ? undefined : nameOf(folder),
  }));
}
