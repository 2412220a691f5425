import type { Files } from "../../model/files";
import type { Reading } from "../../model/reading";
import { sourceText, startOf } from "../../model/source";

/** Plans and states in JSON (`terraform show -json`) are not read; that each of them is there is said. */
export function plansIn(files: Files): Reading {
  const sources = files.paths
    .filter((path) => /\.json$/i.test(path) && !/\.tf\.json$/i.test(path))
    .flatMap((path) => {
      const text = files.text(path);
      return text !== undefined && looksLikePlan(text) ? [sourceText(path, text)] : [];
    });
  const message = "a Terraform plan or state in JSON is not read yet, so nothing in it was looked at: scan its sources";
  return {
    facts: [],
    problems: sources.map(({ file }) => ({ code: "unreadable", message, at: startOf(file) })),
    sources,
  };
}

/** JSON Output Format of Terraform: both begin with a format version, and hold resources under one of these keys. */
function looksLikePlan(text: string): boolean {
  return (
    /^[\s\uFEFF]*\{/.test(text) &&
    text.includes('"format_version"') &&
    /"(planned_values|resource_changes|values)"/.test(text) &&
    text.includes('"terraform_version"')
  );
}
