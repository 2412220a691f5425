import { noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import { addressesOf, anyAddressBecause } from "../shared/cidr-list";
import type { Written } from "../shared/ec2-permission";
import type { Evaluator } from "./expression";
import { propertyOf, resourceProperty } from "./properties";
import { textOf, writtenText } from "./texts";
import { nameOf, reasonsIn, type SettledValue, type Value } from "./value";

/** The addresses of a prefix list: those that a list of this template holds, or any where it stands elsewhere. */
export function prefixListAddresses(evaluator: Evaluator, value: SettledValue): Bounds<AddressSet> {
  const list = value.kind === "resource" ? evaluator.around.owners.get(value.subject.id) : undefined;
  if (list?.resource.type === "AWS::EC2::PrefixList") {
    const entries = resourceProperty(list.evaluator, list.resource, "Entries");
    return entriesAddresses(list.evaluator, entries);
  }
  if (value.kind === "resource") return anyAddressBecause([evaluator.reason("prefix-list", nameOf(value), value.at)]);
  const text = textOf(evaluator, value);
  return anyAddressBecause(text.known ? [evaluator.reason("prefix-list", text.value, value.at)] : text.because);
}

function entriesAddresses(evaluator: Evaluator, entries: Value): Bounds<AddressSet> {
  if (entries.kind === "absent") return addressBounds.certain(noAddress);
  if (entries.kind !== "list") {
    const because = reasonsIn(entries);
    return anyAddressBecause(because.length > 0 ? because : [evaluator.reason("value", "Entries", entries.at)]);
  }
  const cidrs = entries.items.map((entry): Written<string> => {
    const cidr = propertyOf(evaluator, entry, "Cidr");
    if (cidr.kind !== "choice") return writtenText(evaluator, cidr);
    return { value: { known: false, because: reasonsIn(cidr) }, at: evaluator.place(cidr.at) };
  });
  const { addresses, problems } = addressesOf(cidrs, "any");
  for (const { message } of problems) evaluator.report(message, entries.at);
  return addresses;
}
