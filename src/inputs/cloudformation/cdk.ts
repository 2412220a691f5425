import { posix } from "node:path";
import type { Files } from "../../model/files";
import { sourceText, startOf, type Problem } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { entryOf, valueOf } from "../../syntax/tree";

/**
 * Templates of which the same cloud assembly has another with the same text: one stack, which is read where it stands first.
 * An assembly is a folder with a manifest of artifacts, and may hold others (AWS CDK Developer Guide, "Cloud assemblies").
 */
export function repeatedTemplates(files: Files, paths: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    paths.filter((path) => {
      const assembly = assemblyAround(files, path);
      if (assembly === undefined) return false;
      const key = JSON.stringify([assembly, files.text(path)]);
      if (seen.has(key)) return true;
      seen.add(key);
      return false;
    }),
  );
}

/** The outermost folder around a file that is an assembly. */
function assemblyAround(files: Files, path: string): string | undefined {
  const folder = posix.dirname(path);
  const outer = folder === "." || folder === "/" ? undefined : assemblyAround(files, folder);
  return outer ?? (isAssembly(files, folder) ? folder : undefined);
}

function isAssembly(files: Files, folder: string): boolean {
  const manifest = posix.join(folder, "manifest.json");
  const text = files.text(manifest);
  return text !== undefined && text.includes('"artifacts"') && text.includes('"version"');
}

/** Applications of the CDK whose templates are not there: they are written by `cdk synth`, and git is mostly told to ignore them. */
export function unwrittenApplications(files: Files, templates: readonly string[]): readonly Problem[] {
  return files.paths
    .filter((path) => posix.basename(path) === "cdk.json")
    .flatMap((path): readonly Problem[] => {
      const { tree } = parseJson(sourceText(path, files.text(path) ?? ""));
      if (!entryOf(tree, "app")) return [];
      const output = valueOf(tree, "output");
      const folder = posix.join(posix.dirname(path), output?.kind === "scalar" ? output.text : "cdk.out");
      if (templates.some((template) => template.startsWith(`${folder}/`))) return [];
      const message = `the templates of this CDK application are not among the scanned files, so nothing of it was looked at: run cdk synth, and name ${folder} too`;
      return [{ code: "unrecognised", message, at: startOf(path) }];
    });
}
