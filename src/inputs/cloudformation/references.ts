import type { Span } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { textValue, type Evaluator } from "./expression";
import { mayBeRewritten, type Resource } from "./template";
import { choice, unknownValue, type Value } from "./value";

/** What `Ref` gives: a parameter's value, a resource, or a pseudo parameter. */
export function referenceTo(evaluator: Evaluator, name: string, at: Span): Value {
  const { template } = evaluator;
  if (name === "AWS::NoValue") return { kind: "absent", at };
  if (name.startsWith("AWS::")) return unknownValue(at, [evaluator.reason("variable", name, at)]);
  const parameter = template.parameters.get(name);
  if (parameter || evaluator.variables.has(name)) return parameterValue(evaluator, { name, parameter, at });
  if (template.resources.has(name)) return { kind: "resource", id: name, attribute: undefined, at };
  return nowhere(evaluator, name, at);
}

/** What `Fn::GetAtt` gives, of a resource and an attribute joined by a dot. */
export function attributeOf(evaluator: Evaluator, path: string, at: Span): Value {
  const dot = path.indexOf(".");
  const id = dot === -1 ? path : path.slice(0, dot);
  const attribute = dot === -1 ? undefined : path.slice(dot + 1);
  const resource = evaluator.template.resources.get(id);
  if (!resource) return nowhere(evaluator, path, at);
  const written = attribute === undefined ? undefined : writtenAttribute(resource, attribute);
  return written ? { ...evaluator.evaluate(written), at } : { kind: "resource", id, attribute, at };
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

function itemValue(evaluator: Evaluator, item: unknown, at: Span): Value {
  return textValue(evaluator, String(item), at);
}

function typedValue(evaluator: Evaluator, text: string, { type, at }: Typed): Value {
  if (!/^(CommaDelimitedList$|List<)/.test(type)) return textValue(evaluator, text, at);
  const parts = text === "" ? [] : text.split(",");
  return { kind: "list", items: parts.map((part) => textValue(evaluator, part.trim(), at)), at };
}

function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.text : undefined;
}
