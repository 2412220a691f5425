import { posix } from "node:path";
import type { Reason } from "../../model/bounds";
import { placeOf, sourceText, type Problem, type SourceText } from "../../model/source";
import { parseTemplate } from "../../syntax/hcl/template-files";
import { doubt, refusal, type CallSite, type Fn } from "./function";
import { textOf } from "./plain";
import { afford, tooMuch, type Names, type Scope } from "./scope";
import { errorValue, reasonsIn, unknownValue, type SettledValue, type Value } from "./value";

/** Templates that stand outside of the expression that asks for them. */
export const templateFunctions: readonly (readonly [string, Fn])[] = [
  ["templatefile", templateFile],
  ["templatestring", templateString],
];

function templateFile(args: readonly SettledValue[], call: CallSite): Value {
  const [path, names] = args;
  const written = path && textOf(path);
  if (written === undefined || !names) return doubt(args, call);
  const file = posix.normalize(written);
  const text = call.scope.module.files.text(file);
  if (text === undefined)
    return unknownValue([{ ...call.itself, name: `templatefile ${written}` }, ...reasonsIn(names)]);
  return rendered(sourceText(file, text), names, call);
}

/** What is not known in a text that is made has no place of its own but that of the call. */
function templateString(args: readonly SettledValue[], call: CallSite): Value {
  const [template, names] = args;
  const text = template && textOf(template);
  if (text === undefined || !names) return doubt(args, call);
  const value = rendered(sourceText("", text), names, call);
  const because = reasonsIn(value).map((reason): Reason => ({ ...reason, at: call.at }));
  if (because.length === 0) return value;
  return value.kind === "error" ? { ...value, because } : unknownValue(because);
}

function rendered(source: SourceText, names: SettledValue, call: CallSite): Value {
  const { scope } = call;
  const span = { start: 0, end: source.text.length };
  // Terraform refuses a template within a template, too; without that one could ask for itself.
  if (scope.module.isTemplate) return refusal(call);
  if (names.kind !== "object")
    return names.kind === "primitive" || names.kind === "list" ? refusal(call) : doubt([names], call);
  if (names.open.length > 0) return unknownValue(reasonsIn(names));
  const inside: Scope = { ...scope, source, own: names.entries, item: undefined, module: within(scope.module) };
  if (!afford(scope, source.text.length >> 3, span)) return tooMuch(inside, span);
  const { tree, problems } = parseTemplate(source);
  const [problem] = problems;
  if (!tree || problem)
    return errorValue(reasonOf(problem, call), problem?.at.kind === "file" ? problem.at : placeOf(source, span));
  return scope.work.evaluate(tree, inside);
}

function reasonOf(problem: Problem | undefined, { name }: CallSite): string {
  return `${name} of a template in which ${problem?.message ?? "something could not be read"}`;
}

/** A template knows nothing but the names that it is given. */
function within(module: Names): Names {
  const none: Names["local"] = (name, at) => errorValue(`${name}, which the template is not given`, at);
  const noResource: Names["resource"] = (type, name, at) => none(`${type}.${name}`, at);
  return { ...module, isTemplate: true, variable: none, local: none, module: none, resource: noResource };
}
