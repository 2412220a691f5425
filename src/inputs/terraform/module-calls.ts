import { posix } from "node:path";
import type { Subject } from "../../model/facts";
import type { FilePlace } from "../../model/source";
import { copiesOf, valueOfCopies, type Copy } from "./copies";
import { documentedModule, isHarmless } from "./documented";
import { argumentOf, repetitionOf, scopeIn, subjectIn, type ModuleInstance } from "./instance";
import { attributeIn, placeOfDeclared, type Declared, type Module } from "./module";
import { resourceValue } from "./resources";
import { afford, withOwn } from "./scope";
import type { Section } from "./sections";
import { unknownValue, type InstanceValue, type Value } from "./value";
import { localValue, outputValue, variableValue } from "./variables";
import { reference } from "./world";

/** A call of a module of which not all is read: it is not among what is scanned, or it calls itself. */
export interface UnreadCall {
  readonly subject: Subject;
  /** `module.web (source)` */
  readonly name: string;
  /** What it is given. */
  readonly section: Section;
  /** Whether what is published of it is read in its place. */
  readonly isDocumented: boolean;
}

export function moduleInstance(given: Omit<ModuleInstance, "names">): ModuleInstance {
  const { world, module, prefix } = given;
  const instance: ModuleInstance = {
    ...given,
    names: {
      id: `${world.rootFolder}#${prefix}`,
      folder: module.folder,
      rootFolder: world.rootFolder,
      variable: (name, at) => variableValue(instance, name, at),
      local: (name, at) => localValue(instance, name, at),
      module: (name, at) => callValue(instance, name, at),
      resource: (type, name, at) => resourceValue(instance, `${type}.${name}`, at),
      files: world.files,
      isTemplate: false,
    },
  };
  return instance;
}

/** The instances of the modules that an instance calls and that are read. */
export function childrenOf(instance: ModuleInstance): readonly ModuleInstance[] {
  return [...instance.module.calls].flatMap(([name, declared]) => {
    if (!targetOf(instance, declared) || !affordCopies(instance, declared, 1)) return [];
    const copies = copiesIn(instance, declared);
    if (!affordCopies(instance, declared, copies.length)) return [];
    return copies.flatMap((copy) =>
      affordModule(instance, declared) ? (childOf(instance, { name, declared, copy }) ?? []) : [],
    );
  });
}

const mostModules = 2000;

/** Counts an instance of a module, and says whether it may be made; the first that may not is said. */
function affordModule({ world: { work }, prefix }: ModuleInstance, declared: Declared): boolean {
  work.modules += 1;
  const at = placeOfDeclared(declared)?.header;
  if (at && work.modules === mostModules + 1) {
    const message = `there are more than ${mostModules} instances of modules; ${prefix}module.${declared.labels.join(".")} and those after it are not followed`;
    work.problems.push({ code: "limit", message, at });
  }
  return work.modules <= mostModules;
}

export function unreadCallsIn(instance: ModuleInstance): readonly UnreadCall[] {
  return [...instance.module.calls].flatMap(([name, declared]) => {
    const places = placeOfDeclared(declared);
    const [copy] = copiesIn(instance, declared);
    const target = targetOf(instance, declared);
    if (!places || !copy || target?.from === "files") return [];
    const at = places.header;
    if (isRunaway(instance, declared)) sayRunaway(instance, name, at);
    const written = sourceOf(declared);
    if (written !== undefined && isHarmless(written)) return [];
    const source = written === undefined ? "a source that is not written" : withoutSecrets(written);
    const layers = declared.layers.map(({ body, source: text }) => ({
      body,
      scope: withOwn(scopeIn(instance, text), copy.names),
    }));
    const doubt = [...instance.doubt, ...copy.doubt];
    const section: Section = { name: "", at: places.whole, header: at, content: { kind: "bodies", layers }, doubt };
    const isDocumented = target !== undefined;
    const what = `${isDocumented ? "the rest of " : ""}module.${name} (${source})`;
    return [{ subject: subjectIn(instance, `module.${name}`), name: what, section, isDocumented }];
  });
}

/** The folder among those that are scanned which a call names by a local path. */
export function calledFolder(
  from: Module,
  declared: Declared,
  modules: ReadonlyMap<string, Module>,
): string | undefined {
  const source = sourceOf(declared);
  if (source === undefined || !/^\.\.?(\/|$)/.test(source)) return undefined;
  const folder = posix.join(from.folder, source).replace(/(?<=.)\/$/, "");
  return modules.has(folder) ? folder : undefined;
}

function sourceOf({ layers }: Declared): string | undefined {
  const source = attributeIn(layers, "source")?.attribute.expression;
  return source?.kind === "literal" && typeof source.value === "string" ? source.value : undefined;
}

/** A source without the name, the password and the query of a URL, which may be credentials. */
function withoutSecrets(source: string): string {
  const start = /^(\w+::)?([\w+.-]+:\/\/)?/.exec(source)?.[0].length ?? 0;
  const end = source.lastIndexOf("@");
  const credentials = source.slice(start, Math.max(start, end));
  const isUrl = source.slice(0, start).endsWith("//");
  const isSecret = credentials.includes(":") || (isUrl && !credentials.includes("/"));
  const kept = end > start && isSecret ? `${source.slice(0, start)}${source.slice(end + 1)}` : source;
  return kept.replace(/[?#].*$/s, "");
}

const deepestCalls = 20;

function targetOf(instance: ModuleInstance, declared: Declared): Module | undefined {
  const { world } = instance;
  const folder = folderOf(instance, declared);
  if (folder === undefined) return documentedOf(instance, declared);
  return isRunaway(instance, declared) ? undefined : world.modules.get(folder);
}

function documentedOf({ world, module }: ModuleInstance, declared: Declared): Module | undefined {
  const { documented } = world;
  if (!documented.has(declared)) {
    const source = sourceOf(declared);
    documented.set(declared, source === undefined ? undefined : documentedModule(module.folder, declared, source));
  }
  return documented.get(declared);
}

/** The folder of a module that is called by a local path, or that is installed. */
function folderOf({ module, world, key }: ModuleInstance, declared: Declared): string | undefined {
  const local = calledFolder(module, declared, world.modules);
  if (local !== undefined) return local;
  const folder = world.installed.get(keyOf(key, declared));
  return folder !== undefined && world.modules.has(folder) ? folder : undefined;
}

function keyOf(key: string, { labels: [name = ""] }: Declared): string {
  return key === "" ? name : `${key}.${name}`;
}

function isRunaway(instance: ModuleInstance, declared: Declared): boolean {
  const { module, callers } = instance;
  const folder = folderOf(instance, declared);
  if (folder === undefined) return false;
  return callers.length >= deepestCalls || folder === module.folder || callers.includes(folder);
}

function sayRunaway({ world, prefix, callers }: ModuleInstance, name: string, at: FilePlace): void {
  const why = callers.length >= deepestCalls ? `is called more than ${deepestCalls} modules deep` : "calls itself";
  world.work.problems.push({ code: "limit", message: `${prefix}module.${name} ${why} and is not followed`, at });
}

function copiesIn(instance: ModuleInstance, declared: Declared): readonly Copy[] {
  return copiesOf(repetitionOf(instance, declared));
}

const costOfCopy = 100;

function affordCopies(instance: ModuleInstance, { layers }: Declared, copies: number): boolean {
  const [layer] = layers;
  return layer !== undefined && afford(scopeIn(instance, layer.source), copies * costOfCopy, layer.block.headerSpan);
}

interface Call {
  readonly name: string;
  readonly declared: Declared;
  readonly copy: Copy;
}

function childOf(instance: ModuleInstance, { name, declared, copy }: Call): ModuleInstance | undefined {
  const target = targetOf(instance, declared);
  if (!target) return undefined;
  return moduleInstance({
    world: instance.world,
    module: target,
    prefix: `${instance.prefix}module.${name}${copy.suffix}.`,
    key: keyOf(instance.key, declared),
    callers: [...instance.callers, instance.module.folder],
    doubt: [...instance.doubt, ...copy.doubt],
    argument: (argument) => argumentOf(instance, declared, { name: argument, own: copy.names }),
  });
}

/** What `module.name` stands for: an instance whose attributes are the outputs, or a list or a map of such. */
function callValue(instance: ModuleInstance, name: string, at: FilePlace): Value {
  const declared = instance.module.calls.get(name);
  const address = `module.${name}`;
  if (!declared) return unknownValue([reference(address, at)]);
  return instance.world.once(`${instance.names.id}${address}`, { name: address, at }, () => {
    const repetition = repetitionOf(instance, declared);
    const copies = new Map(copiesOf(repetition).map((copy) => [copy.suffix, copy]));
    return valueOfCopies(repetition, (suffix): InstanceValue => {
      const copy = copies.get(suffix) ?? { suffix, names: [], doubt: [] };
      const subject = subjectIn(instance, `${address}${suffix}`);
      const attribute = (output: string, asker: FilePlace): Value => {
        const child = childOf(instance, { name, declared, copy });
        return child
          ? outputValue(child, output, asker)
          : unknownValue([reference(`${subject.name}.${output}`, asker)]);
      };
      return { kind: "instance", type: "module", subject, attribute };
    });
  });
}
