import type { Problem } from "../../model/source";
import type { Running } from "./running";
import { entryIn, isNull, problemAt, textOf, valueIn, type Mapping, type Value } from "./value";

/**
 * What a service asks for and the project does not have; compose refuses each. Only of a project that is whole: a file
 * that is laid over others by hand leaves to them what it does not say itself.
 */
export function referenceProblems({ subject, body, mode }: Running, model: Mapping): readonly Problem[] {
  const { name } = subject;
  const problems: Problem[] = [];
  // A base that could not be read may say what is run; `extends` stays where that is so.
  if (!["image", "build", "provider", "extends"].some((key) => body.entries.has(key)))
    problems.push(
      problemAt(
        "invalid-value",
        `services.${name} has no image and no build; write one of them`,
        nameOf(model, name) ?? body,
      ),
    );
  for (const { missing, node } of missingNetworks(body, valueIn(model, "networks")))
    problems.push(
      problemAt("invalid-value", `networks.${missing} is not defined; write it under networks at the top`, node),
    );
  for (const { missing, node } of missingVolumes(body, valueIn(model, "volumes")))
    problems.push(
      problemAt("invalid-value", `volumes.${missing} is not defined; write it under volumes at the top`, node),
    );
  problems.push(...missingNames(body, model));
  const shared = valueIn(body, "network_mode");
  if (
    mode.kind === "shared" &&
    shared &&
    mode.service !== undefined &&
    !entryIn(valueIn(model, "services"), mode.service)
  )
    problems.push(
      problemAt("invalid-value", `services.${mode.service}, whose network is shared, is not in this project`, shared),
    );
  return problems;
}

interface Missing {
  readonly missing: string;
  readonly node: Value;
}

function nameOf(model: Mapping, service: string): Value | undefined {
  return entryIn(valueIn(model, "services"), service)?.value;
}

function missingNetworks(body: Mapping, defined: Value | undefined): readonly Missing[] {
  const listed = valueIn(body, "networks");
  const names: readonly Missing[] =
    listed?.kind === "sequence"
      ? listed.items.flatMap((node) => nonEmpty(textOf(node), node))
      : listed?.kind === "mapping"
        ? [...listed.entries].map(([missing]) => ({ missing, node: listed }))
        : [];
  return names.filter(({ missing }) => missing !== "default" && !entryIn(defined, missing));
}

/** A named volume has no slash, dot or tilde before its colon (compose-go format/volume.go). */
function missingVolumes(body: Mapping, defined: Value | undefined): readonly Missing[] {
  const listed = valueIn(body, "volumes");
  if (listed?.kind !== "sequence") return [];
  return listed.items.flatMap((node) => {
    const short = node.kind === "scalar" ? /^([A-Za-z0-9][\w.-]+):/.exec(textOf(node) ?? "")?.[1] : undefined;
    const long = textOf(valueIn(node, "type")) === "volume" ? textOf(valueIn(node, "source")) : undefined;
    return nonEmpty(short ?? long, node).filter(({ missing }) => !entryIn(defined, missing));
  });
}

function nonEmpty(missing: string | undefined, node: Value): readonly Missing[] {
  return missing === undefined || missing === "" || isNull(node) ? [] : [{ missing, node }];
}

/** Lists of names in a service, and where in the model those are defined. */
const named = [
  { key: "depends_on", section: "services" },
  { key: "links", section: "services" },
  { key: "volumes_from", section: "services" },
  { key: "configs", section: "configs" },
  { key: "secrets", section: "secrets" },
] as const;

/** A dependency that is not required may be missing. */
function missingNames(body: Mapping, model: Mapping): readonly Problem[] {
  return named.flatMap(({ key, section }) => {
    const value = valueIn(body, key);
    const items: readonly (readonly [string | undefined, Value])[] =
      value?.kind === "mapping"
        ? [...value.entries]
            .filter(([, { value: how }]) => textOf(valueIn(how, "required")) !== "false")
            .map(([name, { value: how }]) => [name, isNull(how) ? value : how])
        : value?.kind === "sequence"
          ? value.items.map((node) => [textOf(node.kind === "mapping" ? valueIn(node, "source") : node), node])
          : [];
    return items.flatMap(([text, node]) => {
      const name = section === "services" ? text?.split(":")[0] : text;
      if (name === undefined || name === "" || (key === "volumes_from" && text?.startsWith("container:"))) return [];
      if (entryIn(valueIn(model, section), name)) return [];
      const message = `${section}.${name}, which ${key} names, is not in this project; write it under ${section}`;
      return [problemAt("invalid-value", message, node)];
    });
  });
}
