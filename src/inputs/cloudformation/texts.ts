import { known, unknown, type Known } from "../../model/bounds";
import type { Written } from "../shared/ec2-permission";
import type { Evaluator } from "./expression";
import { nameOf, type SettledValue } from "./value";

/** Text with its place; a resource's attribute is known once the stack is deployed and not before. */
export function writtenText(evaluator: Evaluator, value: SettledValue): Written<string> {
  return { value: textOf(evaluator, value), at: evaluator.place(value.at) };
}

export function textOf(evaluator: Evaluator, value: SettledValue): Known<string> {
  switch (value.kind) {
    case "text":
      return known(value.text);
    case "unknown":
      return { known: false, because: value.because };
    case "resource":
      return unknown(evaluator.reason("reference", nameOf(value), value.at));
    case "absent":
      return unknown(evaluator.reason("value", "a value that is not there", value.at));
    case "list":
    case "mapping":
      evaluator.report(`a ${value.kind} stands where text is needed`, value.at);
      return unknown(evaluator.reason("value", `a ${value.kind} in place of text`, value.at));
  }
}

export function writtenNumber(evaluator: Evaluator, value: SettledValue): Written<number | undefined> {
  const at = evaluator.place(value.at);
  const text = textOf(evaluator, value);
  if (!text.known) return { value: text, at };
  if (/^\s*-?\d+(\.0+)?\s*$/.test(text.value)) return { value: known(Number(text.value)), at };
  evaluator.report(`"${text.value}" is no port; write a whole number`, value.at);
  return { value: unknown({ kind: "value", name: `"${text.value}" is no port`, at }), at };
}

/** CloudFormation reads YAML 1.1, in which `yes` and `on` are `true` (User Guide, "Template format"; YAML 1.1 type bool). */
export function isTrue(text: string): boolean {
  return ["true", "yes", "on"].includes(text.trim().toLowerCase());
}
