import type { Reason } from "../../model/bounds";
import type { Joined } from "./joined";
import { placeIn, textOf, valueIn, type Mapping } from "./value";

/** What `docker compose` passes over and a swarm acts on (compose-spec deploy.md; docker/docs "docker stack deploy"). */
const keys = ["endpoint_mode", "placement", "update_config", "rollback_config"];

/**
 * Why a service may run in a swarm, where a port is published on every address of every node, whatever address is written
 * (docker/docs network/port-publishing.md, "Setting the default bind address").
 */
export function swarmOf(body: Mapping, joined: readonly Joined[]): Reason | undefined {
  const deploy = valueIn(body, "deploy");
  const ownKey = deploy?.kind === "mapping" ? [...deploy.entries].find(([key]) => keys.includes(key)) : undefined;
  const mode = valueIn(deploy, "mode");
  const overlay = joined.find(({ definition }) => textOf(valueIn(definition, "driver")) === "overlay");
  const because = (name: string, node: Parameters<typeof placeIn>[0]): Reason => ({
    kind: "construct",
    name: `${name}, for a swarm, in which ports have no address of their own,`,
    at: placeIn(node),
  });
  if (ownKey) return because(`deploy.${ownKey[0]}`, ownKey[1].key);
  if (mode && /^(?:global|global-job|replicated-job)$/.test(textOf(mode) ?? "")) return because("deploy.mode", mode);
  return overlay && because(`networks.${overlay.name}`, overlay.entry.key);
}
