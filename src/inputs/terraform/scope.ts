import type { Reason } from "../../model/bounds";
import type { Files } from "../../model/files";
import { placeOf, type FilePlace, type Problem, type SourceText, type Span } from "../../model/source";
import type { HclExpression } from "../../syntax/hcl/tree";
import { unknownValue, type UnknownValue, type Value } from "./value";

/** Where an expression stands and what names mean there. */
export interface Scope {
  readonly source: SourceText;
  readonly module: Names;
  /** Names that hold only here: `each`, `count`, `self`, iterators, and those that `for` introduces. */
  readonly own: ReadonlyMap<string, Value>;
  /** What the nearest splat around is at. */
  readonly item: Value | undefined;
  readonly work: Work;
}

/** What the names of one instance of a module mean. */
export interface Names {
  /** Tells this instance from every other of a scan. */
  readonly id: string;
  readonly folder: string;
  readonly rootFolder: string;
  readonly variable: (name: string, at: FilePlace) => Value;
  readonly local: (name: string, at: FilePlace) => Value;
  readonly module: (name: string, at: FilePlace) => Value;
  readonly resource: (type: string, name: string, at: FilePlace) => Value;
  /** The files of the scan, of which functions may ask for the text. */
  readonly files: Files;
  /** Whether expressions here are those of a template in a file, which knows only what it is given. */
  readonly isTemplate: boolean;
}

/** What evaluation has cost so far; one for each root module. */
export interface Work {
  steps: number;
  depth: number;
  /** How many instances of modules were made to be read. */
  modules: number;
  readonly problems: Problem[];
  /** Works out any expression. It stands here so that files need not import each other in a circle. */
  readonly evaluate: (expression: HclExpression, scope: Scope) => Value;
}

const mostSteps = 5_000_000;
const deepest = 400;

/** Counts work, and says whether it may be done. Beyond the limits values are unknown, which is said once. */
export function afford(scope: Scope, steps: number, span: Span): boolean {
  const { work } = scope;
  if (work.depth > deepest) return giveUp(scope, `names and expressions nest more than ${deepest} levels deep`, span);
  work.steps += steps;
  return work.steps <= mostSteps || giveUp(scope, `evaluation takes more than ${mostSteps} steps`, span);
}

function giveUp(scope: Scope, why: string, span: Span): false {
  const message = `${why} here; what is left is taken as unknown`;
  const { problems } = scope.work;
  if (!problems.some((problem) => problem.message === message))
    problems.push({ code: "limit", message, at: placeIn(scope, span) });
  return false;
}

export function placeIn({ source }: Scope, span: Span): FilePlace {
  return placeOf(source, span);
}

export function textIn({ source }: Pick<Scope, "source">, { start, end }: Span): string {
  return source.text.slice(start, end).replace(/\s+/g, " ");
}

export function because(
  scope: Scope,
  kind: Reason["kind"],
  written: { readonly name: string; readonly span: Span },
): Reason {
  return { kind, name: written.name, at: placeIn(scope, written.span) };
}

export function tooMuch(scope: Scope, span: Span): UnknownValue {
  return unknownValue([because(scope, "value", { name: "a value that takes too long to work out", span })]);
}

export function withOwn(scope: Scope, names: readonly (readonly [string, Value])[]): Scope {
  return { ...scope, own: new Map([...scope.own, ...names]) };
}
