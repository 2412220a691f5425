import { sourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import type { DocumentNode, Parsed } from "../../syntax/tree";
import { parseYaml } from "../../syntax/yaml";
import { templateOf, type Template } from "./template";

/** Whether a file may be a template: cheap enough to ask of every file; what has passed it is parsed and asked again. */
export function isTemplate(path: string, text: string): boolean {
  return /\.(ya?ml|json|template)$/i.test(path) && looksLikeTemplate(text);
}

function looksLikeTemplate(text: string): boolean {
  if (text.includes("AWSTemplateFormatVersion")) return true;
  return /(^|[\s{,])["']?Resources["']?\s*:/.test(text) && /\b(AWS|Custom|Fn|Rain)::/.test(text);
}

export function parsedTemplate(file: string, text: string): Parsed<readonly DocumentNode[]> {
  if (!/^\s*\{/.test(text)) return parseYaml(sourceText(file, text));
  const { source, tree, problems } = parseJson(sourceText(file, text));
  return { source, tree: tree ? [tree] : [], problems };
}

export function templatesIn(file: string, text: string): readonly Template[] {
  const { source, tree } = parsedTemplate(file, text);
  return tree.flatMap((document) => templateOf(source, document) ?? []);
}
