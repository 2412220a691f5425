import type { Place, Problem } from "../../src/model/source";
import { sourceText } from "../../src/model/source";
import { parseJson } from "../../src/syntax/json";
import type { DocumentNode } from "../../src/syntax/tree";
import { parseYaml } from "../../src/syntax/yaml";

/** What a tree says, as plain values; a mapping as a list of pairs where a key stands twice. */
export function plain(node: DocumentNode | undefined): unknown {
  switch (node?.kind) {
    case "mapping":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
    case "sequence":
      return node.items.map(plain);
    case "scalar":
      return node.value;
    default:
      return undefined;
  }
}

/** The nodes of a tree, keys included, each once for each way that leads to it. */
export function nodesOf(node: DocumentNode): readonly DocumentNode[] {
  switch (node.kind) {
    case "mapping":
      return [node, ...node.entries.flatMap(({ key, value }) => [key, ...nodesOf(value)])];
    case "sequence":
      return [node, ...node.items.flatMap(nodesOf)];
    case "scalar":
      return [node];
  }
}

export function depthOf(node: DocumentNode): number {
  switch (node.kind) {
    case "mapping":
      return 1 + Math.max(0, ...node.entries.map(({ value }) => depthOf(value)));
    case "sequence":
      return 1 + Math.max(0, ...node.items.map(depthOf));
    case "scalar":
      return 0;
  }
}

export function yaml(text: string) {
  const { tree, problems } = parseYaml(sourceText("a.yaml", text));
  return { trees: tree, values: tree.map(plain), problems, told: problems.map(told) };
}

export function json(text: string) {
  const { tree, problems } = parseJson(sourceText("a.json", text));
  return { tree, value: plain(tree), problems, told: problems.map(told) };
}

/** A problem as `code line:column`. */
function told({ code, at }: Problem): string {
  return `${code} ${spot(at)}`;
}

function spot(at: Place): string {
  return at.kind === "file" ? `${at.line}:${at.column}` : at.call;
}
