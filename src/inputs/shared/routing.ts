import { addresses, everyIPv4, everyIPv6, noAddress, sizeOf, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds, type Known, type Reason } from "../../model/bounds";
import type { Statement } from "../../model/facts";
import type { Family, RouteEntry } from "./network";

export const wholeOf = { ipv4: everyIPv4, ipv6: everyIPv6 } as const satisfies Record<Family, AddressSet>;

/** The addresses with which a route table exchanges packets by an internet gateway. */
export interface Outlet {
  readonly leads: Bounds<AddressSet>;
  /** The route that leads there; where none does, what stands in its place. */
  readonly by: Statement;
}

interface Block {
  readonly route: RouteEntry;
  readonly block: AddressSet;
}

/**
 * What a route table says about one family: the most specific route decides (Amazon VPC User Guide, "Route priority"). A
 * route that is not certain takes certainty away from those that it may stand before.
 */
export function outletOf(routes: readonly RouteEntry[], family: Family, withoutRoute: Statement): Outlet {
  const blocks = routes.flatMap((route) => blocksOf(route, family)).toSorted((a, b) => bySize(a.block, b.block));
  const loose = routes.filter(({ destination }) => !destination.known);
  let certainlyHere = wholeOf[family];
  let perhapsHere = wholeOf[family];
  let must = noAddress;
  let may = noAddress;
  const leading: { readonly statement: Statement; readonly isCertain: boolean }[] = [];
  for (const { route, block } of blocks) {
    const certain = isGateway(route) && route.doubt.length === 0;
    const possible = isGateway(route) || !route.to.known;
    if (certain) must = addresses.union(must, addresses.intersection(certainlyHere, block));
    if (possible && !addresses.isEmpty(addresses.intersection(perhapsHere, block))) {
      may = addresses.union(may, addresses.intersection(perhapsHere, block));
      leading.push({ statement: route.statement, isCertain: certain });
    }
    certainlyHere = addresses.difference(certainlyHere, block);
    if (route.doubt.length === 0) perhapsHere = addresses.difference(perhapsHere, block);
  }
  if (loose.some((route) => !isGateway(route))) must = noAddress;
  for (const { statement } of loose.filter((route) => isGateway(route) || !route.to.known)) {
    may = wholeOf[family];
    leading.push({ statement, isCertain: false });
  }
  const leads = addressBounds.between(must, may, routes.flatMap(doubtsOf));
  const best = leading.findLast(({ isCertain }) => isCertain) ?? leading.at(-1);
  return { leads, by: best?.statement ?? blocks.at(-1)?.route.statement ?? withoutRoute };
}

function blocksOf(route: RouteEntry, family: Family): readonly Block[] {
  if (!route.destination.known) return [];
  const own = route.destination.value.map((block) => addresses.intersection(block, wholeOf[family]));
  return own.filter((block) => !addresses.isEmpty(block)).map((block) => ({ route, block }));
}

function bySize(a: AddressSet, b: AddressSet): number {
  const [x, y] = [a, b].map((set) => BigInt(sizeOf(set).v4) + sizeOf(set).v6);
  return x === undefined || y === undefined || x === y ? 0 : x < y ? -1 : 1;
}

function isGateway({ to }: RouteEntry): boolean {
  return to.known && to.value === "internet gateway";
}

function doubtsOf({ destination, to, doubt }: RouteEntry): readonly Reason[] {
  return [...doubt, ...reasonsOf(destination), ...reasonsOf(to)];
}

export function reasonsOf(value: Known<unknown>): readonly Reason[] {
  return value.known ? [] : value.because;
}
