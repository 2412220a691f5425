import { moduleInstance } from "../../../src/inputs/terraform/module-calls";
import { modulesIn } from "../../../src/inputs/terraform/module";
import { jsonOf } from "../../../src/inputs/terraform/functions-encoding";
import { plainOf } from "../../../src/inputs/terraform/plain";
import { reasonsIn, type Value } from "../../../src/inputs/terraform/value";
import { worldOf } from "../../../src/inputs/terraform/world";
import { startOf, type Problem } from "../../../src/model/source";

/** The value of `local.it` in a root module of one file with others beside it, and what was said on the way. */
export function evaluated(
  expression: string,
  around = "",
  beside: Readonly<Record<string, string>> = {},
): { readonly value: Value; readonly problems: readonly Problem[] } {
  const texts: Readonly<Record<string, string>> = {
    ...beside,
    "main.tf": `locals {\nit = ${expression}\n}\n${around}\n`,
  };
  const files = { paths: Object.keys(texts), text: (path: string) => texts[path] };
  const modules = modulesIn(files);
  const world = worldOf({ installed: new Map(), rootFolder: ".", modules, files });
  const module = modules.get(".")!;
  const given = { world, module, prefix: "", key: "", callers: [], doubt: [], argument: () => undefined };
  const value = moduleInstance(given).names.local("it", startOf("main.tf"));
  return { value, problems: [...module.problems, ...world.work.problems] };
}

/** A value as JSON where it is known; otherwise its shape, with the reasons of every part that is not. */
export function written(value: Value): string {
  const plain = plainOf(value);
  if (plain !== undefined) return jsonOf(plain);
  switch (value.kind) {
    case "list":
      return `[${[...value.items.map(written), ...more(value.open)].join(", ")}]`;
    case "object":
      return `{${[...[...value.entries].map(([key, item]) => `${key}: ${written(item)}`), ...more(value.open)].join(", ")}}`;
    case "choice":
      return `${written(value.whenTrue)} or ${written(value.whenFalse)} by ${names(value.because)}`;
    case "error":
      return `error: ${names(value.because)}`;
    case "instance":
      return `instance ${value.subject.name}`;
    default:
      return `unknown ${names(reasonsIn(value))}`;
  }
}

function more(open: Parameters<typeof names>[0]): readonly string[] {
  return open.length > 0 ? [`…${names(open)}`] : [];
}

function names(because: readonly { readonly name: string }[]): string {
  return [...new Set(because.map(({ name }) => name))].join("+");
}
