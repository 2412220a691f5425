import { addresses, noAddress, type AddressSet } from "../../model/addresses";
import { known, trafficBounds, type Reason } from "../../model/bounds";
import type { Attachment, Fact, Subject } from "../../model/facts";
import { unionOf } from "../../model/sets";
import { everyTraffic } from "../../model/traffic";
import type { Written } from "./ec2-permission";
import type { Endpoint, Network, Subnet } from "./network";
import { atlasOf, type Atlas } from "./atlas";
import { routesTo } from "./routes";
import { securityGroup } from "./security-group";

/** What stands before the endpoints of a network, where their addresses lie, and from where they have a way. */
export function networkFacts(network: Network): readonly Fact[] {
  const atlas = atlasOf(network);
  return [
    ...network.endpoints.flatMap((endpoint) => [
      ...groupsBefore(atlas, endpoint),
      ...aclsBefore(atlas, endpoint),
      ...addressesOf(atlas, endpoint),
      ...routesTo(atlas, endpoint),
    ]),
    ...untouchedGroups(network, atlas),
  ];
}

/** The security groups before an endpoint; one that is not known, or that may be there beside them, is unknown. */
function groupsBefore(atlas: Atlas, endpoint: Endpoint): readonly Attachment[] {
  const { groups, at } = endpoint;
  if (groups === "default") return defaultGroupsBefore(atlas, endpoint);
  const beside: readonly Written<Subject>[] =
    groups.open.length > 0 ? [{ value: { known: false, because: groups.open }, at }] : [];
  return [...groups.items, ...beside].map(({ value, at: place }) => ({
    kind: "attachment",
    boundary: value,
    layer: "security-group",
    endpoint: endpoint.subject,
    doubt: endpoint.doubt,
    at: place,
  }));
}

/**
 * What names no group has the default one of its VPC (Amazon VPC User Guide, "Default security groups for your VPCs"). Where
 * the VPC is not described, nothing says what that lets in.
 */
function defaultGroupsBefore(atlas: Atlas, { subject, subnets, at, doubt }: Endpoint): readonly Attachment[] {
  const vpcs = subnets === "default" ? [] : subnets.items.map(({ value }) => atlas.vpcOf(value));
  const [vpc] = vpcs;
  if (!vpc || vpcs.some((each) => each !== vpc)) return [];
  const boundary = known(vpc.defaultGroup);
  return [{ kind: "attachment", boundary, layer: "security-group", endpoint: subject, doubt, at }];
}

/** The network ACLs of its subnets. Where these differ, each stands before a part of what arrives, so perhaps. */
function aclsBefore(atlas: Atlas, endpoint: Endpoint): readonly Attachment[] {
  const { subject, subnets, at } = endpoint;
  if (subnets === "default") return [];
  const acls = subnets.items.map(({ value }) => atlas.aclOf(value));
  const distinct = new Map(
    acls.flatMap((acl) => (acl === undefined ? [] : [[acl.boundary.known ? acl.boundary.value.id : "", acl] as const])),
  );
  const isEverywhere = distinct.size === 1 && subnets.open.length === 0 && acls.every((acl) => acl !== undefined);
  const apart: readonly Reason[] = isEverywhere
    ? []
    : [{ kind: "value", name: `which of its subnets leads to ${subject.name}`, at }];
  return [...distinct.values()].map((acl) => ({
    kind: "attachment",
    boundary: acl.boundary,
    layer: "network-acl",
    endpoint: subject,
    doubt: [...endpoint.doubt, ...acl.doubt, ...apart],
    at: acl.at,
  }));
}

/** The blocks of its subnets, where all of them are known. */
function addressesOf(atlas: Atlas, { subject, subnets, at }: Endpoint): readonly Fact[] {
  if (subnets === "default" || subnets.open.length > 0) return [];
  const found = subnets.items.map(({ value }) => atlas.subnet(value));
  const blocks = found.map((subnet: Subnet | undefined): AddressSet => subnet?.within ?? noAddress);
  if (blocks.length === 0 || blocks.some(addresses.isEmpty)) return [];
  return [{ kind: "address", endpoint: subject, within: unionOf(addresses, blocks), at }];
}

/**
 * The default groups that something has and of which the input says nothing: they let in their own members alone (Amazon
 * VPC User Guide, "Default security groups for your VPCs").
 */
function untouchedGroups({ vpcs, endpoints }: Network, atlas: Atlas): readonly Fact[] {
  const used = new Set(
    endpoints
      .flatMap((endpoint) => (endpoint.groups === "default" ? defaultGroupsBefore(atlas, endpoint) : []))
      .flatMap(({ boundary }) => (boundary.known ? [boundary.value.id] : [])),
  );
  return vpcs
    .filter(
      ({ origin, subject, defaultGroup }) =>
        origin === "own" && used.has(defaultGroup.id) && isPartOf(defaultGroup, subject),
    )
    .map(({ defaultGroup, at }) =>
      securityGroup({
        subject: defaultGroup,
        direction: "ingress",
        admissions: [
          {
            effect: "allow",
            peers: { kind: "members", of: { known: true, value: defaultGroup } },
            traffic: trafficBounds.certain(everyTraffic),
            statement: { what: "default ingress", name: `${defaultGroup.name}.ingress`, at, focus: at },
          },
        ],
        at,
      }),
    );
}

function isPartOf(group: Subject, vpc: Subject): boolean {
  return group.id.startsWith(`${vpc.id}.`);
}
