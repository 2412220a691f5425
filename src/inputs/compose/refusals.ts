import type { Problem } from "../../model/source";
import { serviceShapes } from "./service-shapes";
import { misshapen } from "./shape-check";
import { topShapes } from "./top-shapes";
import { entryIn, isNull, isTrue, problemAt, textOf, valueIn, type Entry, type Mapping, type Value } from "./value";

/** What compose refuses of one service although it bears on no port; each part at its own line, and none hides the others. */
export function serviceRefusals(name: string, { key, value: body }: Entry): readonly Problem[] {
  if (body.kind !== "mapping") return [];
  const path = `services.${name}`;
  const shapes = [...body.entries].flatMap(([part, { value }]) => {
    const shape = Object.hasOwn(serviceShapes, part) ? serviceShapes[part] : undefined;
    return shape === undefined || isNull(value) ? [] : misshapen(value, shape, `${path}.${part}`);
  });
  const problems = [...shapes];
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    problems.push(
      problemAt("invalid-value", `${path} has a name of other characters than letters, digits, ., _ and -`, key),
    );
  const build = valueIn(body, "build");
  const [file, inline] = ["dockerfile", "dockerfile_inline"].map((part) => entryIn(build, part));
  if (file && inline)
    problems.push(
      problemAt(
        "invalid-value",
        `${path}.build has dockerfile and dockerfile_inline, which compose refuses; keep one`,
        inline.key,
      ),
    );
  return problems;
}

/** The same of what stands beside the services. */
export function topRefusals(model: Mapping): readonly Problem[] {
  const shapes = [...model.entries].flatMap(([part, { value }]) => {
    const shape = Object.hasOwn(topShapes, part) ? topShapes[part] : undefined;
    return shape === undefined || isNull(value) || (part === "networks" && value.kind !== "mapping")
      ? []
      : misshapen(value, shape, part);
  });
  return [...shapes, ...volumeConflicts(model), ...contentConflicts(model), ...dependencyCycle(model)];
}

function definitionsIn(model: Mapping, section: string): readonly (readonly [string, Entry])[] {
  const all = valueIn(model, section);
  return all?.kind === "mapping" ? [...all.entries] : [];
}

/** A volume that is there already is not made with a driver (compose-go loader/validate.go). */
function volumeConflicts(model: Mapping): readonly Problem[] {
  return definitionsIn(model, "volumes").flatMap(([name, { value }]) => {
    const other = ["driver", "driver_opts", "labels"].map((key) => entryIn(value, key)).find((entry) => entry);
    if (!isTrue(valueIn(value, "external")) || !other) return [];
    return [
      problemAt(
        "invalid-value",
        `volumes.${name} is external and made here, which compose refuses; keep one`,
        other.key,
      ),
    ];
  });
}

/** A config, as a secret, has one source (compose-go validation/external.go and loader/validate.go). */
function contentConflicts(model: Mapping): readonly Problem[] {
  return ["configs", "secrets"].flatMap((section) =>
    definitionsIn(model, section).flatMap(([name, { key, value }]) => {
      if (value.kind !== "mapping" || value.entries.has("external") || value.entries.has("driver")) return [];
      const sources = ["file", "environment", "content"].filter((source) => value.entries.has(source));
      if (sources.length === 1) return [];
      const message = `${section}.${name} has ${sources.join(" and ") || "no file, environment or content"}; write one of them`;
      return [problemAt("invalid-value", message, key)];
    }),
  );
}

const deepestWait = 500;

/** Services that need each other in a circle; the first of them is named. */
function dependencyCycle(model: Mapping): readonly Problem[] {
  const services = new Map(definitionsIn(model, "services"));
  const state = new Map<string, "open" | "done">();
  const visit = (name: string, depth: number): readonly string[] | undefined => {
    if (state.get(name) === "done" || depth > deepestWait) return undefined;
    if (state.get(name) === "open") return [name];
    state.set(name, "open");
    for (const next of dependenciesOf(services.get(name)?.value)) {
      const circle = visit(next, depth + 1);
      if (circle) return circle.length > 1 && circle[0] === circle.at(-1) ? circle : [...circle, name];
    }
    state.set(name, "done");
    return undefined;
  };
  for (const [name, { value }] of services) {
    const circle = visit(name, 0);
    if (!circle) continue;
    const written = circle.toReversed();
    const body = services.get(circle[0] ?? name)?.value ?? value;
    const key = needing.find((each) => neededBy(body, each).includes(written[1] ?? name));
    const at = key === undefined ? undefined : entryIn(body, key);
    const message = `services need each other in a circle: ${written.join(" -> ")}; end it`;
    return at ? [problemAt("invalid-value", message, at.key)] : [];
  }
  return [];
}

function dependenciesOf(body: Value | undefined): readonly string[] {
  return needing.flatMap((key) => neededBy(body, key));
}

/** The keys by which a service needs others to be there first (compose-go loader/normalize.go). */
const needing = ["depends_on", "links", "volumes_from", "network_mode", "ipc", "pid", "uts"] as const;

function neededBy(body: Value | undefined, key: (typeof needing)[number]): readonly string[] {
  const written = valueIn(body, key);
  if (written?.kind === "mapping") return [...written.entries.keys()];
  const texts = written?.kind === "sequence" ? written.items.flatMap((item) => textOf(item) ?? []) : [];
  switch (key) {
    case "depends_on":
      return texts;
    case "links":
    case "volumes_from":
      return texts.filter((text) => !text.startsWith("container:")).map((text) => text.split(":")[0] ?? "");
    case "network_mode":
    case "ipc":
    case "pid":
    case "uts":
      return /^service:(.+)$/.exec(written ? (textOf(written) ?? "") : "")?.slice(1, 2) ?? [];
  }
}
