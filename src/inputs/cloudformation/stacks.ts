import type { Reason } from "../../model/bounds";
import type { Span } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { childOf } from "./children";
import { evaluatorOf, itemsOf } from "./evaluate";
import { callOf, type Evaluator, type Export, type Owned, type Surroundings } from "./expression";
import type { ParameterFile } from "./parameter-files";
import { presenceOf } from "./presence";
import { propertyOf, resourceProperty } from "./properties";
import { withGlobals } from "./sam";
import { isNestedStack, nestedAs, subjectOf, withLoopsRun, type Resource, type Template } from "./template";
import { seenFrom, type Value } from "./value";

/** A file of templates, and the files of parameters that are kept with it. */
export interface TemplateFile {
  readonly path: string;
  readonly templates: readonly Template[];
  readonly parameterFiles: readonly ParameterFile[];
}

/** Stacks that know each other: a stack, those that it nests, and those whose exports they import. */
export type Deployment = readonly Evaluator[];

/** Stacks nest no deeper than this in practice by far; what is deeper, or too much altogether, is said and not followed. */
const deepestStack = 20;
const mostStacks = 5000;

/** What the stacks of a scan have in common while they are made. */
interface Making {
  readonly owners: Map<string, Owned>;
  readonly templates: ReadonlyMap<string, Template>;
  readonly exported: Surroundings["exported"];
  /** How many stacks are nested so far. */
  nested: number;
}

interface StackToMake extends Pick<Surroundings, "given" | "doubt">, Pick<Evaluator, "variables" | "parameterFiles"> {
  /** The files of the templates around it and its own. */
  readonly inside: readonly string[];
}

/** The stacks that templates make: one of each template that no other nests, and one for each time that one is nested. */
export function deploymentsOf(
  files: readonly TemplateFile[],
  variables: ReadonlyMap<string, unknown>,
): readonly Deployment[] {
  const exports: { byName: ReadonlyMap<string, readonly Export[]> } = { byName: new Map() };
  const making: Making = {
    owners: new Map(),
    templates: new Map(files.flatMap(({ path, templates: [first] }) => (first ? [[path, first]] : []))),
    exported: (name) => exports.byName.get(name) ?? [],
    nested: 0,
  };
  const alone = files.flatMap(({ path, templates, parameterFiles }) =>
    templates.map((template) =>
      stackOf(making, template, { given: () => undefined, doubt: [], variables, parameterFiles, inside: [path] }),
    ),
  );
  const deployments = outermost(alone).map(withNested);
  exports.byName = exportsOf(deployments.flat());
  return joinedByImports(deployments);
}

function stackOf(making: Making, written: Template, { inside, given, doubt, ...values }: StackToMake): Evaluator {
  const nested = new Map<string, Evaluator | undefined>();
  const around: Surroundings = {
    owners: making.owners,
    exported: making.exported,
    given,
    doubt,
    nested: (evaluator, resource) => {
      if (!nested.has(resource.id)) nested.set(resource.id, nestedStack(making, { evaluator, resource }, inside));
      return nested.get(resource.id);
    },
  };
  const before = evaluatorOf(written, { around, ...values });
  const template = withCommonProperties(withLoopsRun(written, (collection) => itemsOf(before, collection)));
  const evaluator = template === written ? before : evaluatorOf(template, { around, ...values });
  for (const resource of template.resources.values()) making.owners.set(resource.subject.id, { evaluator, resource });
  return evaluator;
}

function nestedStack(making: Making, { evaluator, resource }: Owned, inside: readonly string[]): Evaluator | undefined {
  const child = childOf(evaluator, resource);
  const template = child.kind === "local" ? making.templates.get(child.path) : undefined;
  if (child.kind !== "local" || !template) return undefined;
  if (inside.includes(child.path)) {
    evaluator.report(`${resource.id} nests ${child.path}, which nests it in turn; it is not followed`, resource.span);
    return undefined;
  }
  if (inside.length >= deepestStack || making.nested >= mostStacks) {
    evaluator.report(`${resource.id} is one stack too many and is not followed`, resource.span);
    return undefined;
  }
  making.nested += 1;
  reportStrangers({ evaluator, resource }, template);
  const { file, path } = evaluator.template.stack;
  return stackOf(making, nestedAs(template, { file, path: `${path}${resource.id}/` }), {
    given: (parameter, at) => givenTo({ evaluator, resource }, parameter, at),
    doubt: presenceOf(evaluator, resource).doubt,
    inside: [...inside, child.path],
    variables: new Map([...evaluator.variables].filter(([name]) => name.startsWith("AWS::"))),
    parameterFiles: [],
  });
}

/** CloudFormation refuses parameters that a template does not declare. */
function reportStrangers({ evaluator, resource }: Owned, { parameters, source }: Template): void {
  const given = valueOf(valueOf(resource.node, "Properties"), "Parameters");
  if (given?.kind !== "mapping" || callOf(given)) return;
  for (const { key } of given.entries)
    if (!key.text.startsWith("Fn::") && !parameters.has(key.text))
      evaluator.report(`${source.file} has no parameter ${key.text}; add it under Parameters, or leave it out`, key);
}

/** What a stack gives a parameter of one that it nests. The others are not evaluated: they may need what this one makes. */
function givenTo({ evaluator, resource }: Owned, parameter: string, at: Span): Value | undefined {
  const written = valueOf(valueOf(valueOf(resource.node, "Properties"), "Parameters"), parameter);
  const value = written
    ? evaluator.evaluate(written)
    : propertyOf(evaluator, resourceProperty(evaluator, resource, "Parameters"), parameter);
  const { id } = subjectOf(evaluator.template, "");
  return value.kind === "absent" ? undefined : seenFrom(value, at, (by) => `${id}: ${by}`);
}

/** The stack and all those in it. */
function withNested(evaluator: Evaluator): Deployment {
  const nested = nestedIn(evaluator).flatMap((resource) => evaluator.around.nested(evaluator, resource) ?? []);
  return [evaluator, ...nested.flatMap(withNested)];
}

function nestedIn(evaluator: Evaluator): readonly Resource[] {
  return [...evaluator.template.resources.values()].filter(
    (resource) => isNestedStack(resource) && presenceOf(evaluator, resource).possible,
  );
}

/** Those that no other nests; where templates nest each other in a ring, the first of them. */
function outermost(alone: readonly Evaluator[]): readonly Evaluator[] {
  const nests = new Map<string, string[]>();
  for (const evaluator of alone) {
    const children = [...evaluator.template.resources.values()].filter(isNestedStack).flatMap((resource) => {
      const child = childOf(evaluator, resource);
      return child.kind === "local" ? [child.path] : [];
    });
    nests.set(fileOf(evaluator), [...(nests.get(fileOf(evaluator)) ?? []), ...children]);
  }
  const reached = new Set<string>();
  const reach = (file: string): void => {
    for (const child of nests.get(file) ?? []) {
      if (reached.has(child)) continue;
      reached.add(child);
      reach(child);
    }
  };
  const called = new Set([...nests.values()].flat());
  const roots = new Set(alone.map(fileOf).filter((file) => !called.has(file)));
  roots.forEach(reach);
  for (const file of alone.map(fileOf)) {
    if (roots.has(file) || reached.has(file)) continue;
    roots.add(file);
    reach(file);
  }
  return alone.filter((evaluator) => roots.has(fileOf(evaluator)));
}

function fileOf({ template }: Evaluator): string {
  return template.source.file;
}

/** Outputs that are exported by a name that is known (CloudFormation User Guide, "Outputs section syntax"). */
function exportsOf(stacks: readonly Evaluator[]): ReadonlyMap<string, readonly Export[]> {
  const found = new Map<string, Export[]>();
  for (const evaluator of stacks)
    for (const [output, node] of evaluator.template.outputs) {
      const written = valueOf(valueOf(node, "Export"), "Name");
      const name = written && evaluator.evaluate(written);
      if (name?.kind !== "text") continue;
      const exported: Export = { evaluator, output };
      const before = found.get(name.text);
      if (before) before.push(exported);
      else found.set(name.text, [exported]);
    }
  return found;
}

/** Stacks of which one imports what another exports lie in one network, perhaps. */
function joinedByImports(deployments: readonly Deployment[]): readonly Deployment[] {
  const groups = new Map(deployments.flatMap((deployment) => deployment.map((stack) => [stack, deployment] as const)));
  for (const importer of [...groups.keys()])
    for (const exporter of exportersFor(importer)) {
      const [a, b] = [groups.get(importer), groups.get(exporter)];
      if (!a || !b || a === b) continue;
      const together = [...a, ...b];
      for (const stack of together) groups.set(stack, together);
    }
  return [...new Set(groups.values())];
}

function exportersFor(evaluator: Evaluator): readonly Evaluator[] {
  const { source, sections } = evaluator.template;
  if (!source.text.includes("ImportValue")) return [];
  return sections
    .flatMap(({ value }) => importsIn(value))
    .flatMap((argument) => {
      const name = evaluator.evaluate(argument);
      const exports = name.kind === "text" ? evaluator.around.exported(name.text) : [];
      return exports.length === 1 ? exports.map((each) => each.evaluator) : [];
    });
}

function importsIn(node: DocumentNode): readonly DocumentNode[] {
  const call = callOf(node);
  if (call?.name === "Fn::ImportValue") return [call.argument];
  switch (node.kind) {
    case "scalar":
      return [];
    case "sequence":
      return node.items.flatMap(importsIn);
    case "mapping":
      return node.entries.flatMap(({ value }) => importsIn(value));
  }
}

/** Resources of SAM have what the template says of all of their type. */
function withCommonProperties(template: Template): Template {
  const section = template.sections.find(({ key }) => key.text === "Globals")?.value;
  if (!section) return template;
  const resources = [...template.resources].map(([id, resource]) => [id, withGlobals(resource, section)] as const);
  return { ...template, resources: new Map(resources) };
}

/** What is not read of a nested stack; nothing where all of it is. */
export function unreadStack(evaluator: Evaluator, resource: Resource): Reason | undefined {
  if (evaluator.around.nested(evaluator, resource)) return undefined;
  const child = childOf(evaluator, resource);
  const what = child.kind === "local" ? `${child.path}, the template of ${resource.id}, which` : `${child.name},`;
  return evaluator.reason("construct", what, resource.span);
}
