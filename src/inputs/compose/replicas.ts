import type { Trait } from "../../model/facts";
import { writeRanges } from "../../model/traffic";
import type { Running } from "./running";
import { placeIn, textOf, valueIn, type Value } from "./value";

/**
 * Ports that replicas of one service take from each other: one that is fixed has room for one of them, a range for as many
 * as it has ports. In a swarm all replicas stand behind one port, so of `deploy.replicas` it depends on who runs it.
 */
export function replicaConflicts({ subject, body, mode, connection, ports, swarm }: Running): readonly Trait[] {
  const scale = valueIn(body, "scale");
  const replicas = valueIn(valueIn(body, "deploy"), "replicas");
  const node = scale ?? replicas;
  const count = countIn(node);
  if (!node || count < 2 || mode.kind !== "own" || !connection.publishes || swarm) return [];
  return ports.flatMap(({ entry, published }): readonly Trait[] => {
    if (!entry.published.known || entry.published.value.kind === "random" || !entry.protocol.known) return [];
    const { kind, ports: range } = entry.published.value;
    if (kind === "one-of" && range[1] - range[0] + 1 >= count) return [];
    const at = placeIn(entry.node);
    const key = scale ? "scale" : "deploy.replicas";
    return [
      {
        kind: "trait",
        subject,
        trait: "port-conflict",
        holds: scale
          ? { known: true }
          : {
              known: false,
              because: [{ kind: "construct", name: `${key}: whether a swarm runs it`, at: placeIn(node) }],
            },
        detail: `${entry.protocol.value} port ${writeRanges(published ?? [range])}`,
        other: { what: key, name: `another of its ${count} replicas`, at: placeIn(node), focus: placeIn(node) },
        at,
      },
    ];
  });
}

function countIn(value: Value | undefined): number {
  const text = textOf(value) ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : 1;
}
