import type { Span } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { textValue, type Evaluator } from "./expression";
import { isNestedStack, mayBeRewritten, subjectOf, type Resource } from "./template";
import { choice, overChoices, seenFrom, unknownValue, type Value } from "./value";

/** What `Ref` gives: a parameter's value, a resource, or a pseudo parameter. */
export function referenceTo(evaluator: Evaluator, name: string, at: Span): Value {
  const { template } = evaluator;
  if (name === "AWS::NoValue") return { kind: "absent", at };
  if (name.startsWith("AWS::")) {
    const given = evaluator.variables.get(name);
    if (given !== undefined) return givenValue(evaluator, given, { type: "String", at });
    return unknownValue(at, [evaluator.reason("variable", name, at)]);
  }
  const parameter = template.parameters.get(name);
  if (parameter || evaluator.variables.has(name)) return parameterValue(evaluator, { name, parameter, at });
  const resource = template.resources.get(name);
  if (resource) return { kind: "resource", id: name, subject: resource.subject, attribute: undefined, at };
  return nowhere(evaluator, name, at);
}

/** What `Fn::GetAtt` gives, of a resource and an attribute joined by a dot. */
export function attributeOf(evaluator: Evaluator, path: string, at: Span): Value {
  const dot = path.indexOf(".");
  const id = dot === -1 ? path : path.slice(0, dot);
  const attribute = dot === -1 ? undefined : path.slice(dot + 1);
  const resource = evaluator.template.resources.get(id);
  if (!resource) return nowhere(evaluator, path, at);
  const output = /^Outputs\.(.+)$/.exec(attribute ?? "")?.[1];
  if (output !== undefined && isNestedStack(resource)) return outputOf(evaluator, resource, { output, at });
  const written = attribute === undefined ? undefined : writtenAttribute(resource, attribute);
  return written
    ? { ...evaluator.evaluate(written), at }
    : { kind: "resource", id, subject: resource.subject, attribute, at };
}

/** What a nested stack hands back; unknown by its name where its template is not among the scanned files. */
function outputOf(
  evaluator: Evaluator,
  resource: Resource,
  { output, at }: { readonly output: string; readonly at: Span },
): Value {
  const nested = evaluator.around.nested(evaluator, resource);
  const because = [evaluator.reason("reference", `${resource.id}.Outputs.${output}`, at)];
  if (!nested) return unknownValue(at, because);
  const value = valueOf(nested.template.outputs.get(output), "Value");
  if (value) return seenFrom(nested.evaluate(value), at, (by) => `${resource.subject.id}: ${by}`);
  if (!mayBeRewritten(nested.template))
    evaluator.report(`${nested.template.source.file} has no output ${output}; add it under Outputs`, at);
  return unknownValue(at, because);
}

/** The value that another scanned stack exports by a name. */
export function importedValue(evaluator: Evaluator, name: string, at: Span): Value {
  const exports = evaluator.around.exported(name);
  const [first, ...others] = exports;
  const written = `Fn::ImportValue ${name}`;
  if (!first) return unknownValue(at, [evaluator.reason("function", written, at)]);
  if (others.length > 0) {
    const files = exports.map((each) => each.evaluator.template.source.file).join(" and ");
    return unknownValue(at, [evaluator.reason("function", `${written}, which ${files} export,`, at)]);
  }
  const { template } = first.evaluator;
  const value = valueOf(template.outputs.get(first.output), "Value");
  if (!value) return unknownValue(at, [evaluator.reason("function", written, at)]);
  return seenFrom(first.evaluator.evaluate(value), at, (by) => `${subjectOf(template, "").id}: ${by}`);
}

/** Attributes that say again what a property says. */
const writtenAttributes: ReadonlySet<string> = new Set(["AWS::EC2::VPC.CidrBlock", "AWS::EC2::Subnet.CidrBlock"]);

function writtenAttribute({ type, node }: Resource, attribute: string): DocumentNode | undefined {
  return writtenAttributes.has(`${type}.${attribute}`) ? valueOf(valueOf(node, "Properties"), attribute) : undefined;
}

function nowhere(evaluator: Evaluator, name: string, at: Span): Value {
  if (!mayBeRewritten(evaluator.template))
    evaluator.report(`${name} names no parameter and no resource of this template`, at);
  return unknownValue(at, [evaluator.reason("reference", name, at)]);
}

interface ParameterUse {
  readonly name: string;
  readonly parameter: DocumentNode | undefined;
  readonly at: Span;
}

/**
 * The value that users give, that a parameter file gives, or the default that the template gives; where there is neither, one of the allowed values,
 * or any. A parameter that names a key of the Parameter Store is not known: its default is the key and not the value.
 */
function parameterValue(evaluator: Evaluator, { name, parameter, at }: ParameterUse): Value {
  const type = textOf(valueOf(parameter, "Type")) ?? "String";
  const handed = evaluator.around.given(name, at);
  if (handed) return handedValue(evaluator, handed, { type, at });
  const given = evaluator.variables.get(name);
  if (given !== undefined) return givenValue(evaluator, given, { type, at });
  const { parameterFiles } = evaluator;
  if (!parameterFiles.some(({ values }) => values.has(name))) return unsetValue(evaluator, { name, parameter, at });
  const options = parameterFiles.map(({ source, values }): readonly [string, Value] => {
    const text = values.get(name);
    const value = text === undefined ? unsetValue(evaluator, { name, parameter, at }) : text;
    return [source.file, typeof value === "string" ? typedValue(evaluator, value, { type, at }) : value];
  });
  const which = `which of ${parameterFiles.map(({ source }) => source.file).join(" and ")} is deployed`;
  return choice({ by: which, because: [evaluator.reason("variable", which, at)], options: new Map(options), at });
}

/** What a parameter is that nobody gave a value. */
function unsetValue(evaluator: Evaluator, { name, parameter, at }: ParameterUse): Value {
  const because = [evaluator.reason("variable", name, at)];
  const type = textOf(valueOf(parameter, "Type")) ?? "String";
  if (type.startsWith("AWS::SSM::")) return unknownValue(at, because);
  const byDefault = valueOf(parameter, "Default");
  if (byDefault?.kind === "scalar" && byDefault.value !== null)
    return typedValue(evaluator, byDefault.text, { type, at });
  const allowed = valueOf(parameter, "AllowedValues");
  if (byDefault || allowed?.kind !== "sequence") return unknownValue(at, because);
  const texts = allowed.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
  const options = new Map(texts.map((text) => [text, typedValue(evaluator, text, { type, at })]));
  return choice({ by: `parameter ${name}`, because, options, at });
}

interface Typed {
  readonly type: string;
  readonly at: Span;
}

function givenValue(evaluator: Evaluator, given: unknown, typed: Typed): Value {
  if (Array.isArray(given))
    return { kind: "list", items: given.map((item) => itemValue(evaluator, item, typed.at)), at: typed.at };
  return typedValue(evaluator, String(given), typed);
}

/** What the stack above gives, split where the parameter is a list: it is handed on as one text. */
function handedValue(evaluator: Evaluator, value: Value, typed: Typed): Value {
  if (!isList(typed.type)) return value;
  return overChoices(typed.at, [value], ([settled]) => {
    if (settled?.kind === "text") return typedValue(evaluator, settled.text, typed);
    if (settled?.kind === "resource") return { kind: "list", items: [settled], at: typed.at };
    if (settled?.kind === "unknown" && settled.joined?.delimiter === ",")
      return { kind: "list", items: settled.joined.items, at: typed.at };
    return settled ?? { kind: "absent", at: typed.at };
  });
}

function isList(type: string): boolean {
  return /^(CommaDelimitedList$|List<)/.test(type);
}

function itemValue(evaluator: Evaluator, item: unknown, at: Span): Value {
  return textValue(evaluator, String(item), at);
}

function typedValue(evaluator: Evaluator, text: string, { type, at }: Typed): Value {
  if (!isList(type)) return textValue(evaluator, text, at);
  const parts = text === "" ? [] : text.split(",");
  return { kind: "list", items: parts.map((part) => textValue(evaluator, part.trim(), at)), at };
}

function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.text : undefined;
}
