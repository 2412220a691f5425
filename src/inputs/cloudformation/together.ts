import { posix } from "node:path";
import type { Files } from "../../model/files";
import { valueOf } from "../../syntax/tree";
import { mayBeParameters, parameterFilesOf } from "./parameter-files";
import { isNestedStack, type Template } from "./template";
import { isTemplate, templatesIn } from "./templates";

/**
 * Templates that changed ones are read together with, and their parameters: those that they nest and that nest them, and, where
 * one exports or imports, all that do the other. What is nested by an address that has to be worked out is left out.
 */
export function templatesWith(changed: ReadonlySet<string>, files: Files): readonly string[] {
  if (![...changed].some((path) => /\.(ya?ml|json|template)$/i.test(path))) return [];
  const all = files.paths.filter((path) => isTemplate(path, files.text(path) ?? ""));
  const texts = new Map(all.map((path) => [path, files.text(path) ?? ""]));
  const given = parametersOf(all, files);
  const begin = all.filter((path) => changed.has(path) || (given.get(path) ?? []).some((each) => changed.has(each)));
  if (begin.length === 0) return [];
  const nests = new Map([...texts].map(([path, text]) => [path, nestedIn(path, text, all)]));
  const above = reached(begin, (path) => all.filter((other) => nests.get(other)?.includes(path)));
  const nested = reached(above, (path) => nests.get(path) ?? []);
  const holds = (word: string): readonly string[] => all.filter((path) => texts.get(path)?.includes(word));
  const some = (word: string): boolean => [...nested].some((path) => texts.get(path)?.includes(word));
  const joined = [...(some("ImportValue") ? holds("Export") : []), ...(some("Export") ? holds("ImportValue") : [])];
  const together = reached([...nested, ...joined], (path) => nests.get(path) ?? []);
  return [...together].flatMap((path) => [path, ...(given.get(path) ?? [])]);
}

function parametersOf(templates: readonly string[], files: Files): ReadonlyMap<string, readonly string[]> {
  const parameters = mayBeParameters(files);
  return new Map(
    templates.map((path) => [path, parameterFilesOf(parameters, path, () => true).map(({ source }) => source.file)]),
  );
}

function nestedIn(path: string, text: string, all: readonly string[]): readonly string[] {
  if (!/AWS::(CloudFormation::Stack|Serverless::Application)\b/.test(text)) return [];
  return templatesIn(path, text)
    .flatMap(childrenOf)
    .filter((child) => all.includes(child));
}

function childrenOf({ source, resources }: Template): readonly string[] {
  return [...resources.values()].filter(isNestedStack).flatMap(({ node }) => {
    const properties = valueOf(node, "Properties");
    const written = [
      valueOf(valueOf(node, "Metadata"), "aws:asset:path"),
      valueOf(properties, "TemplateURL"),
      valueOf(properties, "Location"),
    ].find((each) => each?.kind === "scalar");
    return written?.kind === "scalar" ? [posix.join(posix.dirname(source.file), written.text)] : [];
  });
}

function reached(from: Iterable<string>, next: (path: string) => readonly string[]): ReadonlySet<string> {
  const out = new Set(from);
  // What is added while a set is walked is walked too.
  for (const path of out) for (const other of next(path)) out.add(other);
  return out;
}
