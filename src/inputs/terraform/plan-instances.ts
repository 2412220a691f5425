import type { Subject } from "../../model/facts";
import type { SourceText } from "../../model/source";
import type { DocumentNode } from "../../syntax/tree";
import { canBeDynamic } from "./plan-blocks";
import { configurationIn, referencesIn } from "./plan-configuration";
import { identifiersOf } from "./plan-identifiers";
import { isOfOneInstance, leadsOf, type Directory, type Standpoint } from "./plan-references";
import { repeatsIn } from "./plan-repeats";
import { plannedResources, type PlannedResource } from "./plan-resources";
import { unknownArgument } from "./plan-unknowns";
import { contentOf, expressionsIn, type Part, type Reader } from "./plan-values";
import type { DeclaredBeside } from "./plan-sources";
import type { ResourceInstance } from "./resources";
import { sectionOf, sectionsIn } from "./sections";

interface Standing {
  readonly rootFolder: string;
  /** The declaration of a resource, where the sources of the plan are at hand. */
  readonly beside: (address: string) => DeclaredBeside | undefined;
}

/** The resources of a plan or of a state as what facts are read from, in the order of the text. */
export function instancesIn(
  source: SourceText,
  tree: DocumentNode | undefined,
  { rootFolder, beside }: Standing,
): readonly ResourceInstance[] {
  const { resources, former } = plannedResources(source, tree);
  const repeats = repeatsIn(resources, former);
  const configuration = configurationIn(tree);
  const directory: Directory = { source, configuration, instances: byDeclaration(resources) };
  const subjectOf = ({ address }: PlannedResource): Subject => ({ id: `${rootFolder}#${address}`, name: address });
  const identifiers = identifiersOf(resources, subjectOf);
  return resources.map((resource): ResourceInstance => {
    const { address, prefix, calls, type, name, index, at, header } = resource;
    const configured = configuration?.module(calls)?.resources.get(`${type}.${name}`);
    const from: Standpoint = { prefix, calls, index, forEach: configured?.forEach ?? [] };
    const whole: Part = { path: "", ...resource, expressions: configured?.expressions ? [configured.expressions] : [] };
    const reader: Reader = {
      source,
      address,
      attributeWith: (text) => identifiers.get(text),
      unknownArgument: (part, argument, place) =>
        unknownArgument(directory, { part, name: argument, at: place, address, from, subjectOf }),
      ownPart: (part, block, node) => {
        const origin = isConfigured(part, block) ? "configured" : "perhaps read back";
        return part.path === "" ? repeats.ownPart(resource, { type: block, node, origin }) : node;
      },
      // A resource has its arguments listed, and what is not among them the provider will make up.
      isWritten: (part, argument) => !configured || part.path !== "" || isConfigured(part, argument),
      mayHave: (part, block) => {
        const declared = part.path === "" ? beside(address)?.resource : undefined;
        if (declared) return sectionsIn(sectionOf(declared), block).length > 0;
        if (resource.fate !== "made" || !configured || isConfigured(part, block)) return true;
        return canBeDynamic(block, (argument) => isConfigured(part, argument));
      },
    };
    return {
      type,
      subject: subjectOf(resource),
      rootFolder,
      declaration: `${calls.join(".")}#${type}.${name}`,
      content: contentOf(reader, whole),
      at,
      header,
      doubt: [],
      spelling: (argument) =>
        argument === "provider" ? configured?.provider : spellingOf(directory, from, whole, argument),
    };
  });
}

function isConfigured({ expressions }: Part, type: string): boolean {
  return expressions.some((each) => expressionsIn(each, type).length > 0);
}

function byDeclaration(resources: readonly PlannedResource[]): Directory["instances"] {
  const found = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    const key = `${resource.prefix}${resource.type}.${resource.name}`;
    const before = found.get(key);
    if (before) before.push(resource);
    else found.set(key, [resource]);
  }
  return found;
}

/** The one thing that an argument refers to, followed as far as the configuration tells. */
function spellingOf(directory: Directory, from: Standpoint, whole: Part, argument: string): string | undefined {
  const references = referencesIn(...whole.expressions.flatMap((each) => expressionsIn(each, argument)));
  if (references.some(isOfOneInstance)) return undefined;
  const [lead, ...others] = leadsOf(directory, references, from);
  return lead?.kind === "elsewhere" && others.length === 0 ? lead.because.name : undefined;
}
