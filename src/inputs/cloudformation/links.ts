import { known, unknown, type Known, type Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Written } from "../shared/ec2-permission";
import type { WrittenList } from "../shared/network";
import type { Evaluator, Owned } from "./expression";
import { itemsOf } from "./items";
import { leavesOf } from "./paths";
import { resourceProperty } from "./properties";
import { elsewhere, type Resource } from "./template";
import { textOf } from "./texts";
import { reasonsIn, worldsOf, type SettledValue, type Value } from "./value";

/** What a value names: a resource of the template, whichever attribute stands for it, or one elsewhere by its id. */
export type NameOf = (evaluator: Evaluator, value: SettledValue) => Known<Subject>;

export const resourceNamed: NameOf = (evaluator, value) => {
  if (value.kind === "resource") return known(value.subject);
  const text = textOf(evaluator, value);
  return text.known ? known(elsewhere(evaluator.template, text.value)) : text;
};

/** A value where it is one; unknown where it is one of several. Nothing where it is not written. */
export function settledOf(value: Value): SettledValue | undefined {
  const worlds = worldsOf([value]);
  const [only] = worlds;
  const settled = only?.values[0];
  if (settled && worlds.length === 1) return settled.kind === "absent" ? undefined : settled;
  return { kind: "unknown", because: reasonsIn(value), at: value.at };
}

/** The property of a resource, where it is written. */
export function settledAt(evaluator: Evaluator, resource: Resource, name: string): SettledValue | undefined {
  return settledOf(resourceProperty(evaluator, resource, name));
}

/** The resource that a property names; nothing where it is not written. */
export function linkAt(evaluator: Evaluator, resource: Resource, name: string): Written<Subject> | undefined {
  const value = settledAt(evaluator, resource, name);
  return value && { value: resourceNamed(evaluator, value), at: evaluator.place(value.at) };
}

/** What the items of the lists at several paths name together; nothing where none of them is written. */
export function linksAt(
  evaluator: Evaluator,
  resource: Resource,
  { paths, nameOf = resourceNamed }: { readonly paths: readonly (readonly string[])[]; readonly nameOf?: NameOf },
): WrittenList<Subject> | undefined {
  const leaves = paths
    .flatMap((path) => leavesOf(evaluator, resource, path))
    .filter(({ value }) => value.kind !== "absent");
  if (leaves.length === 0) return undefined;
  return joined(leaves.map(({ value, doubt }) => linksIn(evaluator, value, { doubt, nameOf })));
}

function linksIn(
  evaluator: Evaluator,
  list: Value,
  { doubt, nameOf }: { readonly doubt: readonly Reason[]; readonly nameOf: NameOf },
): WrittenList<Subject> {
  if (list.kind === "unknown") return { items: [], open: [...doubt, ...list.because] };
  const items = itemsOf(evaluator, list, "").flatMap(({ value, doubt: own }): readonly Written<Subject>[] => {
    const settled = settledOf(value);
    if (!settled) return [];
    const because = [...doubt, ...own];
    const named = because.length > 0 ? unknown(...because) : nameOf(evaluator, settled);
    return [{ value: named, at: evaluator.place(settled.at) }];
  });
  return { items, open: [] };
}

export function joined<T>(lists: readonly WrittenList<T>[]): WrittenList<T> {
  return { items: lists.flatMap(({ items }) => items), open: lists.flatMap(({ open }) => open) };
}

/** The resource that a link leads to, in whichever template it stands. */
export function resourceOf(evaluator: Evaluator, link: Known<Subject> | undefined): Owned | undefined {
  return link?.known ? evaluator.around.owners.get(link.value.id) : undefined;
}
