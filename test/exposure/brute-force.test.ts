import "../support/seed";
import fc from "fast-check";
import { trace } from "../../src/exposure/trace";
import { addresses } from "../../src/model/addresses";
import { parseCidr } from "../../src/model/cidr";
import type { Exposure } from "../../src/model/exposure";
import type { Fact, Statement } from "../../src/model/facts";
import { numbers } from "../../src/model/intervals";
import { indexOf } from "../../src/model/services";
import { destinationOf } from "../../src/model/traffic";
import { simulate, type Arrival } from "./simulation";
import { ports, strangers, topology } from "./topologies";

const noServices = indexOf([]);

/** The same question asked of the tracer: which stranger's packet to which port gets through a door. */
function traced(facts: readonly Fact[]): ReadonlyMap<Statement, ReadonlySet<Arrival>> {
  const arrivals = new Map<Statement, Set<Arrival>>();
  for (const exposure of trace(facts, noServices).exposures) {
    const known = arrivals.get(exposure.door) ?? new Set();
    arrivals.set(exposure.door, known);
    for (const stranger of strangers)
      for (const port of ports) {
        const arrival = arrivalOf(exposure, stranger, port);
        if (arrival) known.add(arrival);
      }
  }
  return arrivals;
}

function arrivalOf({ sources, traffic, reach, entry }: Exposure, stranger: string, port: number): Arrival | undefined {
  if (reach === "latent" || !numbers.includes(traffic, destinationOf("tcp", port))) return undefined;
  if (!addresses.isEmpty(addresses.difference(parseCidr(stranger)!, sources.must))) return undefined;
  return `${stranger} ${port} ${entry} ${reach}`;
}

/** What is proven needs no assumption besides. */
function best(arrivals: ReadonlySet<Arrival> = new Set()): readonly Arrival[] {
  return [...arrivals].filter((each) => !each.endsWith(" assumed") || !arrivals.has(asProven(each))).toSorted();
}

function asProven(arrival: Arrival): Arrival {
  const [stranger = "", port = "", entry] = arrival.split(" ");
  return `${stranger} ${Number(port)} ${entry === "direct" ? "direct" : "handed-on"} proven`;
}

test("what the tracer says of every door, every packet finds", () => {
  fc.assert(
    fc.property(topology, ({ facts }) => {
      const [simulated, computed] = [simulate(facts), traced(facts)];
      for (const door of new Set([...simulated.keys(), ...computed.keys()]))
        expect({ door: door.name, arrivals: best(computed.get(door)) }).toEqual({
          door: door.name,
          arrivals: best(simulated.get(door)),
        });
    }),
    { numRuns: 800 },
  );
});
