import { known, unknown, type Known } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Written } from "../shared/ec2-permission";
import type { WrittenList } from "../shared/network";
import { worldsOf } from "./choices";
import { textOf } from "./plain";
import { argumentIn, type Argument, type Section } from "./sections";
import type { Site } from "./site";
import { reasonsIn, type SettledValue } from "./value";
import { isNull, itemsOf, unreadable, type Item } from "./written";

/** Whose attributes name what is looked for, such as the `id` of a subnet. */
export type Types = readonly string[];

/** The resource that a value names: one of this input, or one that stands elsewhere, by its id. */
export function resourceNamed(site: Site, { value, at }: Item, types: Types): Known<Subject> {
  if (value.kind === "unknown" && value.of && types.includes(value.of.type)) return known(value.of.subject);
  if (value.kind === "instance" && types.includes(value.type)) return known(value.subject);
  const text = textOf(value);
  if (text === undefined || text === "") return unreadable(value, at);
  return known({ id: `${site.rootFolder}#${text}`, name: text });
}

/** The value of an argument as far as it is one; unknown where it is one of several. Nothing where it is not written. */
export function settledIn(section: Section, name: string): Item | undefined {
  const argument = argumentIn(section, name);
  if (!argument) return undefined;
  const value = settled(argument);
  return isNull(value) ? undefined : { value, at: argument.at };
}

function settled({ value }: Argument): SettledValue {
  const worlds = worldsOf([value]);
  const [only] = worlds;
  if (only?.values[0] && worlds.length === 1) return only.values[0];
  return { kind: "unknown", because: reasonsIn(value), of: undefined };
}

/** The resource that an argument names; nothing where it is not written. */
export function resourceIn(
  site: Site,
  section: Section,
  { name, types }: { readonly name: string; readonly types: Types },
): Written<Subject> | undefined {
  const item = settledIn(section, name);
  return item && { value: resourceNamed(site, item, types), at: item.at };
}

/** What the items of an argument name, such as the groups of an instance; nothing where it is not written. */
export function listedIn<T>(
  section: Section,
  name: string,
  nameOf: (item: Item) => Known<T>,
): WrittenList<T> | undefined {
  const argument = argumentIn(section, name);
  if (!argument) return undefined;
  const value = settled(argument);
  if (isNull(value)) return undefined;
  if (value.kind === "unknown" && !value.of) return { items: [], open: reasonsOrSelf(value, argument) };
  const closed = value.kind === "list" ? { ...value, open: [] } : value;
  const items = itemsOf(closed, argument).map((item) => ({ value: nameOf(item), at: item.at }));
  return { items, open: value.kind === "list" ? value.open : [] };
}

function reasonsOrSelf(value: SettledValue, { at }: Argument): WrittenList<unknown>["open"] {
  const because = reasonsIn(value);
  return because.length > 0 ? because : [{ kind: "value", name: "a list that is not understood", at }];
}

export function joined<T>(lists: readonly (WrittenList<T> | undefined)[]): WrittenList<T> | undefined {
  const written = lists.filter((list) => list !== undefined);
  if (written.length === 0) return undefined;
  return { items: written.flatMap(({ items }) => items), open: written.flatMap(({ open }) => open) };
}

/** Why nothing can be said where a section itself was not read. */
export function unreadList({ doubt, header }: Section): WrittenList<never> {
  return {
    items: [],
    open: doubt.length > 0 ? doubt : [{ kind: "value", name: "a block that is not read", at: header }],
  };
}

export function notKnown(name: string, at: Item["at"]): Known<never> {
  return unknown({ kind: "value", name, at });
}
