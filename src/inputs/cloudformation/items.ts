import type { Reason } from "../../model/bounds";
import type { Evaluator } from "./expression";
import { unknownValue, type Value } from "./value";

/** One item of a list, its address in the template, and why it may not be there. */
export interface Item {
  readonly value: Value;
  readonly name: string;
  readonly doubt: readonly Reason[];
}

/** More items than EC2 takes by far; a list that grows beyond them, by aliases of aliases, is not followed. */
const maxItems = 10_000;

/** The items of a list that may hold choices and lists, or that may be one mapping in place of a list of one. */
export function itemsOf(evaluator: Evaluator, list: Value, name: string): readonly Item[] {
  const out: Item[] = [];
  let steps = 0;
  const gather = (value: Value, path: string, doubt: readonly Reason[]): void => {
    steps += 1;
    if (steps > maxItems) return;
    switch (value.kind) {
      case "absent":
        return;
      case "list":
        for (const [i, item] of value.items.entries()) gather(item, `${path}[${i}]`, doubt);
        return;
      case "choice": {
        // A choice between single rules is one rule that is known in part.
        const options = [...value.options.values()];
        if (!options.some(holdsList)) out.push({ value, name: path, doubt });
        else for (const option of options) gather(option, path, [...doubt, ...value.because]);
        return;
      }
      case "mapping":
      case "unknown":
      case "text":
      case "resource":
        out.push({ value, name: path, doubt });
    }
  };
  gather(list, name, []);
  if (steps <= maxItems) return out;
  evaluator.report(`${name} has more than ${maxItems} items and is not followed; shorten it`, list.at);
  const because = [evaluator.reason("value", `${name} is too long`, list.at)];
  return [{ value: unknownValue(list.at, because), name, doubt: [] }];
}

function holdsList(value: Value): boolean {
  return value.kind === "list" || (value.kind === "choice" && [...value.options.values()].some(holdsList));
}
