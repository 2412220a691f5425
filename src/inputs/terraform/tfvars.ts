import { posix } from "node:path";
import type { Files } from "../../model/files";
import type { InputSettings } from "../../model/reading";
import { placeOf, sourceText, startOf, type Problem, type SourceText, type Span } from "../../model/source";
import { parseHcl } from "../../syntax/hcl/parse";
import { parseJson } from "../../syntax/json";
import { plainNode } from "./functions-encoding";
import { fromData, valueOf } from "./plain";
import type { Scope } from "./scope";
import type { Value } from "./value";

export interface GivenVariables {
  readonly values: ReadonlyMap<string, Value>;
  readonly sources: readonly SourceText[];
  readonly problems: readonly Problem[];
}

/**
 * What is given for the variables of a root module: `terraform.tfvars`, then `*.auto.tfvars` in order of name, then the
 * files that users name, then what they say (Terraform language, "Variable Definition Precedence"). Later ones win. Sources
 * and problems are those of the files in the folder of the module alone.
 */
export function givenVariables(files: Files, scope: Scope, settings: InputSettings): GivenVariables {
  const named = settings.variableFiles ?? [];
  const own = sourcesIn(files, appliedIn(files, scope.module.folder));
  const values = new Map<string, Value>();
  const read = own.map(readVariables);
  for (const { entries } of [...read, ...named.map(readVariables)])
    for (const [name, valueIn] of entries) values.set(name, valueIn(scope));
  for (const [name, data] of settings.variables) values.set(name.replace(/^var\./, ""), fromData(data));
  const applied = new Set([...own, ...named].map(({ file }) => file));
  const left = tfvarsIn(files, scope.module.folder).filter((path) => !applied.has(path));
  return { values, sources: own, problems: [...read.flatMap(({ problems }) => problems), ...left.map(notApplied)] };
}

/** What is wrong with files of variables, each of which may serve many root modules. */
export function problemsOfFiles(variableFiles: readonly SourceText[]): readonly Problem[] {
  return variableFiles.flatMap((source) => readVariables(source).problems);
}

function sourcesIn(files: Files, paths: readonly string[]): readonly SourceText[] {
  return paths.flatMap((path) => {
    const text = files.text(path);
    return text === undefined ? [] : [sourceText(path, text)];
  });
}

function notApplied(path: string): Problem {
  const why = "Terraform reads only terraform.tfvars and *.auto.tfvars by itself: name it with --var-file";
  return { code: "unrecognised", message: `${posix.basename(path)} is not applied; ${why}`, at: startOf(path) };
}

function tfvarsIn({ paths }: Files, folder: string): readonly string[] {
  return paths.filter((path) => /\.tfvars(\.json)?$/.test(path) && posix.dirname(path) === folder);
}

function appliedIn(files: Files, folder: string): readonly string[] {
  const here = tfvarsIn(files, folder);
  const named = (pattern: RegExp): readonly string[] => here.filter((path) => pattern.test(posix.basename(path)));
  return [...named(/^terraform\.tfvars$/), ...named(/^terraform\.tfvars\.json$/), ...named(/\.auto\.tfvars(\.json)?$/)];
}

interface Read {
  /** Names with what they are given, worked out in the scope of the root module. */
  readonly entries: readonly (readonly [name: string, valueIn: (scope: Scope) => Value])[];
  readonly problems: readonly Problem[];
}

function readVariables(source: SourceText): Read {
  return source.file.endsWith(".json") ? fromJson(source) : fromHcl(source);
}

function fromHcl(source: SourceText): Read {
  const { tree, problems } = parseHcl(source);
  const entries = tree.attributes.map(
    ({ name, expression }) => [name, (scope: Scope) => scope.work.evaluate(expression, { ...scope, source })] as const,
  );
  return { entries, problems: [...problems, ...tree.blocks.map(({ headerSpan }) => noVariable(source, headerSpan))] };
}

function fromJson(source: SourceText): Read {
  const { tree, problems } = parseJson(source);
  if (tree && tree.kind !== "mapping") return { entries: [], problems: [...problems, noVariable(source, tree)] };
  const entries = tree?.entries ?? [];
  return {
    entries: entries.map(({ key, value }) => [key.text, () => valueOf(plainNode(value))] as const),
    problems,
  };
}

function noVariable(source: SourceText, span: Span): Problem {
  const message = "a file of variables holds NAME = VALUE and nothing else; what stands here was not looked at";
  return { code: "unrecognised", message, at: placeOf(source, span) };
}
