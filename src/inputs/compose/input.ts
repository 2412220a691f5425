import type { Fact } from "../../model/facts";
import type { Files } from "../../model/files";
import type { Input, InputSettings, Reading } from "../../model/reading";
import type { Problem, SourceText } from "../../model/source";
import { isNamedCompose, looksLikeCompose, mayBeCompose } from "./claims";
import { choosingBy } from "./choosing";
import type { Lookup } from "./interpolate";
import { soundChoices } from "./choices";
import { composeFilesOf, isDevcontainer, readDevcontainer } from "./devcontainer";
import { met } from "./meetings";
import { libraryOf, type Library } from "./library";
import { readProject, type ProjectReading } from "./project";
import { projectsOf } from "./projects";
import { aboutWhom, addedBy } from "./variants";

/** Docker compose files, and containers for development that are like one service: what each project publishes on its host, after substitution, extension and merging. */
export const compose: Input = { format: "compose", read };

function read(files: Files, settings: InputSettings): Reading {
  const library = libraryOf(files);
  const given: Lookup = (name) => settingOf(settings, name);
  const { choices, problems } = soundChoices(settings.choices ?? [], library);
  const containers = files.paths.filter(isDevcontainer);
  const projects = projectsOf(
    files.paths.filter((path) => isClaimed(path, files, library)),
    {
      ...choosingBy(library, given),
      together: containers.map((path) => composeFilesOf(path, library)),
      choices,
    },
  );
  const readings = [
    ...withoutParts(projects.map((project) => readProject(project, library, given))),
    ...containers.flatMap((path) => readDevcontainer(path, library) ?? []),
  ];
  const sources = new Map<string, SourceText>();
  for (const source of readings.flatMap((reading) => reading.sources)) sources.set(source.file, source);
  return {
    facts: met(
      factsOf(readings),
      readings.map(({ called }) => called),
    ),
    problems: distinct([...problems, ...readings.flatMap((reading) => reading.problems)]),
    sources: [...sources.values()],
  };
}

function isClaimed(path: string, files: Files, library: Library): boolean {
  if (isNamedCompose(path)) return files.text(path) !== undefined;
  const text = /\.ya?ml$/.test(path) ? files.text(path) : undefined;
  return text !== undefined && mayBeCompose(path, text) && looksLikeCompose(library.parsed(path)?.tree ?? []);
}

/** Users give texts, numbers and truth values; anything else is no value of a variable. */
function settingOf({ variables }: InputSettings, name: string): string | undefined {
  const value = variables.get(name);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/**
 * A file that another project includes is a part of that project and no project of its own. Files that include each other
 * in a circle are read from the first of them.
 */
function withoutParts(readings: readonly ProjectReading[]): readonly ProjectReading[] {
  const includedByAny = new Set(readings.flatMap(({ included }) => included));
  const roots = readings.filter(({ base }) => !includedByAny.has(base));
  const read = new Set(roots.flatMap(({ base, included }) => [base, ...included]));
  const kept = new Set(roots);
  for (const reading of readings) {
    if (read.has(reading.base)) continue;
    kept.add(reading);
    for (const file of [reading.base, ...reading.included]) read.add(file);
  }
  return readings.filter((reading) => kept.has(reading));
}

/** A service that others extend, in a file that compose does not take by itself, is their template and starts nowhere. */
function factsOf(readings: readonly ProjectReading[]): readonly Fact[] {
  const templates = new Set(readings.flatMap(({ extended }) => extended));
  return readings.flatMap(({ base, extent, facts }) => {
    if (extent === "whole") return facts;
    const own = facts.filter((fact) => !templates.has(aboutWhom(fact)));
    return extent === "variant" ? addedBy(base, own) : own;
  });
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
