import type { Reason } from "../../model/bounds";
import type { FilePlace, Problem, Span } from "../../model/source";
import type { DocumentNode, MappingNode, ScalarNode, SequenceNode } from "../../syntax/tree";
import { isLoop } from "./for-each";
import type { ParameterFile } from "./parameter-files";
import type { Resource, Template } from "./template";
import { choice, nameOf, reasonsIn, unknownValue, type SettledValue, type Value } from "./value";

/** What expressions of one template come to. Values are remembered by node, so that an alias costs nothing. */
export interface Evaluator {
  readonly template: Template;
  readonly around: Surroundings;
  /** What users say about parameters, by name. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Files that give parameters their values; where there are several, it is not known which is deployed. */
  readonly parameterFiles: readonly ParameterFile[];
  readonly evaluate: (node: DocumentNode) => Value;
  /** The condition of that name: text "true" or "false", or a choice of the two. */
  readonly condition: (name: string, at: Span) => Value;
  /** A condition that is written in place: `Fn::Equals`, `Fn::And` and their like. */
  readonly conditionIn: (node: DocumentNode) => Value;
  readonly place: (span: Span) => FilePlace;
  readonly reason: (kind: Reason["kind"], name: string, at: Span) => Reason;
  /** Says what is wrong with the template; each problem once. */
  readonly report: (message: string, at: Span) => void;
  /** Says that a construct is in no table; each construct once. */
  readonly unrecognised: (construct: string, at: Span) => void;
  readonly problems: readonly Problem[];
}

/** A resource, and the evaluator of the stack that it belongs to. */
export interface Owned {
  readonly evaluator: Evaluator;
  readonly resource: Resource;
}

/** What a stack knows of those that it is deployed with. */
export interface Surroundings {
  /** Resources of all stacks, by the ids of their subjects. */
  readonly owners: ReadonlyMap<string, Owned>;
  /** What the stack above gives a parameter; nothing for parameters that it does not name. */
  readonly given: (parameter: string, at: Span) => Value | undefined;
  /** Why the stack may not be there at all. */
  readonly doubt: readonly Reason[];
  /** The stack that a resource of this one nests; nothing where its template is not among the scanned files. */
  readonly nested: (evaluator: Evaluator, resource: Resource) => Evaluator | undefined;
  /** The values that scanned stacks export by a name; several where it cannot be told which counts. */
  readonly exported: (name: string) => readonly Export[];
}

/** A value that a stack exports, and the output that says so. */
export interface Export {
  readonly evaluator: Evaluator;
  readonly output: string;
}

/** A function of the template language as it is called. */
export interface Call {
  readonly name: string;
  readonly argument: DocumentNode;
  readonly at: Span;
}

/** What a function of the template language comes to (CloudFormation User Guide, "Intrinsic function reference"). */
export type Intrinsic = (evaluator: Evaluator, call: Call) => Value;

/** The function that a node calls, in the long form `{"Fn::X": …}` or the short form `!X …`. */
export function callOf(node: DocumentNode): Call | undefined {
  if (node.tag?.startsWith("!") && !node.tag.startsWith("!!")) {
    const short = node.tag.slice(1);
    const name = short === "Ref" || short === "Condition" ? short : `Fn::${short}`;
    return { name, argument: untagged(node), at: node };
  }
  if (node.kind !== "mapping" || node.entries.length !== 1) return undefined;
  const [entry] = node.entries;
  if (!entry || !/^(Ref|Condition|Fn::.*)$/.test(entry.key.text) || isLoop(entry)) return undefined;
  // Policies have a Condition of their own, which is a mapping.
  if (entry.key.text === "Condition" && entry.value.kind !== "scalar") return undefined;
  return { name: entry.key.text, argument: entry.value, at: node };
}

function untagged(node: DocumentNode): DocumentNode {
  const { start, end } = node;
  switch (node.kind) {
    case "scalar": {
      const { value, text, style } = node;
      return { kind: "scalar", value, text, style, start, end } satisfies ScalarNode;
    }
    case "sequence":
      return { kind: "sequence", items: node.items, start, end } satisfies SequenceNode;
    case "mapping":
      return { kind: "mapping", entries: node.entries, start, end } satisfies MappingNode;
  }
}

/** Text, unless it asks for a dynamic reference, which is read when the stack is deployed (User Guide, "Dynamic references"). */
export function textValue(evaluator: Evaluator, text: string, at: Span): Value {
  const dynamic = /\{\{resolve:[^}]*\}\}/.exec(text);
  return dynamic ? unknownValue(at, [evaluator.reason("reference", dynamic[0], at)]) : { kind: "text", text, at };
}

export function truth(holds: boolean, at: Span): Value {
  return { kind: "text", text: holds ? "true" : "false", at };
}

/** True or false, and nothing tells which; the same `by` falls the same way everywhere. */
export function eitherWay(by: string, because: readonly Reason[], at: Span): Value {
  return choice({
    by,
    because,
    options: new Map([
      ["true", truth(true, at)],
      ["false", truth(false, at)],
    ]),
    at,
  });
}

/** Unknown by the parts that are not known; by the function itself where none of them says more. */
export function notFollowed(
  evaluator: Evaluator,
  name: string,
  at: Call["at"],
  parts: readonly (SettledValue | undefined)[],
): Value {
  const because = parts.flatMap((part) => {
    if (part?.kind === "resource") return [evaluator.reason("reference", nameOf(part), at)];
    return part ? reasonsIn(part) : [];
  });
  return unknownValue(at, because.length > 0 ? because : [evaluator.reason("function", name, at)]);
}

export function misused(evaluator: Evaluator, name: string, takes: string, at: Call["at"]): Value {
  evaluator.report(`${name} takes ${takes}`, at);
  return unknownValue(at, [evaluator.reason("function", name, at)]);
}
