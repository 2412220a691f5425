import type { Fact } from "./facts";
import type { Files } from "./files";
import type { FilePlace, Problem, SourceText } from "./source";

/** What one format makes of the files that are its own. */
export interface Reading {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  /** The files that were read, each once, for counting, code frames and suppressions. */
  readonly sources: readonly SourceText[];
}

/** A format that Portcullis reads. */
export interface Input {
  readonly format: string;
  /** Reads every file of this format among the files. Never throws for anything that a file may hold. */
  readonly read: (files: Files, settings: InputSettings) => Reading;
}

/** What users say about values that the inputs leave open, by the name the format gives them (`var.cidr`, `BIND`). */
export interface InputSettings {
  readonly variables: ReadonlyMap<string, unknown>;
  /** Files that give values to the variables of Terraform; what a later one says holds, and what `variables` says before all. */
  readonly variableFiles?: readonly SourceText[];
  /** Compose files that are run together, where users say so. */
  readonly choices?: readonly FileChoice[];
}

/** Files that are read together, as `docker compose -f … --profile …` is told; paths are named as scanned files are. */
export interface FileChoice {
  readonly files: readonly ChosenPath[];
  /** Files of variables in place of `.env`. */
  readonly envFiles: readonly ChosenPath[];
  /** Those that are active; every one where none is named. */
  readonly profiles: readonly string[];
  /** Where relative paths start and `.env` lies; the folder of the first file where it is left out. */
  readonly folder: string | undefined;
}

export interface ChosenPath {
  readonly path: string;
  readonly at: FilePlace;
}

/** Each format declares every construct of its grammar as one of these. */
export type Treatment = "modelled" | "irrelevant" | "opaque";
