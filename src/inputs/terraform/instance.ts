import type { Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { SourceText } from "../../model/source";
import { mostCopies, tooMany, type Copy, type Repetition } from "./copies";
import { attributeIn, placeOfDeclared, type Declared, type Module } from "./module";
import { placeIn, withOwn, type Names, type Scope } from "./scope";
import { nothing, type Value } from "./value";
import type { World } from "./world";

/** A module as one call, or the command line for a root, makes it. */
export interface ModuleInstance {
  readonly world: World;
  readonly module: Module;
  /** `module.web[0].`, or nothing for a root. */
  readonly prefix: string;
  /** The names of the calls that lead here, joined by dots. */
  readonly key: string;
  /** The folders of the modules that lead to this one. */
  readonly callers: readonly string[];
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
  /** What is given for a variable, if anything is. */
  readonly argument: (name: string) => Value | undefined;
  /** What its names mean to expressions that stand in it. */
  readonly names: Names;
}

export function subjectIn({ world, prefix }: ModuleInstance, name: string): Subject {
  return { id: `${world.rootFolder}#${prefix}${name}`, name: `${prefix}${name}` };
}

export function scopeIn({ names, world }: ModuleInstance, source: SourceText): Scope {
  return { source, module: names, own: new Map(), item: undefined, work: world.work };
}

/** The value of an argument of a declaration, or nothing where it is not written. */
export function argumentOf(
  instance: ModuleInstance,
  declared: Declared,
  { name, own = [] }: { readonly name: string; readonly own?: Copy["names"] },
): Value | undefined {
  const found = attributeIn(declared.layers, name);
  return (
    found && instance.world.work.evaluate(found.attribute.expression, withOwn(scopeIn(instance, found.source), own))
  );
}

/** What `count` or `for_each` says about a declaration; worked out once for each instance of the module. */
export function repetitionOf(instance: ModuleInstance, declared: Declared): Repetition {
  const { world } = instance;
  for (const by of ["count", "for_each"] as const) {
    const found = attributeIn(declared.layers, by);
    if (!found) continue;
    const at = placeIn(scopeIn(instance, found.source), found.attribute.expression.span);
    const name = `${declared.labels.join(".")}.${by}`;
    const make = (): Value => argumentOf(instance, declared, { name: by }) ?? nothing;
    const value = world.once(`${instance.names.id}${name}`, { name, at }, make);
    const repetition = { by, value, at };
    sayTooMany(instance, repetition, declared);
    return repetition;
  }
  const at = placeOfDeclared(declared)?.header;
  return {
    by: "nothing",
    value: nothing,
    at: at ?? { kind: "file", file: "", line: 1, column: 1, endLine: 1, endColumn: 1 },
  };
}

function sayTooMany({ world }: ModuleInstance, repetition: Repetition, { labels }: Declared): void {
  const count = tooMany(repetition);
  if (count === undefined) return;
  const message = `${labels.join(".")} stands for ${count} instances, of which the first ${mostCopies} are looked at`;
  if (!world.work.problems.some((problem) => problem.message === message))
    world.work.problems.push({ code: "limit", message, at: repetition.at });
}
