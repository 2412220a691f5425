import { textOf, type Value } from "./value";

/** A label, or a variable by which a proxy is told as by one. */
export interface Label {
  readonly name: string;
  readonly value: string;
  readonly node: Value;
}

/** Labels as a mapping or as a list of `NAME=VALUE`, the last of equal names holding. */
export function labelsOf(labels: Value | undefined): readonly Label[] {
  const all = new Map<string, Label>();
  const add = (name: string, value: string, node: Value): void => {
    all.delete(name);
    all.set(name, { name, value, node });
  };
  if (labels?.kind === "mapping")
    for (const [name, { value: node }] of labels.entries) add(name, textOf(node) ?? "", node);
  for (const node of labels?.kind === "sequence" ? labels.items : []) {
    const [name = "", ...value] = (textOf(node) ?? "").split("=");
    add(name, value.join("="), node);
  }
  return [...all.values()];
}
