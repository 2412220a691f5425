import { posix } from "node:path";
import type { Files } from "../../model/files";
import { sourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { valueOf, type DocumentNode } from "../../syntax/tree";

/**
 * Where `terraform init` put the modules that a root module calls, by the names of the calls that lead to them, joined by
 * dots (`.terraform/modules/modules.json`, written by Terraform's package modsdir).
 */
export function installedIn(files: Files, rootFolder: string): ReadonlyMap<string, string> {
  const path = posix.join(rootFolder, ".terraform/modules/modules.json");
  const text = files.text(path);
  if (text === undefined) return new Map();
  const { tree } = parseJson(sourceText(path, text));
  const list = valueOf(tree, "Modules");
  const entries = list?.kind === "sequence" ? list.items : [];
  return new Map(
    entries.flatMap((entry): readonly (readonly [string, string])[] => {
      const key = textOf(valueOf(entry, "Key"));
      const folder = textOf(valueOf(entry, "Dir"));
      return key === undefined || key === "" || folder === undefined ? [] : [[key, posix.join(rootFolder, folder)]];
    }),
  );
}

function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** Whether a folder is one that `terraform init` made. */
export function isInstalled(folder: string): boolean {
  return folder.split("/").includes(".terraform");
}
