import { known, unknown, type Known } from "../../model/bounds";
import type { Statement, Subject } from "../../model/facts";
import type { Endpoint, Family, Said, WrittenList } from "../shared/network";
import { endpointTypes, type AddressRule, type EndpointType } from "./endpoint-types";
import type { Evaluator } from "./expression";
import { linkAt, linksAt, resourceOf, settledAt, settledOf } from "./links";
import { leavesOf } from "./paths";
import { presenceOf } from "./presence";
import { groupNamed } from "./rules";
import type { Resource } from "./template";
import { isTrue, textOf } from "./texts";

/** What has network interfaces, by the table of types. */
export function endpointsIn(evaluator: Evaluator): readonly Endpoint[] {
  return [...evaluator.template.resources.values()].flatMap((resource) => {
    const type = endpointTypes.get(resource.type);
    const { possible, doubt } = presenceOf(evaluator, resource);
    if (!type || !possible || !hasInterface(evaluator, resource, type)) return [];
    return [{ ...endpointOf(evaluator, resource, type), doubt }];
  });
}

function hasInterface(evaluator: Evaluator, resource: Resource, { needs }: EndpointType): boolean {
  return needs === undefined || leavesOf(evaluator, resource, needs).some(({ value }) => value.kind !== "absent");
}

function endpointOf(evaluator: Evaluator, resource: Resource, type: EndpointType): Omit<Endpoint, "doubt"> {
  const { subject, at } = resource;
  const groups = linksAt(evaluator, resource, { paths: type.groups, nameOf: groupNamed });
  const unwritten = type.withoutSubnets === "default" ? "default" : { items: [], open: [] };
  return {
    subject,
    at,
    groups: groups ?? groupsUnwritten(evaluator, resource, type),
    subnets: subnetsOf(evaluator, resource, type) ?? unwritten,
    address: {
      ipv4: addressOf({ evaluator, resource, family: "ipv4" }, type.ipv4),
      ipv6: addressOf({ evaluator, resource, family: "ipv6" }, type.ipv6),
    },
  };
}

/** A network load balancer may have no group, and then lets everything in (Network Load Balancers User Guide, "Security groups"). */
function groupsUnwritten(
  evaluator: Evaluator,
  resource: Resource,
  { withoutGroups }: EndpointType,
): Endpoint["groups"] {
  if (withoutGroups === "unknown") {
    const name = `the security groups of ${resource.subject.name}`;
    return { items: [], open: [{ kind: "value", name, at: resource.at }] };
  }
  if (resource.type !== "AWS::ElasticLoadBalancingV2::LoadBalancer") return "default";
  const type = settledAt(evaluator, resource, "Type");
  return !type || (type.kind === "text" && type.text === "application") ? "default" : { items: [], open: [] };
}

function subnetsOf(evaluator: Evaluator, resource: Resource, type: EndpointType): WrittenList<Subject> | undefined {
  const own = linksAt(evaluator, resource, { paths: type.subnets });
  if (own || type.subnetGroup === undefined) return own;
  const named = linkAt(evaluator, resource, type.subnetGroup);
  if (!named) return undefined;
  const group = resourceOf(evaluator, named.value);
  if (group) return linksAt(group.evaluator, group.resource, { paths: [["SubnetIds"]] });
  const { value, at } = named;
  return { items: [], open: value.known ? [{ kind: "reference", name: value.value.name, at }] : value.because };
}

interface Asking {
  readonly evaluator: Evaluator;
  readonly resource: Resource;
  readonly family: Family;
}

function addressOf(asking: Asking, rule: AddressRule): Said<boolean> | "as-subnet" {
  const { subject, at } = asking.resource;
  switch (rule.by) {
    case "subnet":
      return "as-subnet";
    case "never":
      return { value: known(false), statement: { what: rule.why, name: subject.name, at, focus: at } };
    case "addresses":
      return ownAddresses(asking, rule);
    case "switch":
      return switchOf(asking, rule);
  }
}

/** An interface that is given addresses or a number of them has some. */
function ownAddresses(
  { evaluator, resource, family }: Asking,
  { paths, unwritten }: Extract<AddressRule, { readonly by: "addresses" }>,
): Said<boolean> | "as-subnet" {
  const given = paths
    .flatMap((path) => leavesOf(evaluator, resource, path))
    .find(({ value }) =>
      value.kind === "list" ? value.items.length > 0 : value.kind === "text" && value.text !== "0",
    );
  if (given) {
    const at = evaluator.place(given.value.at);
    const what = family === "ipv4" ? "Elastic IP address" : "IPv6 address";
    return { value: known(true), statement: { what, name: given.name, at, focus: at } };
  }
  const { id: name, at } = resource;
  return unwritten === "no" ? said(known(false), { family, name, at, focus: at }) : "as-subnet";
}

type Switch = Extract<AddressRule, { readonly by: "switch" }>;

/** One interface that is given a public address is enough. */
function switchOf({ evaluator, resource, family }: Asking, rule: Switch): Said<boolean> | "as-subnet" {
  const name = `${resource.id}.${rule.path.at(-1) ?? ""}`;
  const written = leavesOf(evaluator, resource, rule.path).flatMap(({ value, doubt }) => {
    const settled = settledOf(value);
    if (!settled) return [];
    const text = textOf(evaluator, settled);
    const on: Known<boolean> = text.known
      ? known(text.value.trim().toLowerCase() === rule.on || (rule.on === "true" && isTrue(text.value)))
      : text;
    const at = evaluator.place(settled.at);
    return [said(doubt.length > 0 ? unknown(...doubt) : on, { family, name, at, focus: at })];
  });
  const best =
    written.find(({ value }) => value.known && value.value) ?? written.find(({ value }) => !value.known) ?? written[0];
  if (best) return best;
  const { at } = resource;
  if (rule.unwritten === "as-subnet") return "as-subnet";
  if (rule.unwritten === "unknown")
    return said(unknown({ kind: "value", name: `${name}, which is not written`, at }), { family, name, at, focus: at });
  return said(known(rule.unwritten === "yes"), { family, name, at, focus: at });
}

function said(
  value: Known<boolean>,
  { family, ...where }: Omit<Statement, "what"> & { readonly family: Family },
): Said<boolean> {
  const has = value.known && !value.value ? "no public" : "public";
  return { value, statement: { what: `${has} ${family === "ipv4" ? "IPv4" : "IPv6"} address`, ...where } };
}
