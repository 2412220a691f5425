import { posix } from "node:path";
import type { Files } from "../../model/files";
import type { InputSettings } from "../../model/reading";
import { sourceText, startOf, type Problem, type SourceText } from "../../model/source";
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
 * What is given for the variables of a root module: `terraform.tfvars`, then `*.auto.tfvars` in order of name, then what
 * users say (Terraform language, "Variable Definition Precedence"). Later ones win.
 */
export function givenVariables(files: Files, scope: Scope, settings: InputSettings): GivenVariables {
  const values = new Map<string, Value>();
  const sources: SourceText[] = [];
  const problems: Problem[] = [];
  const applied = variableFiles(files, scope.module.folder);
  for (const path of applied) {
    const text = files.text(path);
    if (text === undefined) continue;
    const source = sourceText(path, text);
    const read = path.endsWith(".json") ? fromJson(source) : fromHcl(source, scope);
    for (const [name, value] of read.values) values.set(name, value);
    sources.push(source);
    problems.push(...read.problems);
  }
  for (const [name, data] of settings.variables) values.set(name.replace(/^var\./, ""), fromData(data));
  const left = tfvarsIn(files, scope.module.folder).filter((path) => !applied.includes(path));
  return { values, sources, problems: [...problems, ...left.map(notApplied)] };
}

function notApplied(path: string): Problem {
  const why = "Terraform reads only terraform.tfvars and *.auto.tfvars by itself: give its values with --var";
  return { code: "unrecognised", message: `${posix.basename(path)} is not applied; ${why}`, at: startOf(path) };
}

function tfvarsIn({ paths }: Files, folder: string): readonly string[] {
  return paths.filter((path) => /\.tfvars(\.json)?$/.test(path) && posix.dirname(path) === folder);
}

function variableFiles(files: Files, folder: string): readonly string[] {
  const here = tfvarsIn(files, folder);
  const named = (pattern: RegExp): readonly string[] => here.filter((path) => pattern.test(posix.basename(path)));
  return [...named(/^terraform\.tfvars$/), ...named(/^terraform\.tfvars\.json$/), ...named(/\.auto\.tfvars(\.json)?$/)];
}

interface Read {
  readonly values: readonly (readonly [string, Value])[];
  readonly problems: readonly Problem[];
}

function fromHcl(source: SourceText, scope: Scope): Read {
  const { tree, problems } = parseHcl(source);
  const inside = { ...scope, source };
  const values = tree.attributes.map(
    ({ name, expression }) => [name, scope.work.evaluate(expression, inside)] as const,
  );
  return { values, problems };
}

function fromJson(source: SourceText): Read {
  const { tree, problems } = parseJson(source);
  const entries = tree?.kind === "mapping" ? tree.entries : [];
  return { values: entries.map(({ key, value }) => [key.text, valueOf(plainNode(value))] as const), problems };
}
