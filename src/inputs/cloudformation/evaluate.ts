import type { Reason } from "../../model/bounds";
import { placeOf, type FilePlace, type Problem, type Span } from "../../model/source";
import type { DocumentNode, MappingNode, ScalarNode } from "../../syntax/tree";
import { callOf, eitherWay, textValue, type Call, type Evaluator } from "./expression";
import { withoutLoops } from "./for-each";
import { intrinsics } from "./intrinsics";
import { macroNamed, type Template } from "./template";
import { overChoices, unknownValue, type Value } from "./value";

/** Templates nest as deep as 20 levels or so; what is deeper is not followed. */
const maxDepth = 100;

export function evaluatorOf(
  template: Template,
  { around, variables, parameterFiles }: Pick<Evaluator, "around" | "variables" | "parameterFiles">,
): Evaluator {
  const values = new Map<DocumentNode, Value>();
  const conditions = new Map<string, Value>();
  const running = new Set<DocumentNode>();
  const runningConditions = new Set<string>();
  const problems: Problem[] = [];
  const place = (span: Span): FilePlace => placeOf(template.source, span);
  const reason = (kind: Reason["kind"], name: string, at: Span): Reason => ({ kind, name, at: place(at) });

  const evaluate = (node: DocumentNode): Value => {
    const before = values.get(node);
    if (before) return before;
    if (running.has(node)) return unknownValue(node, [reason("value", "a value that refers to itself", node)]);
    if (running.size >= maxDepth) return unknownValue(node, [reason("value", "a value nested too deeply", node)]);
    running.add(node);
    const value = valueIn(evaluator, node);
    running.delete(node);
    values.set(node, value);
    return value;
  };

  const conditionIn = (node: DocumentNode): Value => {
    const value = evaluate(node);
    return overChoices(node, [value], ([settled]) => {
      if (settled?.kind === "text" && /^(true|false)$/i.test(settled.text))
        return { ...settled, text: settled.text.toLowerCase() };
      const because = settled?.kind === "unknown" ? settled.because : [reason("value", "a condition", node)];
      return eitherWay(`condition at ${node.start}`, because, node);
    });
  };

  const condition = (name: string, at: Span): Value => {
    const before = conditions.get(name);
    if (before) return before;
    const node = template.conditions.get(name);
    if (!node || runningConditions.has(name)) {
      const why = node ? `condition ${name}, which refers to itself,` : `condition ${name}`;
      return eitherWay(`condition ${name}`, [reason("reference", why, at)], at);
    }
    runningConditions.add(name);
    const value = conditionIn(node);
    runningConditions.delete(name);
    conditions.set(name, value);
    return value;
  };

  const said = new Set<string>();
  const report = (message: string, at: Span): void => {
    const once = `${at.start} ${message}`;
    if (said.has(once)) return;
    said.add(once);
    problems.push({ code: "invalid-value", message, at: place(at) });
  };
  const unrecognised = (construct: string, at: Span): void => {
    if (said.has(construct)) return;
    said.add(construct);
    const message = `${construct} is not known to Portcullis: what it opens or closes is not known`;
    problems.push({ code: "unrecognised", message, at: place(at) });
  };
  const evaluator: Evaluator = {
    template,
    around,
    variables,
    parameterFiles,
    evaluate,
    condition,
    conditionIn,
    place,
    reason,
    report,
    unrecognised,
    problems,
  };
  return evaluator;
}

function valueIn(evaluator: Evaluator, node: DocumentNode): Value {
  const call = callOf(node);
  if (call) return called(evaluator, call);
  switch (node.kind) {
    case "scalar":
      return scalarValue(evaluator, node);
    case "sequence": {
      const items = node.items.map(evaluator.evaluate).filter(({ kind }) => kind !== "absent");
      return { kind: "list", items, at: node };
    }
    case "mapping":
      return mappingValue(evaluator, node);
  }
}

function called(evaluator: Evaluator, call: Call): Value {
  const intrinsic = intrinsics.get(call.name);
  return intrinsic
    ? intrinsic(evaluator, call)
    : unknownValue(call.at, [evaluator.reason("function", functionNamed(call.name, call.argument), call.at)]);
}

function functionNamed(name: string, argument: DocumentNode): string {
  return name === "Fn::Transform" ? macroNamed(argument) : name;
}

function scalarValue(evaluator: Evaluator, node: ScalarNode): Value {
  if (node.value !== null || node.style !== "plain") return textValue(evaluator, node.text, node);
  evaluator.report("a value is missing here; write one, or leave the key out", node);
  return unknownValue(node, [evaluator.reason("value", "a value that is not written", node)]);
}

function mappingValue(evaluator: Evaluator, node: MappingNode): Value {
  const entries = new Map<string, Value>();
  const open: Reason[] = [];
  for (const { key, value } of withoutLoops(node.entries, (collection) => itemsOf(evaluator, collection))) {
    if (key.text.startsWith("Fn::")) open.push(evaluator.reason("function", functionNamed(key.text, value), key));
    else entries.set(key.text, evaluator.evaluate(value));
  }
  return { kind: "mapping", entries, open, at: node };
}

/** What a loop runs over: texts that are known before anything is deployed. */
export function itemsOf(evaluator: Evaluator, collection: DocumentNode): readonly string[] | undefined {
  const value = evaluator.evaluate(collection);
  if (value.kind !== "list") return undefined;
  const texts = value.items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  return texts.length === value.items.length ? texts : undefined;
}
