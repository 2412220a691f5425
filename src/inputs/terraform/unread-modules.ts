import { addresses, noAddress } from "../../model/addresses";
import { addressBounds, trafficBounds, type Reason } from "../../model/bounds";
import type { Fact, TraitName } from "../../model/facts";
import { everyTraffic, noTraffic } from "../../model/traffic";
import { breadthOf } from "../../model/zones";
import { addressesOf } from "../shared/cidr-list";
import { securityGroup } from "../shared/security-group";
import { truthOf } from "./plain";
import type { UnreadCall } from "./module-calls";
import { settledIn } from "./references";
import { argumentIn, namesIn } from "./sections";
import { writtenTexts } from "./written";

/** Arguments that mean one thing wherever they are written, and so perhaps in a module that is not there. */
const switches: ReadonlyMap<string, TraitName> = new Map([
  ["publicly_accessible", "publicly-accessible"],
  ["associate_public_ip_address", "takes-public-address"],
  ["associate_public_ip", "takes-public-address"],
  ["assign_public_ip", "takes-public-address"],
  ["map_public_ip_on_launch", "assigns-public-addresses"],
]);

/** Arguments whose addresses are those that a firewall lets in. */
const letIn =
  /^(ingress|inbound|allow(ed)?|whitelist(ed)?|access|source|client|trusted|ssh|admin)_?\w*cidrs?(_blocks?|_list|_ranges?)?$/;

/** What a call of a module asks for, of which nothing is known but the names: it may be so. */
export function askedOf(call: UnreadCall): readonly Fact[] {
  if (call.isDocumented) return [];
  return namesIn(call.section).arguments.flatMap((name) => [...switchedOn(call, name), ...admitted(call, name)]);
}

function reasonOf({ name, section }: UnreadCall): Reason {
  return { kind: "construct", name, at: section.header };
}

function switchedOn(call: UnreadCall, name: string): readonly Fact[] {
  const trait = switches.get(name);
  const item = trait && settledIn(call.section, name);
  if (!trait || !item || truthOf(item.value) !== true) return [];
  const holds = { known: false, because: [reasonOf(call), ...call.section.doubt] } as const;
  return [{ kind: "trait", subject: call.subject, trait, holds, detail: `${name} = true`, at: item.at }];
}

/** Only what lets in strangers: a list of private networks says nothing of them, whatever it is for. */
function admitted(call: UnreadCall, name: string): readonly Fact[] {
  const item = letIn.test(name) ? settledIn(call.section, name) : undefined;
  if (!item) return [];
  const argument = argumentIn(call.section, name);
  const read = addressesOf(writtenTexts(item.value, argument), "any");
  const { must } = read.addresses;
  if (addresses.isEmpty(must) || breadthOf(must) === "private") return [];
  const because = [reasonOf(call), ...call.section.doubt];
  const { subject } = call;
  const statement = { what: "argument", name: `${subject.name}.${name}`, at: item.at, focus: item.at };
  const admission = {
    effect: "allow",
    peers: { kind: "addresses", addresses: addressBounds.between(noAddress, must, because) },
    traffic: trafficBounds.between(noTraffic, everyTraffic, because),
    statement,
  } as const;
  return [securityGroup({ subject, direction: "ingress", admissions: [admission], at: call.section.at })];
}
