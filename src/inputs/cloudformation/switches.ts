import { breadthOf } from "../../model/zones";
import type { Reason } from "../../model/bounds";
import type { Trait } from "../../model/facts";
import type { Place } from "../../model/source";
import { addressesOf } from "../shared/cidr-list";
import type { Evaluator } from "./expression";
import type { Item } from "./items";
import { leavesOf } from "./paths";
import { presenceOf } from "./presence";
import { hasSwitches, switches, type Switch, type SwitchState } from "./switch-table";
import type { Resource } from "./template";
import { isTrue, writtenText } from "./texts";
import { worldsOf, type Value } from "./value";

/** The traits that switches of a resource give it. */
export function traitsOf(evaluator: Evaluator, resource: Resource): readonly Trait[] {
  if (!hasSwitches(resource.type)) return [];
  const applying = switches.filter(({ type }) => type === resource.type);
  const presence = presenceOf(evaluator, resource);
  if (!presence.possible) return [];
  return applying.flatMap((one): readonly Trait[] => {
    if (one.unless && saysAt(evaluator, resource, one.unless)) return [];
    const leaves = leavesOf(evaluator, resource, one.path).map((leaf) => leafState(evaluator, leaf, one));
    const leaf = leaves.find(({ state }) => state === "on") ?? leaves.find(({ state }) => state === "unknown");
    if (!leaf) return [];
    const narrowed = one.narrowedBy ? narrowing(evaluator, resource, one.narrowedBy) : [];
    if (narrowed === "few") return [];
    const because = [...presence.doubt, ...leaf.because, ...narrowed];
    const holds = because.length > 0 ? ({ known: false, because } as const) : ({ known: true } as const);
    const { subject } = resource;
    return [{ kind: "trait", subject, trait: one.trait, holds, detail: leaf.detail, at: leaf.at }];
  });
}

function saysAt(evaluator: Evaluator, resource: Resource, { path, is }: NonNullable<Switch["unless"]>): boolean {
  return leavesOf(evaluator, resource, path).some(
    ({ value }) => value.kind === "text" && value.text.trim().toLowerCase() === is,
  );
}

interface LeafState {
  readonly state: SwitchState;
  readonly because: readonly Reason[];
  readonly detail: string;
  readonly at: Place;
}

function leafState(evaluator: Evaluator, { value, name, doubt }: Item, one: Switch): LeafState {
  const at = evaluator.place(value.at);
  const worlds = worldsOf([value]).map(({ values: [settled], because }): Pick<LeafState, "state" | "because"> => {
    switch (settled?.kind) {
      case undefined:
      case "absent":
        return { state: one.unwritten, because: [...because, ...unwrittenReasons(one, name, at)] };
      case "text":
        return { state: isSwitchedOn(settled.text, one) ? "on" : "off", because };
      case "unknown":
        return { state: "unknown", because: [...because, ...settled.because] };
      case "resource":
      case "list":
      case "mapping":
        return { state: "off", because };
    }
  });
  const [first] = worlds;
  const same = first && worlds.every(({ state }) => state === first.state);
  const state = same ? first.state : "unknown";
  const because = state === "on" ? doubt : [...doubt, ...worlds.flatMap((world) => world.because)];
  const property = one.path.at(-1) ?? "";
  const detail = detailOf(property, value);
  return { state, because: state === "off" ? [] : because, detail, at };
}

function isSwitchedOn(text: string, { on }: Switch): boolean {
  return text.trim().toLowerCase() === on || (on === "true" && isTrue(text));
}

function detailOf(property: string, value: Value): string {
  if (value.kind === "absent") return `${property} is not written`;
  return value.kind === "text" ? `${property}: ${value.text}` : property;
}

function unwrittenReasons({ unwritten }: Switch, name: string, at: Place): readonly Reason[] {
  return unwritten === "unknown" ? [{ kind: "value", name: `${name}, which is not written`, at }] : [];
}

/** `few` where a list lets in but a few addresses; otherwise why it may. A list that is not written lets in everyone. */
function narrowing(evaluator: Evaluator, resource: Resource, path: readonly string[]): "few" | readonly Reason[] {
  const leaves = leavesOf(evaluator, resource, [...path, "*"]);
  const written = leaves.flatMap(({ value }) => worldsOf([value]).flatMap(({ values }) => values));
  if (written.length === 0) return [];
  const { addresses } = addressesOf(
    written.map((value) => writtenText(evaluator, value)),
    "any",
  );
  const wide = (set: typeof addresses.must): boolean => ["everyone", "many"].includes(breadthOf(set));
  if (wide(addresses.must)) return [];
  return wide(addresses.may) ? addresses.because : "few";
}
