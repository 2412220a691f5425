import type { Fact, Subject } from "../../model/facts";
import { startOf, type Problem, type SourceText } from "../../model/source";
import { topLevelKeys, treatmentOf } from "./constructs";
import type { DotEnv } from "./dotenv";
import { withEdits } from "./edits";
import type { Lookup } from "./interpolate";
import type { Library } from "./library";
import { load, type Loaded } from "./load";
import { calledBy, type Called } from "./meetings";
import { containersOf } from "./names";
import { networkProblems } from "./networks";
import { folderOf, pathFrom } from "./paths";
import type { Project } from "./projects";
import { topRefusals } from "./refusals";
import { readService, sharersOf } from "./service";
import { hostOf } from "./subjects";
import { isNull, problemAt, textsOf, valueIn, type Mapping, type Value } from "./value";

export interface ProjectReading {
  readonly base: string;
  readonly extent: Project["extent"];
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  readonly sources: readonly SourceText[];
  readonly called: Called;
  /** Files that are parts of this project because one of its files includes them. */
  readonly included: readonly string[];
  /** The ids of services of other files that are templates of services here. */
  readonly extended: readonly string[];
}

/** The facts of one project. Variables come from the settings, then from the `.env` of its folder (12-interpolation.md). */
export function readProject(project: Project, library: Library, given: Lookup): ProjectReading {
  const { base, files, extent, choice } = project;
  const folder = choice?.folder ?? folderOf(files[0] ?? base);
  const env = environmentOf(choice?.envFiles.map(({ path }) => path) ?? [], { folder, library, given });
  const lookup: Lookup = (name) => given(name) ?? env.values.get(name);
  const loaded = load({ files, folder, library, lookup, way: [] });
  const { facts, problems, called, sources } = loaded.model
    ? readModel(loaded.model, { ...project, library })
    : noModel(base, loaded);
  const own = loaded.sources.filter(({ file }) => files.includes(file));
  return {
    base,
    extent,
    facts: withEdits(facts, own),
    problems: [...env.problems, ...loaded.problems, ...problems],
    sources: [...loaded.sources, ...sources],
    called,
    included: loaded.included,
    extended: loaded.extended,
  };
}

interface Environment {
  readonly folder: string;
  readonly library: Library;
  readonly given: Lookup;
}

/** The `.env` of the project's folder, or what is named in its place, later files winning. */
function environmentOf(named: readonly string[], { folder, library, given }: Environment): DotEnv {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of named.length > 0 ? named : [pathFrom(folder, ".env")]) {
    const env = library.dotEnv(path, (name) => given(name) ?? values.get(name));
    for (const [name, value] of env?.values ?? []) values.set(name, value);
    problems.push(...(env?.problems ?? []));
  }
  return { values, problems };
}

interface ModelReading {
  readonly called: Called;
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  readonly sources: readonly SourceText[];
}

const nothing = { facts: [], sources: [], called: new Map<string, Subject>() } as const;

interface Reader extends Project {
  readonly library: Library;
}

function noModel(base: string, { problems }: Loaded): ModelReading {
  if (problems.length > 0) return { ...nothing, problems: [] };
  const message = `${base} is empty; a compose file has the key services`;
  return { ...nothing, problems: [{ code: "invalid-value", message, at: startOf(base) }] };
}

function readModel(model: Mapping, { base, files, extent, choice, library }: Reader): ModelReading {
  const services = valueIn(model, "services");
  const networks = valueIn(model, "networks");
  const problems = [...networkProblems(networks)];
  if (services?.kind !== "mapping") {
    const included = model.entries.has("include");
    if (services && !isNull(services))
      problems.push(problemAt("invalid-value", "services is a mapping of names to services", services));
    else if (!included)
      problems.push(
        ...(isFormat1(model)
          ? [problemAt("unreadable", format1, model)]
          : [problemAt("invalid-value", "this compose file has no services", model), ...keyProblems(model)]),
      );
    return { ...nothing, problems };
  }
  problems.push(...keyProblems(model), ...topRefusals(model));
  const containers = containersOf(base, services);
  const around = {
    project: base,
    host: hostOf(base, extent === "variant" || (choice && files.length > 1) ? files : undefined),
    model,
    library,
    extent: extent === "whole" ? ("whole" as const) : ("part" as const),
    services,
    containers,
    sharers: sharersOf(services, { project: base, model, library }),
  };
  const active = choice?.profiles ?? [];
  const readings = [...services.entries]
    .filter(([, { value }]) => isActive(value, active))
    .map(([name, entry]) => readService(name, entry, around));
  return {
    facts: readings.flatMap(({ facts }) => facts),
    problems: [...problems, ...readings.flatMap((reading) => reading.problems)],
    sources: readings.flatMap(({ sources }) => sources),
    called: calledBy(base, model, containers),
  };
}

/** Where users name the profiles that are active, services of others never start. */
function isActive(service: Value, active: readonly string[]): boolean {
  const profiles = textsOf(valueIn(service, "profiles"));
  const isAll = active.length === 0 || active.includes("*") || profiles.length === 0;
  return isAll || profiles.some((profile) => active.includes(profile));
}

const format1 =
  "this is compose format 1, which docker compose refuses, so nothing was read; put the services under services:";

/** Format 1 had its services at the top; docker compose has not read it since 2023. */
function isFormat1(model: Mapping): boolean {
  return [...model.entries.values()].some(({ value }) => valueIn(value, "image") ?? valueIn(value, "build"));
}

function keyProblems(model: Mapping): readonly Problem[] {
  return [...model.entries].flatMap(([name, { key }]) => {
    if (treatmentOf(topLevelKeys, name)) return [];
    return [problemAt("unrecognised", `compose knows no key ${name} at the top of a file; it was not read`, key)];
  });
}
