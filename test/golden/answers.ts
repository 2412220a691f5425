import { scan } from "../../src/engine";
import { addresses } from "../../src/model/addresses";
import { writeCidrs } from "../../src/model/cidr";
import type { Files } from "../../src/model/files";
import type { Report } from "../../src/model/finding";
import { packets, packetsOf, type PacketSet } from "../../src/model/packets";
import { unionOf } from "../../src/model/sets";
import { byTransport, rangesOf } from "../../src/model/traffic";
import { internet } from "../../src/model/zones";
import { catalogue } from "../support/catalogue";

/** What a scan of these files says, with nothing set by its user. */
export function reportOn(files: Files): Report {
  return scan(files, catalogue(), { variables: new Map(), named: [] });
}

/**
 * What strangers reach, all doors together and in words that name neither format nor door: `exposed tcp 22 from 0.0.0.0/0`
 * for what certainly passes, `unknown …` for what may pass beyond that, `safe` where nothing can, and `no door` where there was none to judge.
 */
export function answerOf({ exposures }: Report): readonly string[] {
  const passing = (which: "must" | "may"): PacketSet =>
    unionOf(
      packets,
      exposures.map(({ sources, traffic }) => packetsOf(sources[which], traffic)),
    );
  const certain = passing("must");
  if (exposures.length === 0) return ["no door"];
  const lines = [...linesOf("exposed", certain), ...linesOf("unknown", packets.difference(passing("may"), certain))];
  return lines.length > 0 ? lines : ["safe"];
}

function linesOf(verdict: "exposed" | "unknown", set: PacketSet): readonly string[] {
  return set
    .filter(({ sources }) => !addresses.isEmpty(addresses.intersection(sources, internet)))
    .flatMap(({ first, last, sources }) =>
      byTransport([[first, last]]).map(({ transport, ports }) => {
        const numbers = transport.startsWith("icmp") ? "" : ` ${rangesOf(ports).join(",")}`;
        return `${verdict} ${transport}${numbers} from ${writeCidrs(sources).join(" and ")}`;
      }),
    );
}

/** The rules that speak of a way in, each once; with its verdict where none of what it says is certain. */
export function rulesOn({ findings }: Report): readonly string[] {
  const spoken = findings.filter(({ matter }) => matter.kind === "exposure");
  const certain = new Set(spoken.filter(({ verdict }) => verdict === "exposed").map(({ rule }) => rule));
  return [...new Set(spoken.map(({ rule }) => (certain.has(rule) ? rule : `${rule} (unknown)`)))].toSorted();
}

/** The names of what is not known, each once. */
export function reasonsIn({ exposures }: Report): readonly string[] {
  return [...new Set(exposures.flatMap(({ missing }) => missing.map(({ name }) => name)))].toSorted();
}
