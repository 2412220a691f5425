import { posix } from "node:path";
import { templatesWith } from "../inputs/cloudformation/together";
import { isNamedCompose, mayBeCompose } from "../inputs/compose/claims";
import { choosingBy } from "../inputs/compose/choosing";
import { libraryOf } from "../inputs/compose/library";
import { readProject } from "../inputs/compose/project";
import { projectsOf } from "../inputs/compose/projects";
import { looksLikeAnswer } from "../inputs/describe/answers";
import { libraryOf as nginxLibraryOf, parsedFile, unfold } from "../inputs/nginx/includes";
import { contextOf, mayBeNginx } from "../inputs/nginx/roots";
import { modulesIn, type Module } from "../inputs/terraform/module";
import { calledFolder } from "../inputs/terraform/module-calls";
import type { Files } from "../model/files";
import type { FileChoice } from "../model/reading";

/**
 * The files that changed ones are read together with, and these themselves, as far as they are there: a Terraform module
 * with those that it calls and that call it, a template with those that it nests and that nest it, a compose file with its
 * project, an nginx configuration with its root and all of its includes, an answer of the AWS CLI with its snapshot.
 */
export function belonging(
  changed: readonly string[],
  files: Files,
  choices: readonly FileChoice[] = [],
): readonly string[] {
  const isChanged = new Set(changed);
  const together = [
    ...modulesWith(isChanged, files),
    ...templatesWith(isChanged, files),
    ...projectsWith(isChanged, files, choices),
    ...configurationsWith(isChanged, files),
    ...snapshotsWith(isChanged, files),
  ];
  const wanted = new Set([...changed, ...together]);
  return files.paths.filter((path) => wanted.has(path));
}

type Changed = ReadonlySet<string>;

function modulesWith(changed: Changed, files: Files): readonly string[] {
  const asked = [...changed].filter((path) => isTerraform(path) || isAskedFor(path));
  if (asked.length === 0) return [];
  const modules = modulesIn(files);
  const folders = new Set(
    asked.flatMap((path) => (isTerraform(path) ? posix.dirname(path) : moduleAround(path, modules))),
  );
  const calls = new Map([...modules.values()].map((module) => [module.folder, callees(module, modules)]));
  const callers = new Map<string, string[]>();
  for (const [caller, called] of calls)
    for (const folder of called) {
      const others = callers.get(folder);
      if (others) others.push(caller);
      else callers.set(folder, [caller]);
    }
  const above = reached(folders, (folder) => callers.get(folder) ?? []);
  const all = reached(above, (folder) => calls.get(folder) ?? []);
  return files.paths.filter((path) => isTerraform(path) && all.has(posix.dirname(path)));
}

function callees(module: Module, modules: ReadonlyMap<string, Module>): readonly string[] {
  return [...module.calls.values()].flatMap((declared) => calledFolder(module, declared, modules) ?? []);
}

function reached(from: Iterable<string>, next: (folder: string) => readonly string[]): ReadonlySet<string> {
  const out = new Set(from);
  // What is added while a set is walked is walked too.
  for (const folder of out) for (const other of next(folder)) out.add(other);
  return out;
}

function isTerraform(path: string): boolean {
  return /\.(tf|tfvars)(\.json)?$/.test(path);
}

/** Files that modules read by functions, which mostly lie in a module's own folder or below it. */
function isAskedFor(path: string): boolean {
  return /\.(tftpl|csv)$/.test(path);
}

function moduleAround(path: string, modules: ReadonlyMap<string, Module>): readonly string[] {
  const folder = posix.dirname(path);
  if ([...modules.values()].some((module) => module.folder === folder)) return [folder];
  return folder === "." || folder === "/" ? [] : moduleAround(folder, modules);
}

/** The projects that read a changed file, whether or not it is there. */
function projectsWith(changed: Changed, files: Files, choices: readonly FileChoice[]): readonly string[] {
  if (![...changed].some((path) => /\.(ya?ml|conf|cnf)$|(^|\/)(\.env$|Dockerfile|package\.json$)/.test(path)))
    return [];
  const library = libraryOf(files);
  const claimed = files.paths.filter((path) => changed.has(path) || isCompose(path, files)).filter(isYaml);
  const unset = (): undefined => undefined;
  return projectsOf(claimed, { ...choosingBy(library, unset), together: [], choices }).flatMap((project) => {
    const read = new Set(project.files);
    const noted = (path: string): string => {
      read.add(posix.normalize(path));
      return path;
    };
    readProject(
      project,
      {
        parsed: (path) => library.parsed(noted(path)),
        dotEnv: (path, outer) => library.dotEnv(noted(path), outer),
        source: (path) => library.source(noted(path)),
        scanned: (path) => library.scanned(noted(path)),
        matching: (pattern) => library.matching(pattern).map(noted),
      },
      () => undefined,
    );
    return meets(read, changed) ? [...read] : [];
  });
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function isCompose(path: string, files: Files): boolean {
  return isYaml(path) && (isNamedCompose(path) || mayBeCompose(path, files.text(path) ?? ""));
}

function configurationsWith(changed: Changed, files: Files): readonly string[] {
  if (![...changed].some(mayBeNginx)) return [];
  const library = nginxLibraryOf(files);
  return files.paths.filter(mayBeNginx).flatMap((path) => {
    const context = contextOf(parsedFile(library, path)?.tree ?? [], path);
    if (context === undefined) return [];
    const { used } = unfold(path, library, context === "main" ? "whole" : "fragment");
    return meets(used, changed) ? [...used] : [];
  });
}

/** One folder of answers is one snapshot of an account. */
function snapshotsWith(changed: Changed, files: Files): readonly string[] {
  const isAnswer = (path: string): boolean => path.endsWith(".json") && looksLikeAnswer(files.text(path) ?? "");
  const folders = new Set([...changed].filter(isAnswer).map((path) => posix.dirname(path)));
  return folders.size === 0 ? [] : files.paths.filter((path) => folders.has(posix.dirname(path)) && isAnswer(path));
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of a) if (b.has(one)) return true;
  return false;
}
