import { posix } from "node:path";
import type { Files } from "../../model/files";
import { placeOf, sourceText, type FilePlace, type Problem, type SourceText } from "../../model/source";
import { hclOfJson } from "./json-syntax";
import { parseHcl } from "../../syntax/hcl/parse";
import type { HclAttribute, HclBlock, HclBody, HclExpression } from "../../syntax/hcl/tree";
import { parseJson } from "../../syntax/json";
import { blockTypes } from "./constructs";

/** One folder of `.tf` files: what it declares, by name. */
export interface Module {
  readonly folder: string;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly locals: ReadonlyMap<string, DeclaredLocal>;
  readonly outputs: ReadonlyMap<string, Declared>;
  readonly calls: ReadonlyMap<string, Declared>;
  /** By `type.name`. */
  readonly resources: ReadonlyMap<string, Declared>;
  readonly sources: readonly SourceText[];
  readonly problems: readonly Problem[];
  /** `documentation`: it is not there, and this is what is published of it. */
  readonly from: "files" | "documentation";
}

/** A block, and the blocks of override files that change it, in the order in which they do. */
export interface Declared {
  readonly labels: readonly string[];
  readonly layers: readonly Layer[];
}

export interface Layer {
  readonly body: HclBody;
  readonly block: HclBlock;
  readonly source: SourceText;
}

export interface DeclaredLocal {
  readonly expression: HclExpression;
  readonly source: SourceText;
}

/** An attribute of a declaration with the text that it stands in; that of the last override file that has it. */
export function attributeIn(
  layers: readonly Pick<Layer, "body" | "source">[],
  name: string,
): WrittenAttribute | undefined {
  for (const { body, source } of layers.toReversed()) {
    const attribute = body.attributes.find((each) => each.name === name);
    if (attribute) return { attribute, source };
  }
  return undefined;
}

export interface WrittenAttribute {
  readonly attribute: HclAttribute;
  readonly source: SourceText;
}

/** The whole block, and its header alone. */
export function placeOfDeclared({
  layers,
}: Declared): { readonly whole: FilePlace; readonly header: FilePlace } | undefined {
  const [first] = layers;
  if (!first) return undefined;
  const { block, source } = first;
  return { whole: placeOf(source, block.span), header: placeOf(source, block.headerSpan) };
}

/** Every folder that holds `.tf` or `.tf.json` files, in order of path, with those of the modules that Terraform installed. */
export function modulesIn(files: Files): ReadonlyMap<string, Module> {
  const folders = new Map<string, string[]>();
  for (const path of files.paths) {
    if (!/\.tf(\.json)?$/.test(path)) continue;
    const folder = posix.dirname(path);
    const inFolder = folders.get(folder);
    if (inFolder) inFolder.push(path);
    else folders.set(folder, [path]);
  }
  return new Map([...folders].map(([folder, paths]) => [folder, moduleOf(folder, paths, files)]));
}

interface Collected {
  readonly variables: Map<string, Declared>;
  readonly locals: Map<string, DeclaredLocal>;
  readonly outputs: Map<string, Declared>;
  readonly calls: Map<string, Declared>;
  readonly resources: Map<string, Declared>;
  readonly sources: SourceText[];
  readonly problems: Problem[];
}

function nothingCollected(): Collected {
  return {
    variables: new Map(),
    locals: new Map(),
    outputs: new Map(),
    calls: new Map(),
    resources: new Map(),
    sources: [],
    problems: [],
  };
}

/** Override files come last: what they declare again changes what is there (Terraform language, "Override Files"). */
function moduleOf(folder: string, paths: readonly string[], files: Files): Module {
  const collected = nothingCollected();
  const overrides = paths.filter(isOverride);
  for (const path of [...paths.filter((each) => !isOverride(each)), ...overrides]) {
    const text = files.text(path);
    if (text === undefined) continue;
    const source = sourceText(path, text);
    const { tree, problems } = path.endsWith(".json") ? hclOfJson(parseJson(source)) : parseHcl(source);
    collected.sources.push(source);
    collected.problems.push(...problems);
    collect(collected, tree, { source, role: isOverride(path) ? "changes" : "declares" });
  }
  return { folder, from: "files", ...collected };
}

/** What one text declares, which is of no file of the folder. */
export function moduleOfText(folder: string, source: SourceText, tree: HclBody): Module {
  const collected = nothingCollected();
  collect(collected, tree, { source, role: "declares" });
  return { folder, from: "documentation", ...collected, sources: [source] };
}

function isOverride(path: string): boolean {
  return /(^|[/_])override\.tf(\.json)?$/.test(path);
}

interface From {
  readonly source: SourceText;
  readonly role: "declares" | "changes";
}

function collect(collected: Collected, tree: HclBody, from: From): void {
  const { source } = from;
  for (const block of tree.blocks) {
    const treatment = Object.hasOwn(blockTypes, block.type) ? blockTypes[block.type] : undefined;
    if (!treatment) collected.problems.push(unrecognised(block, source));
    else collectBlock(collected, block, from);
  }
  for (const { name, nameSpan } of tree.attributes) {
    const message = `"${name}" is set outside of every block, where Terraform takes no arguments; move it into one`;
    collected.problems.push({ code: "unrecognised", message, at: placeOf(source, nameSpan) });
  }
}

function unrecognised(block: HclBlock, source: SourceText): Problem {
  const message = `"${block.type}" is no block of Terraform that is known here; what it stands for was not looked at`;
  return { code: "unrecognised", message, at: placeOf(source, block.headerSpan) };
}

function collectBlock(collected: Collected, block: HclBlock, from: From): void {
  const labels = block.labels.map(({ text }) => text);
  const [first, second] = labels;
  switch (block.type) {
    case "locals":
      for (const { name, expression } of block.body.attributes)
        collected.locals.set(name, { expression, source: from.source });
      return;
    case "resource":
      if (first === undefined || second === undefined) collected.problems.push(nameless(block, from.source));
      else declare(collected.resources, `${first}.${second}`, { block, from, problems: collected.problems });
      return;
    case "variable":
    case "output":
    case "module": {
      const kind = { variable: collected.variables, output: collected.outputs, module: collected.calls }[block.type];
      if (first === undefined) collected.problems.push(nameless(block, from.source));
      else declare(kind, first, { block, from, problems: collected.problems });
    }
  }
}

function nameless(block: HclBlock, source: SourceText): Problem {
  const message = `this ${block.type} has too few labels and was not looked at; write ${
    block.type === "resource" ? 'resource "type" "name"' : `${block.type} "name"`
  }`;
  return { code: "invalid-value", message, at: placeOf(source, block.headerSpan) };
}

interface Declaration {
  readonly block: HclBlock;
  readonly from: From;
  readonly problems: Problem[];
}

/** A second declaration of one name is kept under a name of its own, so that it is looked at all the same. */
function declare(kind: Map<string, Declared>, name: string, { block, from, problems }: Declaration): void {
  const { source, role } = from;
  const layer = { body: block.body, block, source };
  const before = kind.get(name);
  const labels = block.labels.map(({ text }) => text);
  if (!before) kind.set(name, { labels, layers: [layer] });
  else if (role === "changes") kind.set(name, { labels, layers: [...before.layers, layer] });
  else {
    const message = `${block.type} ${name} is declared twice in this module; rename one of them`;
    problems.push({ code: "invalid-value", message, at: placeOf(source, block.headerSpan) });
    let again = `${name}#2`;
    for (let n = 3; kind.has(again); n++) again = `${name}#${n}`;
    kind.set(again, { labels: [...labels.slice(0, -1), again.slice(again.lastIndexOf(".") + 1)], layers: [layer] });
  }
}
