import type { Files } from "../model/files";
import type { Severity } from "../model/finding";
import { compareText, sourceText, startOf, type Problem } from "../model/source";
import type { Catalogue, Rule, RuleFile } from "../rules/rule";
import { readRuleFile } from "../rules/rule-file";
import type { Check, Validated } from "../syntax/validated";
import type { RuleSetting } from "./configuration";

/** What rules speak, and which of those that exist do not. */
export interface ConfiguredRules {
  readonly catalogue: Catalogue;
  /** Ids of the rules that are switched off; they are not in the catalogue. */
  readonly off: ReadonlySet<string>;
}

interface OwnRules {
  /** One rule a file, anywhere: the file's name is the id. */
  readonly files: Files;
  readonly check: Check<RuleFile>;
}

/** The catalogue with rules of the user's own added to it, or what is wrong with them. An id means one rule. */
export function withOwnRules(catalogue: Catalogue, { files, check }: OwnRules): Validated<Catalogue> {
  const rules = new Map(catalogue.rules.map((rule) => [rule.id, rule]));
  const problems: Problem[] = [];
  const homes = new Map<string, string>();
  for (const path of files.paths) {
    const id = path.slice(path.lastIndexOf("/") + 1).replace(/\.yaml$/, "");
    const taken = flawOfId(id, { isKnown: rules.has(id), home: homes.get(id) });
    const text = files.text(path);
    if (taken !== undefined) problems.push({ code: "invalid-value", message: taken, at: startOf(path) });
    if (taken !== undefined || text === undefined) continue;
    const read = readRuleFile(sourceText(path, text), check);
    if (!read.ok) problems.push(...read.problems);
    else rules.set(id, { ...read.value, id });
    homes.set(id, path);
  }
  if (problems.length > 0) return { ok: false, problems };
  const inOrder = [...rules.values()].toSorted((a, b) => compareText(a.id, b.id));
  return { ok: true, value: { ...catalogue, rules: inOrder } };
}

interface Namesake {
  readonly isKnown: boolean;
  readonly home: string | undefined;
}

function flawOfId(id: string, { isKnown, home }: Namesake): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id === "folders")
    return `a rule's file is named by its id, in lower case with dashes such as public-intranet, and "${id}" is none`;
  if (home !== undefined) return `the rule ${id} is in ${home} too: rename one`;
  return isKnown ? `there is a rule ${id} already: give this one an id of its own` : undefined;
}

interface RuleSettings {
  readonly settings: readonly RuleSetting[];
  /** `; did you mean "…"`, or nothing. */
  readonly suggestion: (id: string, ids: readonly string[]) => string;
}

/**
 * The catalogue as the settings want it. A rule that is off is as if it were not there: what it would have spoken of
 * before others is theirs again. A severity holds for every reach.
 */
export function configured(catalogue: Catalogue, { settings, suggestion }: RuleSettings): Validated<ConfiguredRules> {
  const ids = catalogue.rules.map(({ id }) => id);
  const unknown = settings.filter(({ id }) => !ids.includes(id));
  if (unknown.length > 0)
    return {
      ok: false,
      problems: unknown.map(({ id, at }) => ({
        code: "invalid-value",
        message: `rules.${id}: there is no rule ${id}${suggestion(id, ids)}: portcullis rules lists them`,
        at,
      })),
    };
  const to = new Map(settings.map((setting) => [setting.id, setting.to]));
  const rules = catalogue.rules.flatMap((rule): readonly Rule[] => {
    const setting = to.get(rule.id);
    if (setting === undefined) return [rule];
    return setting === "off" ? [] : [withSeverity(rule, setting)];
  });
  const off = new Set(settings.filter((setting) => setting.to === "off").map(({ id }) => id));
  return { ok: true, value: { catalogue: { ...catalogue, rules }, off } };
}

function withSeverity(rule: Rule, severity: Severity): Rule {
  return rule.about === "exposure"
    ? { ...rule, severity: { proven: severity, assumed: severity, latent: severity } }
    : { ...rule, severity };
}
