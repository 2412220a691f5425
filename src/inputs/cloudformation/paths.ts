import type { Evaluator } from "./expression";
import { itemsOf, type Item } from "./items";
import { propertyOf, resourceProperty } from "./properties";
import type { Resource } from "./template";

/** What stands at a path; each leaf is named by the last step that is no list. */
export function leavesOf(evaluator: Evaluator, resource: Resource, path: readonly string[]): readonly Item[] {
  const [first = "", ...rest] = path;
  const value = resourceProperty(evaluator, resource, first);
  const start: Item = { value, name: `${resource.id}.${first}`, doubt: [] };
  return rest.reduce<readonly Item[]>(
    (items, step) =>
      items.flatMap((item) => {
        if (step !== "*")
          return [{ ...item, value: propertyOf(evaluator, item.value, step), name: `${item.name}.${step}` }];
        return itemsOf(evaluator, item.value, item.name).map((each) => ({
          ...each,
          doubt: [...item.doubt, ...each.doubt],
        }));
      }),
    [start],
  );
}
