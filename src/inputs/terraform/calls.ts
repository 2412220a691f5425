import type { HclCall } from "../../syntax/hcl/tree";
import { overChoices } from "./choices";
import { functions } from "./functions";
import { afford, because, placeIn, tooMuch, type Scope } from "./scope";
import { errorValue, primitive, reasonsIn, unknownValue, weightOf, type SettledValue, type Value } from "./value";

/** What a call of a function comes to. A function that is in no table is unknown by its name. */
export function call(expression: HclCall, scope: Scope): Value {
  const { name, span, spreadsLast } = expression;
  const written = expression.args.map((argument) => scope.work.evaluate(argument, scope));
  const weight = written.reduce((sum, value) => sum + weightOf(value), 0);
  if (!afford(scope, weight, span)) return tooMuch(scope, span);
  return overChoices(written, (settled) => {
    const args = spreadsLast ? spread(settled) : settled;
    if (!args) return unknownValue(settled.flatMap(reasonsIn));
    if (name === "try") return overChoices(args, (given) => firstThatWorks(given, expression, scope));
    if (name === "can") return overChoices(args, ([given]) => works(given));
    return overChoices(args, (given) => applied(given, expression, scope));
  });
}

function applied(args: readonly SettledValue[], { name, nameSpan, span }: HclCall, scope: Scope): Value {
  const failed = args.find(({ kind }) => kind === "error");
  if (failed) return failed;
  const itself = because(scope, "function", { name, span: nameSpan });
  const apply = functions.get(name.replace(/^core::/, ""));
  if (!apply) return unknownValue([itself, ...args.flatMap(reasonsIn)]);
  return apply(args, { name, itself, at: placeIn(scope, span), scope });
}

function spread(args: readonly SettledValue[]): readonly Value[] | undefined {
  const last = args.at(-1);
  return last?.kind === "list" && last.open.length === 0 ? [...args.slice(0, -1), ...last.items] : undefined;
}

/** An unknown value may yet fail when it is known, and then the next would be taken. */
function firstThatWorks(args: readonly SettledValue[], { span }: HclCall, scope: Scope): Value {
  return (
    args.find(({ kind }) => kind !== "error") ?? args.at(-1) ?? errorValue("try without a value", placeIn(scope, span))
  );
}

function works(value: SettledValue | undefined): Value {
  if (value?.kind === "unknown") return unknownValue(value.because);
  return primitive(value !== undefined && value.kind !== "error");
}
