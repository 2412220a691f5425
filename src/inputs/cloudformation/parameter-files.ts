import type { Files } from "../../model/files";
import { sourceText, type SourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { valueOf, type DocumentNode } from "../../syntax/tree";

/** Values for the parameters of a template, from a file that is kept with it. */
export interface ParameterFile {
  readonly source: SourceText;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * The files that give a template its parameters: named after it, as `network.parameters.json`, `network-params-prod.json` or
 * `params/network.json` are for `network.yaml`, and with nothing in them that it does not declare.
 */
export function parameterFilesOf(
  { files, named }: MayBeParameters,
  template: string,
  isDeclared: (name: string) => boolean,
): readonly ParameterFile[] {
  const [home, base] = parted(template);
  return (named.get(base) ?? []).flatMap((path): readonly ParameterFile[] => {
    if (path === template || !isNamedAfter(path, { home, base })) return [];
    const text = files.text(path);
    const read = text === undefined ? undefined : parameterFile(sourceText(path, text));
    return read && read.values.size > 0 && [...read.values.keys()].every(isDeclared) ? [read] : [];
  });
}

/** Files that may hold parameters, by every name of a template that they may be named after. */
export interface MayBeParameters {
  readonly files: Files;
  readonly named: ReadonlyMap<string, readonly string[]>;
}

export function mayBeParameters(files: Files): MayBeParameters {
  const named = new Map<string, string[]>();
  for (const path of files.paths) {
    if (!/\.json$/i.test(path)) continue;
    const [, name] = parted(path);
    for (const base of [name, ...[...name.matchAll(/[._-]/g)].map(({ index }) => name.slice(0, index))]) {
      const before = named.get(base);
      if (before) before.push(path);
      else named.set(base, [path]);
    }
  }
  return { files, named };
}

const parametersFolder = /^(parameters|params)$/i;
const parametersWord = /(^|[._-])(parameters?|params?)([._-]|$)/i;

function isNamedAfter(path: string, { home, base }: { readonly home: string; readonly base: string }): boolean {
  const [folder, name] = parted(path);
  const rest = name.slice(base.length);
  if (folder === home) return rest === "" || parametersWord.test(rest);
  const [around, last] = [folder.slice(0, folder.lastIndexOf("/") + 1), folder.slice(folder.lastIndexOf("/") + 1)];
  return parametersFolder.test(last) && around === (home === "" ? "" : `${home}/`);
}

/** The folder of a file, and its name without the ending. */
function parted(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return [slash === -1 ? "" : path.slice(0, slash), path.slice(slash + 1).replace(/\.[^.]+$/, "")];
}

/**
 * A list of keys and values as `aws cloudformation create-stack` takes it, a list of `Key=Value` as `deploy` does, or a mapping
 * under `Parameters` as CodePipeline does (AWS CLI Command Reference; CodePipeline User Guide, "Template configuration file").
 */
function parameterFile(written: SourceText): ParameterFile | undefined {
  const { source, tree } = parseJson(written);
  const values = tree && (tree.kind === "sequence" ? listed(tree.items) : mapped(valueOf(tree, "Parameters")));
  return values && { source, values: new Map(values) };
}

type Entries = readonly (readonly [name: string, value: string])[];

function listed(items: readonly DocumentNode[]): Entries {
  return items.flatMap((item): Entries => {
    if (item.kind === "scalar") {
      const [, name, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(item.text) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }
    const [name, value] = [valueOf(item, "ParameterKey"), valueOf(item, "ParameterValue")];
    return name?.kind === "scalar" && value?.kind === "scalar" ? [[name.text, value.text]] : [];
  });
}

function mapped(parameters: DocumentNode | undefined): Entries | undefined {
  if (parameters?.kind !== "mapping") return undefined;
  return parameters.entries.flatMap(({ key, value }): Entries =>
    value.kind === "scalar" ? [[key.text, value.text]] : [],
  );
}
