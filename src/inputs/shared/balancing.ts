import { everyAddress } from "../../model/addresses";
import { addressBounds, type Bounds, type Known } from "../../model/bounds";
import type { Cleartext, Forward, Statement, Subject } from "../../model/facts";
import type { Traffic } from "../../model/traffic";
import { listenerTraffic } from "./load-balancer";
import type { Located, WrittenList } from "./network";

/** What a listener of a load balancer hands on, and to which target groups. */
export interface Balancing {
  readonly balancer: Subject;
  readonly type: Known<BalancerType>;
  readonly traffic: Bounds<Traffic>;
  readonly cleartext: Known<Cleartext>;
  readonly to: readonly Known<Subject>[];
  readonly statement: Statement;
}

export type BalancerType = "application" | "network" | "classic" | "gateway";

/** What stands behind listeners together. A classic load balancer has one for each listener, with its instances. */
export interface TargetGroup extends Located {
  readonly type: Known<"instance" | "ip" | "lambda" | "alb">;
  /** What is spoken with the targets. */
  readonly protocol: Known<string>;
  /** Where targets listen that name no port of their own. */
  readonly port: Known<number | undefined>;
  /** Whether targets see the address of the client; undefined where that is not written. */
  readonly keepsClient: Known<boolean | undefined>;
  readonly targets: WrittenList<Target>;
}

export interface Target {
  readonly endpoint: Subject;
  readonly port: Known<number | undefined>;
}

/** What load balancers hand on to the targets that are known. */
export function forwardsOf(balancings: readonly Balancing[], groups: readonly TargetGroup[]): readonly Forward[] {
  const byId = new Map(groups.map((group) => [group.subject.id, group]));
  return balancings.flatMap((balancing) =>
    balancing.to.flatMap((to) => {
      const group = to.known ? byId.get(to.value.id) : undefined;
      const targets = group?.targets.items ?? [];
      return targets.flatMap(({ value }) => (group && value.known ? [forwardTo(balancing, group, value.value)] : []));
    }),
  );
}

function forwardTo(balancing: Balancing, group: TargetGroup, target: Target): Forward {
  const { balancer, traffic, cleartext, statement } = balancing;
  const port = target.port.known && target.port.value === undefined ? group.port : target.port;
  const arriving = listenerTraffic(group.protocol, port, group.at);
  return {
    kind: "forward",
    how: "balance",
    from: balancer,
    bind: addressBounds.certain(everyAddress),
    traffic,
    opens: "all",
    to: target.endpoint,
    arriving,
    sender: senderOf(balancing, group),
    cleartext,
    evidence: [],
    statement,
  };
}

/**
 * Application and classic load balancers speak for themselves. A network load balancer keeps the address of the client, but
 * for targets by IP address over TCP and TLS, unless `preserve_client_ip.enabled` says otherwise (Network Load Balancers
 * User Guide, "Client IP preservation"). Where that is not known, the target may have to let the client in.
 */
function senderOf({ type }: Balancing, { type: targets, protocol, keepsClient }: TargetGroup): Forward["sender"] {
  if (type.known && (type.value === "application" || type.value === "classic")) return "forwarder";
  if (keepsClient.known && keepsClient.value !== undefined) return keepsClient.value ? "client" : "forwarder";
  const isByAddress = targets.known && targets.value !== "instance";
  const isStream = protocol.known && ["TCP", "TLS"].includes(protocol.value.toUpperCase());
  return isByAddress && isStream ? "forwarder" : "client";
}
