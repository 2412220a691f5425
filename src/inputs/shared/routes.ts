import { addresses, noAddress } from "../../model/addresses";
import { addressBounds, known, unknown, type Known, type Reason } from "../../model/bounds";
import type { Route, Statement } from "../../model/facts";
import { perhaps } from "./alternatives";
import type { Atlas } from "./atlas";
import type { Endpoint, Family, Said, Subnet } from "./network";
import { reasonsOf, wholeOf } from "./routing";

const families = ["ipv4", "ipv6"] as const;
const addressKind = { sets: addresses, bounds: addressBounds };

/** What is known of the way by one subnet and one family. */
interface Way extends Pick<Route, "leads" | "along"> {
  readonly state: "leads" | "closed" | "unknown";
}

/**
 * The ways from the internet to an endpoint: for each of its subnets and each family a public address and a route to an
 * internet gateway, or what of the two is missing (Amazon VPC User Guide, "Enable internet access for a VPC using an internet
 * gateway"). An endpoint of which that is not known has none, so that its reach stays assumed.
 */
export function routesTo(atlas: Atlas, endpoint: Endpoint): readonly Route[] {
  const bySubnet = placesOf(atlas, endpoint).map((subnet) =>
    families.map((family) => wayBy(atlas, { endpoint, subnet, family })),
  );
  if (bySubnet.every(isUndecided)) return [];
  return bySubnet.flatMap((ways) => {
    const passable = ways.filter(({ state }) => state !== "closed");
    const told = passable.length > 0 ? passable : ways.slice(0, 1);
    return told.map(({ leads, along }): Route => ({
      kind: "route",
      endpoint: endpoint.subject,
      from: "internet",
      leads,
      along,
    }));
  });
}

/** That there is no way by IPv6 says nothing where that by IPv4 is not known. */
function isUndecided([ipv4, ipv6]: readonly Way[]): boolean {
  return ipv4?.state === "unknown" && ipv6?.state !== "leads";
}

/** Its subnets, each once; undefined stands for one that is not known or not described. */
function placesOf(atlas: Atlas, { subnets }: Endpoint): readonly (Subnet | undefined)[] {
  if (subnets === "default") return [undefined];
  const found = subnets.items.map(({ value }) => atlas.subnet(value));
  const isWhole = found.length > 0 && subnets.open.length === 0;
  return [...new Set(isWhole ? found : [...found, undefined])];
}

interface Leg {
  readonly endpoint: Endpoint;
  readonly subnet: Subnet | undefined;
  readonly family: Family;
}

function wayBy(atlas: Atlas, leg: Leg): Way {
  const { endpoint, subnet, family } = leg;
  const address = addressOf(atlas, leg);
  if (address.value.known && !address.value.value) return closedBy(address.statement);
  const blocked = subnet && atlas.blocked(subnet);
  if (blocked?.because.length === 0) return closedBy(blocked.by);
  const doubts = [...endpoint.doubt, ...reasonsOf(address.value), ...(blocked?.because ?? [])];
  const diverted = subnet && atlas.diverted(subnet);
  if (diverted) {
    const leads = addressBounds.between(noAddress, wholeOf[family], [...diverted.because, ...doubts]);
    return { state: "leads", leads, along: [diverted.by, address.statement] };
  }
  const outlet = subnet ? atlas.outlet(subnet, family) : unknown(...unknownSubnet(endpoint));
  if (!outlet.known) {
    const leads = addressBounds.between(noAddress, wholeOf[family], [...outlet.because, ...doubts]);
    return { state: "unknown", leads, along: [address.statement] };
  }
  const { leads, by } = outlet.value;
  if (addresses.isEmpty(leads.may)) return closedBy(by);
  const narrowed = doubts.length > 0 ? perhaps(addressKind, leads, doubts) : leads;
  return { state: "leads", leads: narrowed, along: [by, address.statement] };
}

function closedBy(statement: Statement): Way {
  return { state: "closed", leads: addressBounds.certain(noAddress), along: [statement] };
}

/** Whether it has an address of a family that the internet can reach: an Elastic IP address, its own, or one of its subnet. */
function addressOf(atlas: Atlas, leg: Leg): Said<boolean> {
  const own = ownAddress(leg);
  if (leg.family === "ipv6" || (own.value.known && own.value.value)) return own;
  const given = atlas.given(leg.endpoint.subject);
  const [certain] = given.filter(({ doubt }) => doubt.length === 0);
  if (certain) return { value: known(true), statement: certain.statement };
  const doubts = [...given.flatMap(({ doubt }) => doubt), ...atlas.givenToUnknown];
  return doubts.length > 0 ? { ...own, value: unknown(...doubts, ...reasonsOf(own.value)) } : own;
}

function ownAddress({ endpoint, subnet, family }: Leg): Said<boolean> {
  const own = endpoint.address[family];
  if (own !== "as-subnet") return own;
  if (subnet) return subnet.assigns[family];
  const { name } = endpoint.subject;
  const statement: Statement = { what: `${writtenFamily[family]} address`, name, at: endpoint.at, focus: endpoint.at };
  // The default VPC has no IPv6 block of its own (Amazon VPC User Guide, "Default VPC components").
  const value: Known<boolean> =
    endpoint.subnets === "default" && family === "ipv6" ? known(false) : unknown(...unknownSubnet(endpoint));
  return { value, statement };
}

export const writtenFamily = { ipv4: "public IPv4", ipv6: "IPv6" } as const satisfies Record<Family, string>;

function unknownSubnet({ subnets, subject, at }: Endpoint): readonly Reason[] {
  const because =
    subnets === "default" ? [] : [...subnets.open, ...subnets.items.flatMap(({ value }) => reasonsOf(value))];
  return because.length > 0 ? because : [{ kind: "value", name: `the subnet of ${subject.name}`, at }];
}
