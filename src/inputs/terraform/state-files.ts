import type { Files } from "../../model/files";
import { sourceText, startOf, type Problem } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { itemsOf } from "./plan-resources";
import type { PlanFile } from "./plans";

/**
 * States as Terraform keeps them (`terraform.tfstate`, `terraform state pull`) are not read: their format is Terraform's own
 * and `terraform show -json` prints what they hold. A backup is what was, and says nothing of what is.
 */
export function keptStatesIn(files: Files): readonly Problem[] {
  return files.paths.flatMap((path): readonly Problem[] => {
    const text = /\.(tfstate|json)$/i.test(path) ? files.text(path) : undefined;
    if (text === undefined || !text.includes('"lineage"') || !holdsResources(path, text)) return [];
    const message =
      "what this state holds was not looked at, as it is in Terraform's own format; write what terraform show -json prints of it to a file and scan that";
    return [{ code: "unrecognised", message, at: startOf(path) }];
  });
}

function holdsResources(path: string, text: string): boolean {
  const { tree } = parseJson(sourceText(path, text), new Set(["outputs", "check_results"]));
  if (!valueOf(tree, "version")) return false;
  const modules = itemsOf(valueOf(tree, "modules"));
  return [tree, ...modules].some((each) => hasEntries(valueOf(each, "resources")));
}

/** A list since version 4 of the format, and by name before. */
function hasEntries(node: DocumentNode | undefined): boolean {
  return itemsOf(node).length > 0 || (node?.kind === "mapping" && node.entries.length > 0);
}

/** A state beside what says what will be is not read, as everything would be there twice. */
export function stateBeside({ source }: PlanFile): Problem {
  const message =
    "this state was not looked at, as the sources or a plan in its folder say what will be; to look at what is there now, scan this file alone";
  return { code: "unrecognised", message, at: startOf(source.file) };
}
