import { addresses } from "../model/addresses";
import { parseCidr } from "../model/cidr";
import { severities, type Severity } from "../model/finding";
import { unionOf } from "../model/sets";
import { placeOf, type FilePlace, type Problem, type SourceText } from "../model/source";
import type { FileChoice } from "../model/reading";
import type { Zones } from "../model/zones";
import type { Approval } from "../rules/approved";
import { valueOf, type DocumentNode, type MappingEntry } from "../syntax/tree";
import type { Check, Validated } from "../syntax/validated";
import { parseYaml } from "../syntax/yaml";
import { approvalsIn, internetZone } from "./approvals";
import { choicesIn } from "./choices";
import { hostsIn, type Host } from "./hosts";
import { entriesOf, itemsOf, textOf, written, wrong, type Written } from "./nodes";

export type { Validated, Written };

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
  readonly hosts: readonly Host[];
  /** Compose files that are run together, as they are written. */
  readonly compose: readonly FileChoice[];
  /** Not given where there is no list, so that nothing needs an approval. */
  readonly approved: readonly Approval[] | undefined;
}

export interface RuleSetting {
  readonly id: string;
  readonly to: "off" | Severity;
  readonly at: FilePlace;
}

export const noConfiguration: Configuration = {
  rules: [],
  folders: [],
  variables: new Map(),
  ignore: [],
  zones: new Map(),
  hosts: [],
  compose: [],
  approved: undefined,
};

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
  const zones = zonesIn(valueOf(root, "zones"));
  const list = valueOf(root, "approved");
  const approved = list && approvalsIn(list, zones, source);
  if (approved?.ok === false) return approved;
  const { variables = {}, ignore = [] } = checked.value;
  const rules = valueOf(root, "rules");
  return {
    ok: true,
    value: {
      rules: entriesOf(rules).flatMap((entry) => settingOf(entry, source)),
      folders: itemsOf(valueOf(rules, "folders")).map((node) => written(node, source)),
      variables: new Map(Object.entries(variables)),
      ignore,
      zones,
      hosts: hostsIn(valueOf(root, "hosts"), source),
      compose: choicesIn(valueOf(root, "compose"), source),
      approved: approved?.value,
    },
  };
}

function zoneFlaws(zones: DocumentNode | undefined, source: SourceText): readonly Problem[] {
  return entriesOf(zones).flatMap(({ key, value }) => {
    if (key.text === internetZone)
      return [wrong(key, source, `zones.${internetZone}: this name stands for everyone: choose another`)];
    return itemsOf(value)
      .filter((node) => parseCidr(textOf(node)) === undefined)
      .map((node) => {
        const message = `zones.${key.text}: "${textOf(node)}" is no CIDR block or address, such as 203.0.113.0/24`;
        return wrong(node, source, message);
      });
  });
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
