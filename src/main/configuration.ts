import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Files } from "../model/files";
import { sourceText, startOf, type Problem, type SourceText } from "../model/source";
import type { FileChoice } from "../model/reading";
import type { Zones } from "../model/zones";
import type { Catalogue } from "../rules/rule";
import {
  configurationName,
  noConfiguration,
  readConfiguration,
  type Validated,
  type Written,
} from "../settings/configuration";
import { noContract, type Contract } from "../settings/contract";
import { choicesFrom } from "../settings/choices";
import { rebased } from "../settings/hosts";
import { configured, withOwnRules, type ConfiguredRules } from "../settings/rules";
import { nameOf } from "./files";
import { ignoreFileOf, repositoryOf, type IgnoreFiles } from "./ignored";
import { suggestion } from "../settings/nearest";
import { readText } from "./reading";
import { loadValidators } from "./validators";

/** What holds for a scan besides its command line. */
export interface Setup extends ConfiguredRules {
  /** The configuration, by the name that reports give it. */
  readonly source: SourceText | undefined;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly zones: Zones;
  readonly contract: Contract;
  readonly choices: readonly FileChoice[];
  /** What the configuration leaves out. */
  readonly ignored: IgnoreFiles;
}

export function setupWithout(catalogue: Catalogue): Setup {
  const { variables, zones } = noConfiguration;
  return {
    catalogue,
    source: undefined,
    off: new Set(),
    ignored: [],
    choices: [],
    variables,
    zones,
    contract: noContract,
  };
}

interface Wanted {
  readonly paths: readonly string[];
  /** The file that `--config` names. */
  readonly file: string | undefined;
  readonly folder: string;
}

/** The configuration that holds for paths, with the rules that it leaves; or why it cannot be followed. */
export function setupFor({ paths, file, folder }: Wanted, catalogue: Catalogue): Validated<Setup> {
  if (file !== undefined) return setupFrom({ path: resolve(folder, file), base: folder, folder, paths }, catalogue);
  const near = new Set(paths.flatMap((path) => nearestConfiguration(resolve(folder, path), folder) ?? []));
  const [path, other] = near;
  if (path === undefined) return { ok: true, value: setupWithout(catalogue) };
  if (other === undefined) return setupFrom({ path, base: dirname(path), folder, paths }, catalogue);
  const message = `this and ${nameOf(other, folder)} both hold for what was named: scan one at a time, or name the one that is to hold with --config`;
  return failed("invalid-value", message, nameOf(path, folder));
}

/**
 * In the folder itself, else upwards to the root of its repository; without a repository, to the folder in which the
 * command runs. Farther up lies what belongs to others.
 */
function nearestConfiguration(path: string, folder: string): string | undefined {
  const start = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);
  const last = repositoryOf(start) ?? (isWithin(start, folder) ? folder : start);
  for (let at = start; ; at = dirname(at)) {
    const found = join(at, configurationName);
    // A link that leads nowhere is there too, and an error to be told.
    if (lstatSync(found, { throwIfNoEntry: false })) return found;
    if (at === last || dirname(at) === at) return undefined;
  }
}

interface Found {
  readonly path: string;
  /** Where its patterns and folders begin. */
  readonly base: string;
  /** Where the command runs. */
  readonly folder: string;
  /** What is looked at. */
  readonly paths: readonly string[];
}

function setupFrom({ path, base, folder, paths }: Found, catalogue: Catalogue): Validated<Setup> {
  const file = nameOf(path, folder);
  const read = readText(path, file);
  if (read === "binary") return failed("unreadable", "is a binary file and no configuration", file);
  if ("problem" in read) return { ok: false, problems: [read.problem] };
  const validators = loadValidators();
  const source = sourceText(file, read.text);
  const configuration = readConfiguration(source, validators.ofConfiguration());
  if (!configuration.ok) return configuration;
  const { rules: settings, folders, variables, ignore, zones, hosts, compose, approved } = configuration.value;
  const files = ruleFiles(folders, base, folder);
  if (!files.ok) return files;
  const extended =
    folders.length === 0
      ? { ok: true as const, value: catalogue }
      : withOwnRules(catalogue, { files: files.value, check: validators.ofRules() });
  if (!extended.ok) return extended;
  const rules = configured(extended.value, { settings, suggestion });
  if (!rules.ok) return rules;
  const isWhole = paths.some((named) => isWithin(base, resolve(folder, named)));
  const scanned = (written: string): string => nameOf(resolve(base, written), folder);
  const choices = choicesFrom(compose, scanned);
  const contract: Contract = {
    hosts: rebased(hosts, scanned),
    approved,
    today: today(),
    scope: isWhole ? "whole" : "part",
  };
  return {
    ok: true,
    value: { ...rules.value, source, variables, zones, contract, choices, ignored: ignoreFileOf(base, ignore) },
  };
}

/** In UTC, so that an approval ends everywhere at once. */
function today(): string {
  return new Date().toISOString().slice(0, "2027-06-30".length);
}

/** The files of the user's own rules: those right in the folders, none of which leads out of `base`. */
function ruleFiles(folders: readonly Written[], base: string, folder: string): Validated<Files> {
  const problems: Problem[] = [];
  const paths = new Map<string, string>();
  for (const { text, at } of folders) {
    const listed = yamlIn(resolve(base, text), base);
    if (typeof listed === "string")
      problems.push({ code: "invalid-value", message: `rules.folders: ${text} ${listed}`, at });
    else for (const path of listed) paths.set(nameOf(path, folder), path);
  }
  const text = (path: string): string | undefined => {
    const read = readText(paths.get(path) ?? path, path);
    return read !== "binary" && "text" in read ? read.text : undefined;
  };
  for (const path of paths.keys())
    if (text(path) === undefined)
      problems.push({ code: "unreadable", message: "cannot be read as a rule", at: startOf(path) });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { paths: [...paths.keys()], text } };
}

function yamlIn(path: string, base: string): readonly string[] | string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return "is no folder: name a folder of rules, from the folder of the configuration on";
  if (!isWithin(realpathSync(path), realpathSync(base))) return "leads out of the folder of the configuration";
  const names = readdirSync(path).filter((name) => name.endsWith(".yaml"));
  return names.length > 0 ? names.toSorted().map((name) => join(path, name)) : "holds no file whose name ends in .yaml";
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function failed(code: Problem["code"], message: string, file: string): Validated<never> {
  return { ok: false, problems: [{ code, message, at: startOf(file) }] };
}
