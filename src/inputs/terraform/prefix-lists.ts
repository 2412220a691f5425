import type { AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import { addressesOf, anyAddressBecause } from "../shared/cidr-list";
import { textOf } from "./plain";
import type { ResourceInstance } from "./resources";
import { sectionOf, sectionsIn } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { reasonsIn } from "./value";
import { knownText, textIn, type Item } from "./written";

/** The addresses of a prefix list: those that a list of this input holds, or any where it stands elsewhere. */
export function prefixListAddresses(site: Site, { value, at }: Item): Bounds<AddressSet> {
  const list =
    value.kind === "unknown" && value.of?.name === "id" ? site.bySubject.get(value.of.subject.id) : undefined;
  if (list?.type === "aws_ec2_managed_prefix_list") return entriesOf(site, list);
  const text = textOf(value);
  const because = text === undefined ? reasonsIn(value).map(({ name }) => name) : [text];
  const names = because.length > 0 ? because : ["a prefix list"];
  return anyAddressBecause(names.map((name) => ({ kind: "prefix-list", name, at })));
}

/** Entries stand in the list itself, or in resources of their own. */
function entriesOf(site: Site, list: ResourceInstance): Bounds<AddressSet> {
  const apart = resourcesOfType(site, "aws_ec2_managed_prefix_list_entry").map(sectionOf);
  const inline = sectionsIn(sectionOf(list), "entry");
  const doubts = [...inline, ...apart].flatMap(({ doubt }) => doubt);
  const isInDoubt = inline.some(({ content }) => content.kind === "unread") || doubts.length > 0 || apart.length > 0;
  const cidrs = inline.flatMap((entry) => {
    const cidr = textIn(entry, "cidr");
    if (!cidr.known) return [{ value: cidr, at: entry.at }];
    return cidr.value === undefined
      ? []
      : [{ value: knownText({ value: { kind: "primitive", value: cidr.value }, at: entry.at }), at: entry.at }];
  });
  const { addresses, problems } = addressesOf(cidrs, "any");
  site.problems.push(...problems);
  if (!isInDoubt) return addresses;
  const because =
    doubts.length > 0 ? doubts : [{ kind: "prefix-list" as const, name: list.subject.name, at: list.header }];
  return addressBounds.union(addresses, anyAddressBecause(because));
}
