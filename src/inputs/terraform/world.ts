import type { Reason } from "../../model/bounds";
import type { Files } from "../../model/files";
import type { FilePlace } from "../../model/source";
import { evaluate } from "./evaluate";
import type { Declared, Module } from "./module";
import type { Work } from "./scope";
import { unknownValue, type Value } from "./value";

/** What all instances of modules below one root share. */
export interface World {
  readonly rootFolder: string;
  readonly modules: ReadonlyMap<string, Module>;
  /** The folders of installed modules, by the calls that lead to them. */
  readonly installed: ReadonlyMap<string, string>;
  readonly files: Files;
  /** What is published of modules that are called and not there, by their calls. */
  readonly documented: Map<Declared, Module | undefined>;
  readonly work: Work;
  /** Works out a value once; one that needs itself is unknown, which is said. */
  readonly once: (key: string, asked: Asked, make: () => Value) => Value;
}

interface Asked {
  readonly name: string;
  readonly at: FilePlace;
}

export function worldOf(given: Pick<World, "rootFolder" | "modules" | "installed" | "files">): World {
  const values = new Map<string, Value>();
  const running = new Set<string>();
  const work: Work = { steps: 0, depth: 0, modules: 0, problems: [], evaluate };
  const once: World["once"] = (key, { name, at }, make) => {
    const before = values.get(key);
    if (before) return before;
    if (running.has(key)) {
      const message = `${name} needs its own value; break the circle`;
      if (!work.problems.some((problem) => problem.message === message))
        work.problems.push({ code: "invalid-value", message, at });
      return unknownValue([reference(`${name}, which needs itself`, at)]);
    }
    running.add(key);
    const value = make();
    running.delete(key);
    values.set(key, value);
    return value;
  };
  return { ...given, documented: new Map(), work, once };
}

export function reference(name: string, at: FilePlace): Reason {
  return { kind: "reference", name, at };
}
