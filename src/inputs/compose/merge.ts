import type { Problem } from "../../model/source";
import { isNull, problemAt, type Entry, type Mapping, type Scalar, type Value } from "./value";

export interface Merged<V extends Value = Value> {
  readonly value: V;
  readonly problems: readonly Problem[];
}

/**
 * A compose file with a later one laid over it (compose-spec 13-merge.md; compose-go override/merge.go): mappings are merged
 * key by key, lists joined, anything else is replaced, and null changes nothing. `!override` replaces, `!reset` removes;
 * a removed value stays as a mark until `withoutMarks`, so that it also removes what a still earlier file says.
 */
export function mergeFiles(base: Mapping, over: Mapping): Merged<Mapping> {
  return merged(base, over, []);
}

/** A service with what it adds to the one that it extends. */
export function mergeServices(base: Mapping, over: Mapping): Merged<Mapping> {
  return merged(base, over, ["services", ""]);
}

function merged(base: Mapping, over: Mapping, path: readonly string[]): Merged<Mapping> {
  const problems: Problem[] = [];
  return { value: mergedMappings(base, over, { path, problems }), problems };
}

interface Merging {
  readonly path: readonly string[];
  readonly problems: Problem[];
}

/** Nothing that bears on a network lies deeper, as `services.db.networks.back.ipv4_address`. */
const deepest = 5;

function mergedMappings(base: Mapping, over: Mapping, { path, problems }: Merging): Mapping {
  const entries = new Map<string, Entry>(base.entries);
  for (const [name, entry] of over.entries) {
    const before = entries.get(name);
    const value = before ? mergedValues(before.value, entry.value, { path: [...path, name], problems }) : entry.value;
    entries.set(name, before && value === before.value ? before : { key: entry.key, value });
  }
  return { ...base, entries };
}

function mergedValues(base: Value, over: Value, merging: Merging): Value {
  if (over.tag === "!reset" || over.tag === "!override") return over;
  if (base.tag === "!reset") return over;
  if (isNull(over)) return base;
  if (isNull(base) || isReplaced(merging.path) || merging.path.length > deepest) return over;
  const [first, second] = alike(base, over, merging.path);
  if (first.kind === "mapping" && second.kind === "mapping") return mergedMappings(first, second, merging);
  if (first.kind === "sequence" && second.kind === "sequence")
    return { ...first, items: [...first.items, ...second.items] };
  if (first.kind !== second.kind && isStructure(merging.path)) {
    const message = `this cannot be laid over the ${first.kind} that an earlier file has for it; write a ${first.kind}`;
    merging.problems.push(problemAt("invalid-value", message, second));
    return first;
  }
  return over;
}

/** What a later file replaces as a whole though it is a list. */
function isReplaced([top, , key]: readonly string[]): boolean {
  return top === "services" && (key === "command" || key === "entrypoint");
}

function isStructure([top, , key]: readonly string[]): boolean {
  return key === undefined || (top === "services" && (key === "ports" || key === "networks" || key === "volumes"));
}

/** What may be written as a list of `NAME=VALUE`, or as a mapping (compose-go override/merge.go, mergeToSequence). */
const assigned: ReadonlySet<string> = new Set([
  "annotations",
  "environment",
  "labels",
  "sysctls",
  "build.args",
  "build.labels",
  "deploy.labels",
]);

/** Two notations of one thing in the same notation: labels as a list, networks as a mapping, a build as one with a context. */
function alike(base: Value, over: Value, [top, , ...keys]: readonly string[]): readonly [Value, Value] {
  if (top !== "services") return [base, over];
  const key = keys.join(".");
  // A host of both has both addresses, in whatever notation (compose-go override/extra_hosts.go).
  if (key === "extra_hosts" || key === "build.extra_hosts") return [asList(base), asList(over)];
  if (base.kind === over.kind) return [base, over];
  if (assigned.has(key)) return [asList(base), asList(over)];
  if (key === "networks") return [asMapping(base), asMapping(over)];
  if (key === "build") return [asBuild(base), asBuild(over)];
  return [base, over];
}

/** `build: ./app` names the context. */
function asBuild(value: Value): Value {
  if (value.kind !== "scalar" || isNull(value)) return value;
  const { source, folder, start, end, tag } = value;
  const entries = new Map<string, Entry>([["context", { key: { source, start, end }, value }]]);
  return { kind: "mapping", source, folder, start, end, tag, entries };
}

function asList(value: Value): Value {
  if (value.kind !== "mapping") return value;
  const items = [...value.entries].flatMap(([name, { value: item }]): readonly Scalar[] =>
    (item.kind === "sequence" ? item.items : [item]).flatMap((one) =>
      one.kind === "scalar" ? [assignment(name, one)] : [],
    ),
  );
  const { source, folder, start, end, tag } = value;
  return { kind: "sequence", source, folder, start, end, tag, items };
}

function assignment(name: string, value: Scalar): Scalar {
  if (value.value === null) return { ...value, value: name, text: name, open: name, written: name };
  const text = `${name}=${value.text}`;
  return { ...value, value: text, text, open: `${name}=${value.open}`, written: `${name}=${value.written}` };
}

/** `[a, b]` as `{a: , b: }`. */
export function asMapping(value: Value): Value {
  if (value.kind !== "sequence") return value;
  const entries = new Map<string, Entry>();
  for (const item of value.items)
    if (item.kind === "scalar") entries.set(item.text, { key: item, value: { ...item, value: null, text: "" } });
  const { source, folder, start, end, tag } = value;
  return { kind: "mapping", source, folder, start, end, tag, entries };
}

/** The value without what `!reset` removes, nothing where that is all of it, and without `!override`, which has done its work. */
export function withoutMarks(value: Value, depth = 0): Value | undefined {
  if (value.tag === "!reset") return undefined;
  if (depth > deepest) return value;
  const tag = value.tag === "!override" ? undefined : value.tag;
  switch (value.kind) {
    case "scalar":
      return { ...value, tag };
    case "sequence":
      return { ...value, tag, items: value.items.flatMap((item) => withoutMarks(item, depth + 1) ?? []) };
    case "mapping": {
      const entries = new Map<string, Entry>();
      for (const [name, { key, value: item }] of value.entries) {
        const left = withoutMarks(item, depth + 1);
        if (left) entries.set(name, { key, value: left });
      }
      return { ...value, tag, entries };
    }
  }
}
