import type { Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { FilePlace } from "../../model/source";
import { overChoice } from "./choices";
import { copiesOf, valueOfCopies, type Copy } from "./copies";
import { repetitionOf, scopeIn, subjectIn, type ModuleInstance } from "./instance";
import { attributeIn, placeOfDeclared, type Declared } from "./module";
import { textIn, withOwn, type Scope } from "./scope";
import type { Content } from "./sections";
import { unknownValue, type Value } from "./value";
import { reference, type World } from "./world";

/** One instance of a resource, wherever it is read from: what facts are read from knows no more of it. */
export interface ResourceInstance {
  readonly type: string;
  readonly subject: Subject;
  /** The folder or file in which names of the input have their meaning. */
  readonly rootFolder: string;
  /** The same for all instances of one declaration, and for no others. */
  readonly declaration: string;
  readonly content: Content;
  readonly at: FilePlace;
  readonly header: FilePlace;
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
  /** How an argument is written, where that means the same in every instance that writes it so. */
  readonly spelling: (argument: string) => string | undefined;
}

/** An instance of a resource that a configuration declares. */
interface DeclaredInstance extends ResourceInstance {
  readonly world: World;
  readonly declared: Declared;
  /** Where the expressions of its first layer stand. */
  readonly scope: Scope;
}

/** Every instance of every resource that stands in an instance of a module, those of the modules that it calls left out. */
export function resourcesIn(instance: ModuleInstance): readonly ResourceInstance[] {
  return [...instance.module.resources].flatMap(([address, declared]) =>
    copiesOf(repetitionOf(instance, declared)).flatMap((copy) => made(instance, { address, declared, copy }) ?? []),
  );
}

/** What `type.name` stands for: an instance, or a list or a map of them. */
export function resourceValue(instance: ModuleInstance, address: string, at: FilePlace): Value {
  const { world, module, names } = instance;
  const declared = module.resources.get(address);
  if (!declared) return unknownValue([reference(address, at)]);
  return world.once(`${names.id}${address}`, { name: address, at }, () => {
    const repetition = repetitionOf(instance, declared);
    const copies = new Map(copiesOf(repetition).map((copy) => [copy.suffix, copy]));
    return valueOfCopies(repetition, (suffix): Value => {
      const copy = copies.get(suffix) ?? { suffix, names: [], doubt: [] };
      const resource = made(instance, { address, declared, copy });
      if (!resource) return unknownValue([reference(address, at)]);
      const { type, subject } = resource;
      return { kind: "instance", type, subject, attribute: (name, asker) => attributeOf(resource, name, asker) };
    });
  });
}

/** What is written is known; any other attribute is known only once the resource is made. */
function attributeOf(resource: DeclaredInstance, name: string, at: FilePlace): Value {
  const { subject, type, declared, world, scope } = resource;
  const full = `${subject.name}.${name}`;
  const onceMade = unknownValue([reference(full, at)], { subject, type, name });
  const found = attributeIn(declared.layers, name);
  if (!found || name === "id") return onceMade;
  const value = world.once(`${subject.id}.${name}`, { name: full, at }, () =>
    world.work.evaluate(found.attribute.expression, { ...scope, source: found.source }),
  );
  return overChoice(value, (settled) => (settled.kind === "primitive" && settled.value === null ? onceMade : settled));
}

interface Making {
  readonly address: string;
  readonly declared: Declared;
  readonly copy: Copy;
}

function made(instance: ModuleInstance, { address, declared, copy }: Making): DeclaredInstance | undefined {
  const places = placeOfDeclared(declared);
  const [layer] = declared.layers;
  const [type] = declared.labels;
  if (!places || !layer || type === undefined) return undefined;
  const { world, module, prefix } = instance;
  const scope = withOwn(scopeIn(instance, layer.source), copy.names);
  return {
    world,
    type,
    subject: subjectIn(instance, `${address}${copy.suffix}`),
    rootFolder: world.rootFolder,
    declaration: `${module.folder}#${address}`,
    declared,
    scope,
    content: {
      kind: "bodies",
      layers: declared.layers.map(({ body, source }) => ({ body, scope: { ...scope, source } })),
    },
    at: places.whole,
    header: places.header,
    doubt: [...instance.doubt, ...copy.doubt],
    spelling: (argument) => spellingOf(declared, argument, prefix),
  };
}

/** Names that mean something else in each instance of a block. */
const ownNames = /\b(each|count|self)\b/;

/** The text of an expression, with the module in which it stands; a template of one part is that part. */
function spellingOf({ layers }: Declared, argument: string, prefix: string): string | undefined {
  const found = attributeIn(layers, argument);
  if (!found) return undefined;
  const text = textIn(found, found.attribute.expression.span).replace(/^"\$\{([^{}"]*)\}"$/, "$1");
  return ownNames.test(text) ? undefined : `${prefix}${text}`;
}
