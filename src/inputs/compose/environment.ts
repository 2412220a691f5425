import { textOf, type Value } from "./value";

/** A variable of a service's environment, where it is written. Its value never leaves this input. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly node: Value;
}

/** The environment of a service as a mapping or as a list of `NAME=value`, the last of equal names winning. */
export function variablesOf(environment: Value | undefined): readonly Variable[] {
  const all = new Map<string, Variable>();
  if (environment?.kind === "mapping") {
    for (const [name, { value: node }] of environment.entries) {
      const value = textOf(node);
      if (value !== undefined) all.set(name, { name, value, node });
    }
  }
  for (const node of environment?.kind === "sequence" ? environment.items : []) {
    const [name = "", ...rest] = (textOf(node) ?? "").split("=");
    if (rest.length > 0) all.set(name, { name, value: rest.join("="), node });
    else all.delete(name);
  }
  return [...all.values()];
}
