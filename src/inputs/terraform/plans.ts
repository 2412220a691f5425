import { posix } from "node:path";
import type { Files } from "../../model/files";
import { placeOf, sourceText, startOf, type Problem, type SourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { textOf } from "./plan-resources";

/** A plan or a state in JSON, as `terraform show -json` prints them. */
export interface PlanFile {
  readonly kind: "plan" | "state";
  readonly source: SourceText;
  readonly folder: string;
  readonly tree: DocumentNode | undefined;
  readonly problems: readonly Problem[];
}

export function planFilesIn(files: Files): readonly PlanFile[] {
  return files.paths.flatMap((path) => {
    const text = isNamedLikePlan(path) ? files.text(path) : undefined;
    return text !== undefined && looksLikePlan(text) ? (planIn(path, text) ?? []) : [];
  });
}

function isNamedLikePlan(path: string): boolean {
  return /\.json$/i.test(path) && !/\.tf\.json$/i.test(path);
}

/** Cheap enough to ask of every JSON file; what has passed it is parsed and asked again. */
function looksLikePlan(text: string): boolean {
  if (!/^[\s\uFEFF]*\{/.test(text)) return false;
  if (text.includes('"planned_values"') || text.includes('"resource_changes"')) return true;
  return text.includes('"terraform_version"') && text.includes('"root_module"');
}

/** What a plan holds beside what will be, as large as that; prior state would tell of everything twice. */
const notOfTheFuture = new Set(["prior_state", "resource_drift", "relevant_attributes", "output_changes", "checks"]);

const large = 8 * 1024 * 1024;

/** The changes of a whole plan say all that its planned values say; in a large one, these are read only where it is broken. */
function parsed(source: SourceText): ReturnType<typeof parseJson> {
  if (source.text.length > large && source.text.includes('"resource_changes"')) {
    const withoutValues = parseJson(source, new Set([...notOfTheFuture, "planned_values"]));
    if (withoutValues.problems.length === 0) return withoutValues;
  }
  return parseJson(source, notOfTheFuture);
}

function planIn(path: string, text: string): PlanFile | undefined {
  const source = sourceText(path, text);
  const { tree, problems } = parsed(source);
  const has = (key: string, kind: DocumentNode["kind"]): boolean => valueOf(tree, key)?.kind === kind;
  const isPlan = has("planned_values", "mapping") || has("resource_changes", "sequence");
  if (!isPlan && valueOf(valueOf(tree, "values"), "root_module")?.kind !== "mapping") return undefined;
  const folder = posix.dirname(path);
  const said = [...problems.map(unshown), ...versionProblems(source, tree), ...ends(source, tree)];
  return { kind: isPlan ? "plan" : "state", source, folder, tree, problems: said };
}

/** What is said of broken text comes with a piece of it, and a plan holds secrets: this says it without. */
function unshown(problem: Problem): Problem {
  return problem.code === "syntax" ? { ...problem, code: "unreadable" } : problem;
}

/** Versions that change nothing of what is read (Terraform, "JSON Output Format", "Format Summary"). */
const knownVersions = ["0", "1"];

function versionProblems(source: SourceText, tree: DocumentNode | undefined): readonly Problem[] {
  const node = valueOf(tree, "format_version");
  const version = textOf(node);
  if (!node || version === undefined || knownVersions.includes(version.split(".")[0] ?? "")) return [];
  const message = `format version ${version} of plans is not known here; it was read as version 1`;
  return [{ code: "unrecognised", message, at: placeOf(source, node) }];
}

/** A plan says itself that it is not the whole of what will be (`errored` since Terraform 1.5, `complete` since 1.8). */
function ends(source: SourceText, tree: DocumentNode | undefined): readonly Problem[] {
  const isTrue = (key: string): boolean => textOf(valueOf(tree, key)) === "true";
  const at = valueOf(tree, isTrue("errored") ? "errored" : "complete");
  if (isTrue("errored"))
    return [problemAt("this plan ended with an error, so what comes after it is not in it; plan again without one")];
  if (textOf(valueOf(tree, "complete")) === "false")
    return [problemAt("this plan leaves out a part of its configuration, which was not looked at; plan all of it")];
  return [];

  function problemAt(message: string): Problem {
    return { code: "limit", message, at: at ? placeOf(source, at) : startOf(source.file) };
  }
}
