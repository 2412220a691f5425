import type { Reason } from "../../model/bounds";
import { eitherWay, misused, truth, type Call, type Evaluator, type Intrinsic } from "./expression";
import { overChoices, reasonsIn, type SettledValue, type Value } from "./value";

/** The functions that conditions are made of, and the one that asks them. */
export const conditionFunctions: readonly (readonly [string, Intrinsic])[] = [
  ["Condition", named],
  ["Fn::Equals", equals],
  ["Fn::And", and],
  ["Fn::Or", or],
  ["Fn::Not", not],
  ["Fn::If", branch],
];

function named(evaluator: Evaluator, { argument, at }: Call): Value {
  if (argument.kind !== "scalar") return misused(evaluator, "Condition", "the name of a condition", at);
  return evaluator.condition(argument.text, at);
}

function equals(evaluator: Evaluator, { argument, at }: Call): Value {
  const operands = argument.kind === "sequence" ? argument.items : [];
  if (operands.length !== 2) return misused(evaluator, "Fn::Equals", "two values", at);
  return overChoices(at, operands.map(evaluator.evaluate), ([a, b]) => {
    if (a?.kind === "text" && b?.kind === "text") return truth(a.text === b.text, at);
    return eitherWay(`condition at ${at.start}`, doubtAbout(evaluator, at, [a, b]), at);
  });
}

function doubtAbout(
  evaluator: Evaluator,
  at: Call["at"],
  operands: readonly (SettledValue | undefined)[],
): readonly Reason[] {
  const because = operands.flatMap((operand) => (operand ? reasonsIn(operand) : []));
  return because.length > 0 ? because : [evaluator.reason("function", "Fn::Equals", at)];
}

function and(evaluator: Evaluator, { argument, at }: Call): Value {
  return combined(evaluator, { argument, at, name: "Fn::And" }, (truths) => truths.every((holds) => holds));
}

function or(evaluator: Evaluator, { argument, at }: Call): Value {
  return combined(evaluator, { argument, at, name: "Fn::Or" }, (truths) => truths.some((holds) => holds));
}

function not(evaluator: Evaluator, { argument, at }: Call): Value {
  return combined(evaluator, { argument, at, name: "Fn::Not" }, ([holds]) => holds === false);
}

function combined(evaluator: Evaluator, call: Call, decide: (truths: readonly boolean[]) => boolean): Value {
  const { argument, at, name } = call;
  if (argument.kind !== "sequence" || argument.items.length === 0)
    return misused(evaluator, name, "a list of conditions", at);
  return overChoices(at, argument.items.map(evaluator.conditionIn), (settled) =>
    settled.every(({ kind }) => kind === "text")
      ? truth(decide(settled.map((value) => value.kind === "text" && value.text === "true")), at)
      : eitherWay(`condition at ${at.start}`, doubtAbout(evaluator, at, settled), at),
  );
}

function branch(evaluator: Evaluator, { argument, at }: Call): Value {
  const [name, whenTrue, whenFalse] = argument.kind === "sequence" ? argument.items : [];
  if (name?.kind !== "scalar" || !whenTrue || !whenFalse)
    return misused(evaluator, "Fn::If", "a condition and two values", at);
  const condition = evaluator.condition(name.text, name);
  const outcomes =
    condition.kind === "unknown" ? eitherWay(`condition ${name.text}`, condition.because, at) : condition;
  return overChoices(at, [outcomes], ([holds]) =>
    evaluator.evaluate(holds?.kind === "text" && holds.text === "true" ? whenTrue : whenFalse),
  );
}
