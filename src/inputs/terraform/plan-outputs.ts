import { placeOf } from "../../model/source";
import { treatmentOf } from "./constructs";
import { configurationIn, type Reference } from "./plan-configuration";
import { directoryOf } from "./plan-instances";
import { leadsOf } from "./plan-references";
import { plannedResources } from "./plan-resources";
import type { PlanFile } from "./plans";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf, sectionsIn, type Section } from "./sections";
import { unknownValue, type Value } from "./value";
import { reference } from "./world";

/**
 * What the outputs of a plan's root module hold of its resources. Nothing where what the plan holds may be spoken of where
 * it does not say: in a state, in resources of which not all is known, and in `dynamic` blocks, which its configuration
 * leaves out.
 */
export function plannedOutputs(
  { source, tree }: PlanFile,
  rootFolder: string,
  resources: readonly ResourceInstance[],
): readonly Value[] | undefined {
  const configuration = configurationIn(tree);
  if (!configuration || !resources.every(isUnderstood)) return undefined;
  const references: readonly Reference[] = configuration.module([])?.outputs ?? [];
  if (references.length === 0) return [];
  const directory = directoryOf(source, configuration, plannedResources(source, tree).resources);
  const root = { prefix: "", calls: [], index: "", forEach: [] };
  return leadsOf(directory, references, root).flatMap((lead): readonly Value[] => {
    if (lead.kind === "elsewhere") return [];
    const { address, type } = lead.of;
    const because = reference(address, placeOf(source, lead.at.node));
    return [unknownValue([because], { subject: { id: `${rootFolder}#${address}`, name: address }, type, name: "id" })];
  });
}

const peers = ["security_groups", "source_security_group_id", "referenced_security_group_id"];

/** Whether all is known of a resource that it may have to do with groups. */
function isUnderstood(resource: ResourceInstance): boolean {
  const section = sectionOf(resource);
  const parts = /security_group/.test(resource.type)
    ? [section, ...["ingress", "egress"].flatMap((block) => sectionsIn(section, block))]
    : [];
  const treatment = treatmentOf(resource.type);
  return (treatment === "modelled" || treatment === "irrelevant") && parts.every(namesItsPeers);
}

function namesItsPeers(section: Section): boolean {
  if (section.content.kind === "unread") return false;
  return peers.every((name) => {
    const value = argumentIn(section, name)?.value;
    const values = value?.kind === "list" ? value.items : [value];
    const isOpen = value?.kind === "list" && value.open.length > 0;
    return !isOpen && values.every((each) => each?.kind !== "unknown" || each.of !== undefined);
  });
}
