import { addresses } from "../model/addresses";
import { parseCidr } from "../model/cidr";
import { severities, type Severity } from "../model/finding";
import { unionOf } from "../model/sets";
import { placeOf, type FilePlace, type Problem, type SourceText } from "../model/source";
import type { Zones } from "../model/zones";
import { entryOf, valueOf, type DocumentNode, type MappingEntry } from "../syntax/tree";
import type { Check, Validated } from "../syntax/validated";
import { parseYaml } from "../syntax/yaml";

export type { Validated };

/** The name that a configuration has where nobody names another. */
export const configurationName = "portcullis.yaml";

/** The file as `docs/configuration.schema.json` promises it, as far as its values are taken as they are. */
export interface ConfigurationFile {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly ignore?: readonly string[];
}

/** What a configuration asks for, as far as its file alone can be judged. */
export interface Configuration {
  readonly rules: readonly RuleSetting[];
  /** Folders of rules of the user's own, as they are written. */
  readonly folders: readonly Written[];
  readonly variables: ReadonlyMap<string, unknown>;
  /** Patterns of gitignore(5). */
  readonly ignore: readonly string[];
  readonly zones: Zones;
  /** What is understood and not applied yet. */
  readonly problems: readonly Problem[];
}

export interface RuleSetting {
  readonly id: string;
  readonly to: "off" | Severity;
  readonly at: FilePlace;
}

export interface Written {
  readonly text: string;
  readonly at: FilePlace;
}

export const noConfiguration: Configuration = {
  rules: [],
  folders: [],
  variables: new Map(),
  ignore: [],
  zones: new Map(),
  problems: [],
};

/** Keys whose meaning comes later, so that a file which has them is not refused and nobody relies on them. */
const notApplied = ["hosts", "approved"] as const;

/** Reads a configuration, or says everything that is wrong with it: half a configuration would be another one. */
export function readConfiguration(source: SourceText, check: Check<ConfigurationFile>): Validated<Configuration> {
  const { tree, problems } = parseYaml(source);
  if (problems.length > 0) return { ok: false, problems };
  const [root, second] = tree;
  if (!root) return { ok: true, value: noConfiguration };
  if (second) return { ok: false, problems: [wrong(second, source, "a configuration is one document: join the two")] };
  const checked = check(root, source);
  if (!checked.ok) return checked;
  const flaws = zoneFlaws(valueOf(root, "zones"), source);
  if (flaws.length > 0) return { ok: false, problems: flaws };
  const { variables = {}, ignore = [] } = checked.value;
  const rules = valueOf(root, "rules");
  return {
    ok: true,
    value: {
      rules: entriesOf(rules).flatMap((entry) => settingOf(entry, source)),
      folders: itemsOf(valueOf(rules, "folders")).map((node) => written(node, source)),
      variables: new Map(Object.entries(variables)),
      ignore,
      zones: zonesIn(valueOf(root, "zones")),
      problems: notApplied.flatMap((key) => unapplied(entryOf(root, key), source)),
    },
  };
}

function zoneFlaws(zones: DocumentNode | undefined, source: SourceText): readonly Problem[] {
  return entriesOf(zones).flatMap(({ key, value }) =>
    itemsOf(value)
      .filter((node) => parseCidr(textOf(node)) === undefined)
      .map((node) => {
        const message = `zones.${key.text}: "${textOf(node)}" is no CIDR block or address, such as 203.0.113.0/24`;
        return wrong(node, source, message);
      }),
  );
}

function zonesIn(zones: DocumentNode | undefined): Zones {
  return new Map(
    entriesOf(zones).map(({ key, value }) => {
      const blocks = itemsOf(value).flatMap((node) => parseCidr(textOf(node)) ?? []);
      return [key.text, unionOf(addresses, blocks)] as const;
    }),
  );
}

function settingOf({ key, value }: MappingEntry, source: SourceText): readonly RuleSetting[] {
  const to = (["off", ...severities] as const).find((setting) => setting === textOf(value));
  return to === undefined ? [] : [{ id: key.text, to, at: placeOf(source, key) }];
}

function unapplied(entry: MappingEntry | undefined, source: SourceText): readonly Problem[] {
  if (!entry) return [];
  const { key } = entry;
  return [{ code: "unrecognised", message: `${key.text} is not applied yet`, at: placeOf(source, key) }];
}

function written(node: DocumentNode, source: SourceText): Written {
  return { text: textOf(node), at: placeOf(source, node) };
}

function wrong(node: DocumentNode, source: SourceText, message: string): Problem {
  return { code: "invalid-value", message, at: placeOf(source, node) };
}

function entriesOf(node: DocumentNode | undefined): readonly MappingEntry[] {
  return node?.kind === "mapping" ? node.entries : [];
}

function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

function textOf(node: DocumentNode): string {
  return node.kind === "scalar" ? node.text : "";
}
