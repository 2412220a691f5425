import type { SourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { valueOf, type ScalarNode } from "../../syntax/tree";
import { commandsIn, splitScript, type Command } from "./commands";

/** A script of a `package.json`, by the name under which `npm run` starts it. */
export interface PackageScript {
  readonly name: string;
  readonly text: string;
  readonly node: ScalarNode;
}

/** The scripts of a `package.json` (npm, "package.json", "scripts"). */
export function scriptsIn(source: SourceText): readonly PackageScript[] {
  if (!source.text.includes('"scripts"')) return [];
  const scripts = valueOf(parseJson(source).tree, "scripts");
  if (scripts?.kind !== "mapping") return [];
  return scripts.entries.flatMap(({ key, value }): readonly PackageScript[] =>
    value.kind === "scalar" && typeof value.value === "string"
      ? [{ name: key.text, text: value.value, node: value }]
      : [],
  );
}

/** The commands of a script, which a shell runs. */
export function commandsOfScript(text: string): readonly Command[] {
  return splitScript(text).flatMap(commandsIn);
}

/** The script that a command starts by its name, and what it is given: `npm run dev -- --port 80`, `yarn dev`. */
export function scriptStartedBy({
  program,
  args,
}: Command): { readonly name: string; readonly more: readonly string[] } | undefined {
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(program)) return undefined;
  const [first, second, ...rest] = args.filter((arg) => !/^-(?:s|-silent|-if-present)$/.test(arg));
  if (first === undefined) return undefined;
  if (first === "run" || first === "run-script")
    return second === undefined ? undefined : { name: second, more: rest.filter((arg) => arg !== "--") };
  if (program === "npm" && first !== "start" && first !== "test") return undefined;
  return { name: first, more: [...(second === undefined ? [] : [second]), ...rest].filter((arg) => arg !== "--") };
}
