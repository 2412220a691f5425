import { everyAddress } from "../../model/addresses";
import { addressBounds, known, trafficBounds, unknown, type Known, type Reason } from "../../model/bounds";
import type { Cleartext, Listener, Statement, Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import { lastPort, traffic as trafficSets } from "../../model/traffic";
import { perhaps } from "../shared/alternatives";
import { listenerTraffic } from "../shared/load-balancer";
import type { Evaluator } from "./expression";
import { itemsOf } from "./items";
import { presenceOf } from "./presence";
import { propertiesIn, propertyOf, resourceProperty } from "./properties";
import type { Resource } from "./template";
import { textOf, writtenNumber } from "./texts";
import { reasonsIn, type Value } from "./value";

const balancing = new Set(["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancing::LoadBalancer"]);

/** A listener, and what is written of it. */
export interface ListenerRead {
  readonly evaluator: Evaluator;
  readonly listener: Listener;
  readonly resource: Resource;
  readonly value: Value;
}

/** The sockets that load balancers open: listeners of their own, and those that a classic load balancer lists. */
export function listenersOf(evaluator: Evaluator, resource: Resource): readonly ListenerRead[] {
  if (!balancing.has(resource.type)) return [];
  const presence = presenceOf(evaluator, resource);
  if (!presence.possible) return [];
  if (resource.type === "AWS::ElasticLoadBalancingV2::Listener") {
    const endpoint = balancerOf(evaluator, resource, resourceProperty(evaluator, resource, "LoadBalancerArn"));
    const value = propertiesIn(evaluator, resource);
    const written = { value, port: "Port", protocol: "Protocol", name: resource.id, at: resource.at };
    const listener = listenerIn(evaluator, { ...written, endpoint, doubt: presence.doubt });
    return [{ evaluator, listener, resource, value }];
  }
  return itemsOf(evaluator, resourceProperty(evaluator, resource, "Listeners"), `${resource.id}.Listeners`).map(
    (item) => ({
      evaluator,
      resource,
      value: item.value,
      listener: listenerIn(evaluator, {
        ...item,
        port: "LoadBalancerPort",
        protocol: "Protocol",
        at: evaluator.place(item.value.at),
        endpoint: resource.subject,
        doubt: [...presence.doubt, ...item.doubt],
      }),
    }),
  );
}

/** The load balancer that a listener belongs to; the listener itself where it stands outside of the template. */
function balancerOf(evaluator: Evaluator, resource: Resource, value: Value): Subject {
  const balancer = value.kind === "resource" ? evaluator.around.owners.get(value.subject.id) : undefined;
  return balancer?.resource.subject ?? resource.subject;
}

interface WrittenListener {
  readonly value: Value;
  readonly port: string;
  readonly protocol: string;
  readonly name: string;
  readonly at: Place;
  readonly endpoint: Subject;
  readonly doubt: readonly Reason[];
}

function listenerIn(evaluator: Evaluator, written: WrittenListener): Listener {
  const { value, name, at, endpoint, doubt } = written;
  const protocolValue = propertyOf(evaluator, value, written.protocol);
  const portValue = propertyOf(evaluator, value, written.port);
  const protocol = knownText(evaluator, protocolValue);
  const port = portValue.kind === "absent" ? known(undefined) : knownPort(evaluator, portValue);
  const traffic = listenerTraffic(protocol, port, at);
  const focus = portValue.kind === "absent" ? at : evaluator.place(portValue.at);
  const statement: Statement = { what: "listener", name, at, focus };
  return {
    kind: "listener",
    endpoint,
    layer: "load-balancer",
    bind: addressBounds.certain(everyAddress),
    traffic: doubt.length > 0 ? perhaps({ sets: trafficSets, bounds: trafficBounds }, traffic, doubt) : traffic,
    cleartext: cleartextOf(evaluator, protocol, propertyOf(evaluator, value, "DefaultActions")),
    evidence: [],
    statement,
  };
}

/**
 * Whether clients can be overheard: HTTP can, unless all that it does is to send them to HTTPS. What TCP and UDP carry is up
 * to the targets, which may well speak TLS themselves.
 */
function cleartextOf(evaluator: Evaluator, protocol: Known<string>, actions: Value): Known<Cleartext> {
  if (!protocol.known) return protocol;
  switch (protocol.value.toUpperCase()) {
    case "HTTPS":
    case "TLS":
    case "SSL":
    case "QUIC":
      return known("encrypted");
    case "HTTP":
      return httpOf(evaluator, actions);
    default: {
      const name = `what ${protocol.value} carries`;
      return unknown({ kind: "value", name, at: evaluator.place(actions.at) });
    }
  }
}

function httpOf(evaluator: Evaluator, actions: Value): Known<Cleartext> {
  const all = itemsOf(evaluator, actions, "DefaultActions");
  const targets = all.map(({ value }) =>
    propertyOf(evaluator, propertyOf(evaluator, value, "RedirectConfig"), "Protocol"),
  );
  const because = [...all.flatMap(({ doubt }) => doubt), ...targets.flatMap(reasonsIn)];
  if (because.length > 0) return unknown(...because);
  const redirects = targets.every((target) => target.kind === "text" && target.text.toUpperCase() === "HTTPS");
  return known(targets.length > 0 && redirects ? "redirect" : "cleartext");
}

function knownText(evaluator: Evaluator, value: Value): Known<string> {
  return value.kind === "choice" ? { known: false, because: reasonsIn(value) } : textOf(evaluator, value);
}

function knownPort(evaluator: Evaluator, value: Value): Known<number> {
  if (value.kind === "choice") return { known: false, because: reasonsIn(value) };
  const { value: port, at } = writtenNumber(evaluator, value);
  if (!port.known) return port;
  if (port.value !== undefined && port.value >= 0 && port.value <= lastPort) return known(port.value);
  const message = `${port.value ?? "nothing"} is no port: ports are 0 to ${lastPort}`;
  evaluator.report(message, value.at);
  return unknown({ kind: "value", name: message, at });
}
