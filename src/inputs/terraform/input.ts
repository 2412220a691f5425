import type { Fact } from "../../model/facts";
import type { Files } from "../../model/files";
import type { Input, InputSettings, Reading } from "../../model/reading";
import { placeOf, type Problem } from "../../model/source";
import { treatmentOf } from "./constructs";
import { argumentOf, scopeIn, type ModuleInstance } from "./instance";
import { installedIn, isInstalled } from "./installed";
import { calledFolder, childrenOf, moduleInstance, unreadCallsIn, type UnreadCall } from "./module-calls";
import { modulesIn, type Module } from "./module";
import { networkIn } from "./network";
import { networkAclsIn } from "./network-acls";
import { ownFirewallsIn } from "./own-firewalls";
import { callsIn } from "./plan-addresses";
import { instancesIn } from "./plan-instances";
import { plansToRead } from "./plan-folders";
import { plannedOutputs } from "./plan-outputs";
import { isPlanOf, plannedRoot, variablesIn } from "./plan-roots";
import { planFilesIn, type PlanFile } from "./plans";
import { resourcesIn, type ResourceInstance } from "./resources";
import { securityGroupsIn } from "./security-groups";
import type { Site } from "./site";
import { keptStatesIn, stateBeside } from "./state-files";
import { hasSwitch, traitsIn } from "./switches";
import { givenVariables, problemsOfFiles } from "./tfvars";
import { askedOf } from "./unread-modules";
import { nothing, type Value } from "./value";
import { worldOf } from "./world";

/**
 * Terraform configurations: every folder of `.tf` files is a module. One that another of them calls by a local path is read
 * as that call makes it, and every other one as a root.
 */
export const terraform: Input = { format: "terraform", read };

function read(files: Files, settings: InputSettings): Reading {
  const modules = modulesIn(files);
  const { plans, repeated, problems: ofPlans } = plansToRead(planFilesIn(files));
  const rootModules = rootsOf(modules);
  const readings = rootModules.map((root) => {
    const [plan, ...others] = plans.filter((each) => each.folder === root.folder && each.kind === "plan");
    const stands = plan && others.length === 0 && isPlanOf(plan, root);
    return readRoot(root, { modules, files, settings, plan: stands ? plan : undefined });
  });
  const stoodIn = new Set(readings.map(({ plan }) => plan));
  const roots = new Set([...modules.keys(), ...plans.flatMap(({ kind, folder }) => (kind === "plan" ? [folder] : []))]);
  const left = plans.filter((plan) => !stoodIn.has(plan));
  const beside = new Set(left.filter(({ kind, folder }) => kind === "state" && roots.has(folder)));
  const alone = left.filter((plan) => !beside.has(plan));
  const all = [...readings, ...alone.map(readPlan)];
  const installed = new Set(rootModules.flatMap(({ folder }) => [...installedIn(files, folder).values()]));
  const own = [...modules.values()].filter(({ folder }) => !isInstalled(folder) || installed.has(folder));
  const sources = [...[...own, ...all].flatMap((reading) => reading.sources), ...repeated.map(({ source }) => source)];
  const known = new Set(sources.map(({ file }) => file));
  const named = roots.size > 0 ? (settings.variableFiles ?? []).filter(({ file }) => !known.has(file)) : [];
  return {
    facts: all.flatMap(({ facts }) => facts),
    problems: [
      ...problemsOfFiles(named),
      ...own.flatMap((module) => [...module.problems, ...unrecognisedIn(module)]),
      ...all.flatMap(({ problems }) => problems),
      ...ofPlans,
      ...[...beside].map(stateBeside),
      ...keptStatesIn(files),
    ],
    sources: [...sources, ...named],
  };
}

/** Modules that no other one calls; of those that only call each other in a circle, the first. */
function rootsOf(modules: ReadonlyMap<string, Module>): readonly Module[] {
  const callees = new Map([...modules.values()].map((module) => [module, calleesOf(module, modules)]));
  const called = new Set([...callees.values()].flat());
  const reached = new Set<Module>();
  const reach = (start: Module): void => {
    const waiting = [start];
    for (let module = waiting.pop(); module; module = waiting.pop()) {
      if (reached.has(module)) continue;
      reached.add(module);
      waiting.push(...(callees.get(module) ?? []));
    }
  };
  const own = [...modules.values()].filter(({ folder }) => !isInstalled(folder));
  const roots = own.filter((module) => !called.has(module));
  roots.forEach(reach);
  for (const module of own) {
    if (reached.has(module)) continue;
    roots.push(module);
    reach(module);
  }
  return roots;
}

function calleesOf(module: Module, modules: ReadonlyMap<string, Module>): readonly Module[] {
  return [...module.calls.values()].flatMap((declared) => {
    const folder = calledFolder(module, declared, modules);
    const target = folder === undefined || folder === module.folder ? undefined : modules.get(folder);
    return target ? [target] : [];
  });
}

interface Given {
  readonly modules: ReadonlyMap<string, Module>;
  readonly files: Files;
  readonly settings: InputSettings;
  /** The plan in the folder of the root module. */
  readonly plan: PlanFile | undefined;
}

interface RootReading extends Reading {
  /** The plan that stands for the root module. */
  readonly plan: PlanFile | undefined;
}

function readRoot(root: Module, { modules, files, settings, plan }: Given): RootReading {
  const world = worldOf({ rootFolder: root.folder, modules, installed: installedIn(files, root.folder), files });
  const values = new Map<string, Value>();
  const argument = (name: string): Value | undefined => values.get(name);
  const instance = moduleInstance({ world, module: root, prefix: "", key: "", callers: [], doubt: [], argument });
  const [source] = root.sources;
  const given = source && givenVariables(files, scopeIn(instance, source), settings);
  for (const [name, value] of given?.values ?? []) values.set(name, value);
  for (const [name, value] of plan ? variablesIn(plan) : []) values.set(name, value);

  // A plan has all that its modules make.
  const instances = withDescendants(instance).filter(({ module }) => !plan || module.from === "files");
  const declared = instances.flatMap(resourcesIn);
  const planned = plan && plannedRoot(plan, root.folder, declared);
  const unreadCalls = instances
    .flatMap(unreadCallsIn)
    .filter(({ subject }) => !planned?.knowsModule(callsIn(subject.name)));
  const resources = planned?.resources ?? declared;
  const { facts, problems } = readSite({
    rootFolder: root.folder,
    resources,
    unreadCalls,
    outputs: () => outputsOf(instance),
    declared: plan ? declared : [],
  });
  // A plan has the values of all variables, whichever files they came from.
  const variableProblems = given?.problems.filter(({ code }) => !plan || code !== "unrecognised") ?? [];
  return {
    facts,
    problems: [...variableProblems, ...(plan?.problems ?? []), ...problems, ...world.work.problems],
    sources: [...(given?.sources ?? []), ...(plan ? [plan.source] : [])],
    plan,
  };
}

function outputsOf(instance: ModuleInstance): readonly Value[] {
  return [...instance.module.outputs.values()].map(
    (output) => argumentOf(instance, output, { name: "value" }) ?? nothing,
  );
}

function readPlan(plan: PlanFile): Reading {
  const { source, tree, problems } = plan;
  const resources = instancesIn(source, tree, { rootFolder: source.file, beside: () => undefined });
  const outputs: Site["outputs"] = () => plannedOutputs(plan, source.file, resources);
  const site = readSite({ rootFolder: source.file, resources, unreadCalls: [], outputs, declared: [] });
  return { facts: site.facts, problems: [...problems, ...site.problems], sources: [source] };
}

interface SiteRead extends Omit<Site, "bySubject" | "problems" | "unreadCalls"> {
  readonly unreadCalls: readonly UnreadCall[];
}

/** What the resources of one root module come to, wherever they are read from. */
function readSite(given: SiteRead): Pick<Reading, "facts" | "problems"> {
  const { resources, unreadCalls } = given;
  const bySubject = new Map(resources.map((resource) => [resource.subject.id, resource]));
  const site: Site = { ...given, bySubject, problems: [] };
  const facts = [
    ...securityGroupsIn(site),
    ...networkAclsIn(site),
    ...ownFirewallsIn(site),
    ...networkIn(site),
    ...traitsIn(site),
    ...opaqueIn(resources),
    ...unreadCalls.flatMap((call) => [unreadIn(call), ...askedOf(call)]),
  ];
  return { facts, problems: site.problems };
}

function withDescendants(instance: ModuleInstance): readonly ModuleInstance[] {
  return [instance, ...childrenOf(instance).flatMap(withDescendants)];
}

/** What bears on the network and is not modelled, once for each declaration. */
function opaqueIn(resources: readonly ResourceInstance[]): readonly Fact[] {
  const opaque = resources.filter(({ type }) => treatmentOf(type) === "opaque");
  const first = new Map(opaque.toReversed().map((resource) => [resource.declaration, resource]));
  return [...first.values()].toReversed().map(({ subject, type, header }) => ({
    kind: "opaque",
    touches: subject,
    reason: { kind: "construct", name: hasSwitch(type) ? `the rest of ${type}` : type, at: header },
  }));
}

function unreadIn({ subject, name, section }: UnreadCall): Fact {
  return { kind: "opaque", touches: subject, reason: { kind: "construct", name, at: section.header } };
}

/** Types of resources that no table has, each once in a file. */
function unrecognisedIn({ resources }: Module): readonly Problem[] {
  const said = new Map<string, Problem>();
  for (const { labels, layers } of resources.values()) {
    const [type = ""] = labels;
    const [layer] = layers;
    if (!layer || treatmentOf(type)) continue;
    const key = `${layer.source.file} ${type}`;
    const message = `${type} is no type of resource that is known here; what it opens or closes is not known`;
    if (!said.has(key))
      said.set(key, { code: "unrecognised", message, at: placeOf(layer.source, layer.block.headerSpan) });
  }
  return [...said.values()];
}
