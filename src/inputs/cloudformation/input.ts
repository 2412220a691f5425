import type { Fact, Opaque, Subject } from "../../model/facts";
import type { Input, Reading } from "../../model/reading";
import { placeOf, type Problem, type SourceText, type Span } from "../../model/source";
import { entryOf, type DocumentNode } from "../../syntax/tree";
import { repeatedTemplates, unwrittenApplications } from "./cdk";
import { harmlessMacros, sections, treatmentOf } from "./constructs";
import { databaseGroupsIn } from "./database-groups";
import type { Evaluator } from "./expression";
import { declaredIn } from "./declared";
import { functionUrlsIn } from "./function-urls";
import { networkIn } from "./network";
import { networkAclsIn } from "./network-acls";
import { notebookEgressIn } from "./notebooks";
import { ownFirewallsIn } from "./own-firewalls";
import { mayBeParameters, parameterFilesOf, type MayBeParameters } from "./parameter-files";
import { presenceOf } from "./presence";
import { apisMadeFor, globals } from "./sam";
import { securityGroupsIn } from "./security-groups";
import { deploymentsOf, unreadStack, type Deployment, type TemplateFile } from "./stacks";
import { hasSwitches } from "./switch-table";
import { traitsOf } from "./switches";
import { isNestedStack, subjectOf, templateOf } from "./template";
import { isTemplate, parsedTemplate } from "./templates";

/** CloudFormation and SAM templates, in YAML and JSON. */
export const cloudformation: Input = {
  format: "cloudformation",
  read: (files, settings) => {
    const templates = files.paths.filter((path) => isTemplate(path, files.text(path) ?? ""));
    const parameters = mayBeParameters(files);
    const repeated = repeatedTemplates(files, templates);
    const read = templates
      .filter((path) => !repeated.has(path))
      .map((path) => readText(parameters, path, files.text(path) ?? ""));
    const readings = deploymentsOf(
      read.flatMap(({ file }) => file ?? []),
      settings.variables,
    ).map(readDeployment);
    return {
      facts: readings.flatMap(({ facts }) => facts),
      problems: [
        ...unwrittenApplications(files, templates),
        ...[...read, ...readings].flatMap(({ problems }) => problems),
      ],
      sources: read.flatMap(({ sources }) => sources),
    };
  },
};

const nothing = { problems: [], sources: [] };

/** One file as it was parsed: its templates, or why it has none. */
interface FileRead {
  readonly file: TemplateFile | undefined;
  readonly problems: readonly Problem[];
  readonly sources: readonly SourceText[];
}

function readText(parameters: MayBeParameters, path: string, text: string): FileRead {
  const { source, tree, problems } = parsedTemplate(path, text);
  const templates = tree.flatMap((document) => templateOf(source, document) ?? []);
  // A text that could not be read far enough to find its resources is still one that was meant as a template.
  if (templates.length === 0) return { file: undefined, ...withoutResources(source, tree, problems) };
  const parameterFiles = parameterFilesOf(parameters, path, (name) =>
    templates.some(({ parameters }) => parameters.has(name)),
  );
  return {
    file: { path, templates, parameterFiles },
    problems,
    sources: [source, ...parameterFiles.map((each) => each.source)],
  };
}

function withoutResources(
  source: SourceText,
  tree: readonly DocumentNode[],
  problems: readonly Problem[],
): Omit<FileRead, "file"> {
  if (problems.length > 0) return { problems, sources: [source] };
  const version = tree.map((document) => entryOf(document, "AWSTemplateFormatVersion")).find((entry) => entry);
  if (!version) return nothing;
  const message = "this template has no Resources that can be read, so nothing in it was looked at";
  const at = placeOf(source, version.key);
  return { problems: [{ code: "invalid-value", message, at }], sources: [source] };
}

/** What stacks say that know each other. */
function readDeployment(stacks: Deployment): Omit<Reading, "sources"> {
  const groups = securityGroupsIn(stacks);
  const acls = networkAclsIn(stacks);
  const databases = stacks.map(databaseGroupsIn);
  const boundaries = acls.facts.filter((fact) => fact.kind === "boundary");
  const facts: Fact[] = [
    ...groups.facts,
    ...acls.facts,
    ...databases.flatMap((read) => read.boundaries),
    ...stacks.map(ownFirewallsIn).flatMap((read) => [...read.boundaries, ...read.facts]),
    ...stacks.flatMap(notebookEgressIn),
    ...networkIn(stacks, boundaries),
    ...stacks.flatMap((stack) => [...stack.template.resources.values()].flatMap((each) => traitsOf(stack, each))),
    ...stacks.flatMap(functionUrlsIn),
    ...stacks.flatMap(declaredIn),
    ...stacks.flatMap(notModelled),
  ];
  const problems = [
    ...groups.problems,
    ...acls.problems,
    ...databases.flatMap((read) => read.problems),
    ...stacks.flatMap(({ template, problems: own }) => [...template.problems, ...own]),
  ];
  return { facts, problems };
}

/** What is left of a type whose traits are modelled; the whole of any other. */
function restOf(type: string): string {
  return hasSwitches(type) ? `the rest of ${type}` : type;
}

/** What bears on the network and is not modelled; what is in no table is a problem besides. */
function notModelled(evaluator: Evaluator): readonly Opaque[] {
  const { template } = evaluator;
  const out: Opaque[] = [];
  const opaque = (touches: Subject, name: string, at: Span): void => {
    out.push({ kind: "opaque", touches, reason: evaluator.reason("construct", name, at) });
  };
  const whole: Subject = { ...subjectOf(template, ""), name: template.source.file };
  for (const { key, value } of template.sections) {
    const treatment = Object.hasOwn(sections, key.text) ? sections[key.text] : undefined;
    if (!treatment) evaluator.unrecognised(`section ${key.text}`, key);
    else if (treatment === "opaque") opaque(whole, key.text, key);
    if (key.text === "Globals" && value.kind === "mapping")
      for (const { key: kind } of value.entries)
        if (!Object.hasOwn(globals, kind.text)) evaluator.unrecognised(`Globals of ${kind.text}`, kind);
  }
  for (const { name, at } of template.transforms) if (!harmlessMacros.has(name)) opaque(whole, name, at);
  for (const { name, at } of template.generated) opaque(whole, name, at);
  for (const resource of template.resources.values()) {
    const treatment = treatmentOf(resource.type);
    for (const api of apisMadeFor(evaluator, resource))
      opaque(resource.subject, `what an event of type ${api} makes`, resource.span);
    if (isNestedStack(resource)) {
      const unread = presenceOf(evaluator, resource).possible ? unreadStack(evaluator, resource) : undefined;
      if (unread) out.push({ kind: "opaque", touches: resource.subject, reason: unread });
    } else if (!treatment) evaluator.unrecognised(`resource type ${resource.type}`, resource.span);
    else if (treatment === "opaque" && presenceOf(evaluator, resource).possible)
      opaque(resource.subject, restOf(resource.type), resource.span);
  }
  return out;
}
