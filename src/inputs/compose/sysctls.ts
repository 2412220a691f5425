import type { Trait } from "../../model/facts";
import { lastPort, noTraffic, portsIn, portsOf, rangesOf, traffic } from "../../model/traffic";
import { arrivingOf } from "./publish";
import type { Running } from "./running";
import { placeIn, textOf, valueIn, type Value } from "./value";

const range = "net.ipv4.ip_local_port_range";

/** Fewer ports than this are used up by 30 connections a second, each of which keeps its port for a minute after its end. */
const enough = 2000;

/** That a service takes the ports of its connections from a narrow range, or from one that it listens in itself. */
export function sysctlTraits({ subject, body, ports }: Running): readonly Trait[] {
  const node = settingOf(range, valueIn(body, "sysctls"));
  const [, low = "", high = ""] = /(?:^|=)\s*(\d{1,5})\s+(\d{1,5})\s*$/.exec(textOf(node) ?? "") ?? [];
  const [first, last] = [Number(low), Number(high)];
  if (!node || first === 0 || last < first || last > lastPort) return [];
  const own = ports.map((port) => arrivingOf(port).must).reduce(traffic.union, noTraffic);
  const within = portsIn(traffic.intersection(own, portsOf("tcp", [first, last])), "tcp");
  const told = (detail: string): readonly Trait[] => [
    { kind: "trait", subject, trait: "narrows-ephemeral-range", holds: { known: true }, detail, at: placeIn(node) },
  ];
  if (last - first + 1 < enough) return told(`${first} to ${last}, which are ${last - first + 1} ports`);
  return within.length > 0
    ? told(`${first} to ${last}, where it listens on ${rangesOf(within).join(", ")} itself`)
    : [];
}

/** The value of a setting in a mapping, or the whole of its `NAME=VALUE` in a list, the last one holding. */
function settingOf(name: string, settings: Value | undefined): Value | undefined {
  if (settings?.kind === "sequence") return settings.items.findLast((item) => textOf(item)?.startsWith(`${name}=`));
  return valueIn(settings, name);
}
