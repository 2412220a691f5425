import type { Subject } from "../../model/facts";
import { placeOf, type FilePlace, type Problem, type SourceText, type Span } from "../../model/source";
import { entryOf, valueOf, type DocumentNode, type MappingEntry } from "../../syntax/tree";
import { languageExtensions } from "./constructs";
import { isLoop, withoutLoops } from "./for-each";

/** The sections of one template that values come from (CloudFormation User Guide, "Template anatomy"). */
export interface Template {
  readonly source: SourceText;
  readonly stack: StackName;
  readonly parameters: ReadonlyMap<string, DocumentNode>;
  readonly mappings: DocumentNode | undefined;
  readonly conditions: ReadonlyMap<string, DocumentNode>;
  readonly outputs: ReadonlyMap<string, DocumentNode>;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Macros that rewrite the template before it is deployed, each with where it is named. */
  readonly transforms: readonly { readonly name: string; readonly at: Span }[];
  /** What makes resources in a way that is not followed: loops, and modules that a tool puts in before it is deployed. */
  readonly generated: readonly { readonly name: string; readonly at: Span }[];
  readonly sections: readonly MappingEntry[];
  readonly problems: readonly Problem[];
}

/** Where the names of a stack have their meaning. */
export interface StackName {
  /** The file of the template that the stack, or the outermost stack around it, is made of. */
  readonly file: string;
  /** The logical ids of the stacks that nest it, from the outside inwards, each with a `/` behind it. */
  readonly path: string;
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly node: DocumentNode;
  readonly subject: Subject;
  /** The whole of it, its logical id included. */
  readonly at: FilePlace;
  readonly span: Span;
}

/** The template that a document is, or nothing where it neither says that it is one nor has or makes a resource. */
export function templateOf(source: SourceText, document: DocumentNode): Template | undefined {
  const resources = valueOf(document, "Resources");
  if (document.kind !== "mapping" || resources?.kind !== "mapping") return undefined;
  if (!entryOf(document, "AWSTemplateFormatVersion") && !resources.entries.some(isOfTemplate)) return undefined;
  const stack: StackName = { file: source.file, path: "" };
  return {
    source,
    stack,
    outputs: namedNodes(entriesIn(document, "Outputs")),
    parameters: namedNodes(entriesIn(document, "Parameters")),
    mappings: valueOf(document, "Mappings"),
    conditions: namedNodes(entriesIn(document, "Conditions")),
    ...resourcesIn({ source, stack }, resources.entries),
    transforms: transformsOf(valueOf(document, "Transform")),
    sections: document.entries,
  };
}

/** The same template once its loops have run, as far as it is known over what. */
export function withLoopsRun(template: Template, itemsOf: ItemsOf): Template {
  const { sections } = template;
  const made = (name: string): readonly MappingEntry[] =>
    withoutLoops(
      sections.filter(({ key }) => key.text === name).flatMap(({ value }) => entriesOf(value)),
      itemsOf,
    );
  if (!sections.some(({ key, value }) => looped.has(key.text) && entriesOf(value).some(isLoop))) return template;
  return { ...template, conditions: namedNodes(made("Conditions")), ...resourcesIn(template, made("Resources")) };
}

const looped: ReadonlySet<string> = new Set(["Conditions", "Resources"]);
type ItemsOf = Parameters<typeof withoutLoops>[1];

function resourcesIn(
  { source, stack }: Pick<Template, "source" | "stack">,
  entries: readonly MappingEntry[],
): Pick<Template, "resources" | "generated" | "problems"> {
  const problems: Problem[] = [];
  const generated: Template["generated"][number][] = [];
  const read = new Map<string, Resource>();
  for (const entry of entries) {
    const maker = makerOf(entry);
    if (maker !== undefined) generated.push({ name: maker, at: entry.key });
    else {
      const resource = resourceOf({ source, stack }, entry);
      if (resource) read.set(resource.id, resource);
      else problems.push(shapeless(source, entry));
    }
  }
  return { resources: read, generated, problems };
}

/** Whether a resource is a stack of its own, of a template that it names. */
export function isNestedStack({ type }: Resource): boolean {
  return type === "AWS::CloudFormation::Stack" || type === "AWS::Serverless::Application";
}

/** Whether a macro may add resources that the template does not show, so that a name that is not there is no mistake. */
export function mayBeRewritten(template: Template): boolean {
  return template.generated.length > 0 || template.transforms.some(({ name }) => name !== languageExtensions);
}

/** What has a logical id in a template, or a name that begins with one. */
export function subjectOf({ stack }: Pick<Template, "stack">, id: string): Subject {
  const name = stack.path + id;
  return { id: `${stack.file}#${name}`, name };
}

/** What stands in no template and is known by its id or name alone. */
export function elsewhere({ stack }: Pick<Template, "stack">, name: string): Subject {
  return { id: `${stack.file}#${name}`, name };
}

/** The same template as a stack that another one nests. */
export function nestedAs(template: Template, stack: StackName): Template {
  const named = { ...template, stack };
  const resources = [...template.resources].map(
    ([id, resource]) => [id, { ...resource, subject: subjectOf(named, id) }] as const,
  );
  return { ...named, resources: new Map(resources) };
}

/** The function that makes resources in place of this entry, as `Fn::ForEach::Name` or `Type: !Rain::Module` do. */
function makerOf({ key, value }: MappingEntry): string | undefined {
  if (key.text === "Fn::Transform") return macroNamed(value);
  if (key.text.startsWith("Fn::")) return key.text;
  const type = valueOf(value, "Type");
  if (type?.tag) return type.tag.slice(1);
  return type?.kind === "mapping" ? type.entries[0]?.key.text : undefined;
}

/** The macro that `Fn::Transform` calls; an include by what it includes (CloudFormation User Guide, "AWS::Include transform"). */
export function macroNamed(call: DocumentNode): string {
  const name = valueOf(call, "Name");
  const location = valueOf(valueOf(call, "Parameters"), "Location");
  const called = name?.kind === "scalar" ? name.text : "Fn::Transform";
  return called === "AWS::Include" && location?.kind === "scalar" ? `${called} of ${location.text}` : called;
}

/** Whether an entry of `Resources` is one that other formats do not have: a type such as `AWS::SNS::Topic`, or what makes resources. */
function isOfTemplate(entry: MappingEntry): boolean {
  const type = valueOf(entry.value, "Type");
  const kind = makerOf(entry) ?? (type?.kind === "scalar" ? type.text : "");
  return entry.key.text.startsWith("Fn::") || kind.includes("::");
}

function resourceOf(
  { source, stack }: Pick<Template, "source" | "stack">,
  { key, value }: MappingEntry,
): Resource | undefined {
  const type = valueOf(value, "Type");
  if (value.kind !== "mapping" || type?.kind !== "scalar") return undefined;
  const span = { start: key.start, end: value.end };
  const at = placeOf(source, span);
  return { id: key.text, type: type.text, node: value, subject: subjectOf({ stack }, key.text), at, span };
}

function shapeless(source: SourceText, { key, value }: MappingEntry): Problem {
  const found = entryOf(value, "Type") ? "has a Type that is no text" : "has no Type";
  const message = `resource ${key.text} ${found}; write a mapping with Type: AWS::Service::Resource`;
  return { code: "invalid-value", message, at: placeOf(source, key) };
}

function entriesIn(document: DocumentNode, section: string): readonly MappingEntry[] {
  return entriesOf(valueOf(document, section));
}

function entriesOf(node: DocumentNode | undefined): readonly MappingEntry[] {
  return node?.kind === "mapping" ? node.entries : [];
}

function namedNodes(entries: readonly MappingEntry[]): ReadonlyMap<string, DocumentNode> {
  return new Map(entries.map(({ key, value }) => [key.text, value]));
}

function transformsOf(node: DocumentNode | undefined): Template["transforms"] {
  if (!node) return [];
  switch (node.kind) {
    case "scalar":
      return [{ name: node.text, at: node }];
    case "sequence":
      return node.items.flatMap((item) => (item.kind === "sequence" ? [] : transformsOf(item)));
    case "mapping":
      return [{ name: macroNamed(node), at: node }];
  }
}
