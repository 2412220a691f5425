import type { Reason } from "../../model/bounds";
import { valueOf, type DocumentNode, type MappingNode } from "../../syntax/tree";
import { conditionFunctions } from "./conditions";
import { textFunctions } from "./functions-texts";
import { misused, notFollowed, textValue, type Call, type Evaluator, type Intrinsic } from "./expression";
import { attributeOf, importedValue, referenceTo } from "./references";
import { choice, overChoices, reasonsIn, unknownValue, type Value } from "./value";

/** The functions that are followed; any other is unknown by its name. */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ["Ref", ref],
  ["Fn::GetAtt", getAtt],
  ["Fn::Sub", sub],
  ["Fn::Join", join],
  ["Fn::Select", select],
  ["Fn::Split", split],
  ["Fn::FindInMap", findInMap],
  ["Fn::ImportValue", importValue],
  ...textFunctions,
  ...conditionFunctions,
]);

/** Text longer than this is not put together: no address, port or name is. */
const maxText = 10_000;

function ref(evaluator: Evaluator, { argument, at }: Call): Value {
  if (argument.kind !== "scalar") return misused(evaluator, "Ref", "the name of a parameter or resource", at);
  return referenceTo(evaluator, argument.text, at);
}

function getAtt(evaluator: Evaluator, { argument, at }: Call): Value {
  if (argument.kind === "scalar") return attributeOf(evaluator, argument.text, at);
  const [id, ...path] = argument.kind === "sequence" ? argument.items : [];
  if (id?.kind !== "scalar" || path.length === 0)
    return misused(evaluator, "Fn::GetAtt", "a resource and one of its attributes", at);
  return overChoices(at, path.map(evaluator.evaluate), (parts) => {
    const names = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
    if (names.length < parts.length) return notFollowed(evaluator, "Fn::GetAtt", at, parts);
    return attributeOf(evaluator, [id.text, ...names].join("."), at);
  });
}

function sub(evaluator: Evaluator, { argument, at }: Call): Value {
  const text = argument.kind === "sequence" ? argument.items[0] : argument;
  const own = argument.kind === "sequence" ? argument.items[1] : undefined;
  if (text?.kind !== "scalar") return misused(evaluator, "Fn::Sub", "text, or a list of text and a mapping", at);
  const parts = text.text.split(/(\$\{[^}]*\})/).filter((part) => part !== "");
  const values = parts.map((part): Value => {
    const name = /^\$\{(.*)\}$/s.exec(part)?.[1];
    if (name === undefined) return { kind: "text", text: part, at };
    if (name.startsWith("!")) return { kind: "text", text: `\${${name.slice(1)}}`, at };
    const given = valueOf(own, name.trim());
    if (given) return evaluator.evaluate(given);
    return name.includes(".") ? attributeOf(evaluator, name.trim(), at) : referenceTo(evaluator, name.trim(), at);
  });
  return joined(evaluator, { name: "Fn::Sub", at, values, delimiter: "" });
}

function join(evaluator: Evaluator, { argument, at }: Call): Value {
  const [delimiter, list] = argument.kind === "sequence" ? argument.items : [];
  if (!delimiter || !list) return misused(evaluator, "Fn::Join", "a delimiter and a list", at);
  return overChoices(at, [evaluator.evaluate(delimiter), evaluator.evaluate(list)], ([by, values]) =>
    by?.kind === "text" && values?.kind === "list"
      ? joined(evaluator, { name: "Fn::Join", at, values: values.items, delimiter: by.text })
      : notFollowed(evaluator, "Fn::Join", at, [by, values]),
  );
}

interface Joined {
  readonly name: string;
  readonly at: Call["at"];
  readonly values: readonly Value[];
  readonly delimiter: string;
}

/** One value stays what it is, so that `${Group}` is the group and not the text of its id. */
function joined(evaluator: Evaluator, { name, at, values, delimiter }: Joined): Value {
  const [only, ...others] = values;
  if (only && others.length === 0) return { ...only, at };
  return overChoices(at, values, (settled) => {
    const present = settled.filter(({ kind }) => kind !== "absent");
    const texts = present.flatMap((value) => (value.kind === "text" ? [value.text] : []));
    if (texts.length < present.length) {
      const value = notFollowed(evaluator, name, at, present);
      return value.kind === "unknown" ? { ...value, joined: { delimiter, items: present } } : value;
    }
    const length = texts.reduce((sum, text) => sum + text.length + delimiter.length, 0);
    if (length > maxText) return notFollowed(evaluator, name, at, []);
    return textValue(evaluator, texts.join(delimiter), at);
  });
}

function select(evaluator: Evaluator, { argument, at }: Call): Value {
  const [index, list] = argument.kind === "sequence" ? argument.items : [];
  if (!index || !list) return misused(evaluator, "Fn::Select", "an index and a list", at);
  return overChoices(at, [evaluator.evaluate(index), evaluator.evaluate(list)], ([which, values]) => {
    if (which?.kind !== "text" || values?.kind !== "list")
      return notFollowed(evaluator, "Fn::Select", at, [which, values]);
    const chosen = values.items[Number(which.text)];
    if (chosen) return { ...chosen, at };
    evaluator.report(`Fn::Select asks for item ${which.text} of a list of ${values.items.length}, counted from 0`, at);
    return notFollowed(evaluator, "Fn::Select", at, []);
  });
}

function split(evaluator: Evaluator, { argument, at }: Call): Value {
  const [delimiter, text] = argument.kind === "sequence" ? argument.items : [];
  if (!delimiter || !text) return misused(evaluator, "Fn::Split", "a delimiter and text", at);
  return overChoices(at, [evaluator.evaluate(delimiter), evaluator.evaluate(text)], ([by, whole]) => {
    if (by?.kind === "text" && whole?.kind === "unknown" && whole.joined?.delimiter === by.text)
      return { kind: "list", items: whole.joined.items.map((part) => ({ ...part, at })), at };
    // The id of one resource, which has no comma in it.
    if (by?.kind === "text" && by.text === "," && whole?.kind === "resource")
      return { kind: "list", items: [{ ...whole, at }], at };
    if (by?.kind !== "text" || by.text === "" || whole?.kind !== "text")
      return notFollowed(evaluator, "Fn::Split", at, [by, whole]);
    return { kind: "list", items: whole.text.split(by.text).map((part) => ({ kind: "text", text: part, at })), at };
  });
}

function findInMap(evaluator: Evaluator, { argument, at }: Call): Value {
  const [map, first, second, options] = argument.kind === "sequence" ? argument.items : [];
  if (!map || !first || !second) return misused(evaluator, "Fn::FindInMap", "a mapping and its two keys", at);
  const fallback = valueOf(options, "DefaultValue");
  const within = (node: DocumentNode | undefined, keys: readonly Value[]): Value => {
    const [key, ...rest] = keys;
    if (!key) return node ? { ...evaluator.evaluate(node), at } : missing();
    return overChoices(at, [key], ([settled]) => {
      if (settled?.kind === "text") return within(valueOf(node, settled.text), rest);
      if (settled?.kind !== "unknown" || node?.kind !== "mapping")
        return notFollowed(evaluator, "Fn::FindInMap", at, [settled]);
      return oneOfEntries(node, settled.because, (entry) => within(entry, rest));
    });
  };
  const missing = (): Value => {
    if (fallback) return { ...evaluator.evaluate(fallback), at };
    evaluator.report("Fn::FindInMap asks for a key that the mapping does not have; add it under Mappings", at);
    return notFollowed(evaluator, "Fn::FindInMap", at, []);
  };
  const oneOfEntries = (node: MappingNode, because: readonly Reason[], follow: (entry: DocumentNode) => Value): Value =>
    choice({
      by: `key of the mapping at ${node.start} by ${because.map(({ name }) => name).join(" and ")}`,
      because,
      options: new Map(node.entries.map((entry) => [entry.key.text, follow(entry.value)])),
      at,
    });
  return within(evaluator.template.mappings, [map, first, second].map(evaluator.evaluate));
}

/** A value that another stack exports: of this scan, or nothing tells it. */
function importValue(evaluator: Evaluator, { argument, at }: Call): Value {
  return overChoices(at, [evaluator.evaluate(argument)], ([name]) =>
    name?.kind === "text"
      ? importedValue(evaluator, name.text, at)
      : unknownValue(at, [evaluator.reason("function", "Fn::ImportValue", at), ...(name ? reasonsIn(name) : [])]),
  );
}
