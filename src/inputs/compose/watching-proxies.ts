import { everyAddress } from "../../model/addresses";
import { addressBounds, trafficBounds, unknown, type Bounds, type Reason } from "../../model/bounds";
import type { Fact, Subject } from "../../model/facts";
import { lastPort, noTraffic, portsOf, traffic, type Traffic } from "../../model/traffic";
import { variablesOf } from "./environment";
import { labelsOf, type Label } from "./labels";
import { asMapping } from "./merge";
import type { Neighbours } from "./names";
import { networkModeOf } from "./network-mode";
import { readPorts } from "./ports";
import { arrivingOf } from "./publish";
import type { Running } from "./running";
import { serviceSubject } from "./subjects";
import { effectivePorts } from "./unique-ports";
import { placeIn, textOf, valueIn, type Mapping, type Value } from "./value";

/** A proxy that watches the engine and forwards to whoever is labelled so. */
interface Product {
  readonly name: string;
  readonly image: RegExp;
  readonly speaks: RegExp;
  /** A label and its value by which it passes a service over. */
  readonly off?: readonly [name: string, value: string];
  /** What names the port that it forwards to. */
  readonly port: (label: Label) => string | undefined;
}

const products: readonly Product[] = [
  {
    name: "Traefik",
    image: /(?:^|\/)traefik(?:[:@]|$)/,
    speaks: /^traefik\.(?:http|tcp|udp|enable)\b/,
    off: ["traefik.enable", "false"],
    port: ({ name, value }) => (/\.loadbalancer\.server\.port$/i.test(name) ? value : undefined),
  },
  {
    name: "caddy-docker-proxy",
    image: /(?:^|\/)caddy-docker-proxy(?:[:@]|$)/,
    speaks: /^caddy(?:_\d+)?(?:\.|$)/,
    port: ({ name, value }) =>
      /\.reverse_proxy$/.test(name) ? /\bupstreams(?:\s+https?)?\s+(\d+)/.exec(value)?.[1] : undefined,
  },
  {
    name: "nginx-proxy",
    image: /(?:^|\/)nginx-proxy(?:[:@]|$)/,
    speaks: /^VIRTUAL_(?:HOST|PORT)/,
    port: ({ name, value }) => (name === "VIRTUAL_PORT" ? value : undefined),
  },
];

/**
 * What such a proxy may hand on to a service: everything that arrives at one of the project's that shares a network with
 * it, for whom it lets through is its own matter. A proxy of another project is not seen; then the label itself is in doubt.
 */
export function labelFacts(running: Running, around: Neighbours): readonly Fact[] {
  const { subject, body } = running;
  const labels = [
    ...labelsOf(valueIn(body, "labels")),
    ...labelsOf(valueIn(valueIn(body, "deploy"), "labels")),
    ...variablesOf(valueIn(body, "environment")),
  ];
  if (labels.length === 0) return [];
  return products.flatMap((product): readonly Fact[] => {
    const own = labels.filter(({ name }) => product.speaks.test(name));
    const first = own.find(({ name }) => /\.rule$/i.test(name)) ?? own[0];
    if (!first || own.some(({ name, value }) => name === product.off?.[0] && value === product.off[1])) return [];
    const proxies = proxiesBeside(product, running, around);
    const name = `${first.name}, a label by which ${product.name} may forward to ${subject.name},`;
    const reason: Reason = { kind: "construct", name, at: placeIn(first.node) };
    if (proxies.length === 0) return [{ kind: "opaque", touches: subject, reason }];
    return proxies.map((proxy) => handedOn(proxy, running, { product, own, first }));
  });
}

interface Labelled {
  readonly product: Product;
  readonly own: readonly Label[];
  readonly first: Label;
}

function handedOn(proxy: Proxy, { subject, evidence }: Running, { product, own, first }: Labelled): Fact {
  const at = placeIn(first.node);
  const reason: Reason = { kind: "construct", name: `whom ${product.name} lets through by ${first.name}`, at };
  const perhaps = (may: Traffic): Bounds<Traffic> => trafficBounds.between(noTraffic, may, [reason]);
  return {
    kind: "forward",
    how: "proxy",
    from: proxy.subject,
    bind: addressBounds.certain(everyAddress),
    traffic: perhaps(proxy.listens),
    opens: "all",
    to: subject,
    arriving: perhaps(portOf(own, product)),
    sender: "forwarder",
    cleartext: unknown(),
    evidence,
    statement: { what: `label of ${product.name}`, name: `services.${subject.name} ${first.name}`, at, focus: at },
  };
}

function portOf(own: readonly Label[], { port }: Product): Traffic {
  const [written] = own.flatMap((label) => port(label) ?? []);
  const number = written !== undefined && /^\d{1,5}$/.test(written) ? Number(written) : NaN;
  return portsOf("tcp", number >= 1 && number <= lastPort ? [number, number] : [0, lastPort]);
}

interface Proxy {
  readonly subject: Subject;
  /** Where strangers come to it: what is published for it, or wherever it listens on the host. */
  readonly listens: Traffic;
}

function proxiesBeside(
  { image }: Product,
  { subject, body }: Running,
  { project, services }: Neighbours,
): readonly Proxy[] {
  const own = networksOf(body);
  return [...services.entries].flatMap(([name, { value }]): readonly Proxy[] => {
    if (name === subject.name || value.kind !== "mapping" || !image.test(textOf(valueIn(value, "image")) ?? ""))
      return [];
    const proxy = serviceSubject(project, name);
    if (networkModeOf(value).kind === "host") return [{ subject: proxy, listens: portsOf("tcp") }];
    if (!networksOf(value).some((network) => own.includes(network))) return [];
    const published = effectivePorts(readPorts(valueIn(value, "ports"), name).entries);
    const listens = published.map((port) => arrivingOf(port).may).reduce(traffic.union, noTraffic);
    return [{ subject: proxy, listens: traffic.isEmpty(listens) ? portsOf("tcp") : listens }];
  });
}

function networksOf(body: Mapping): readonly string[] {
  const listed: Value | undefined = valueIn(body, "networks");
  const joined = listed && asMapping(listed);
  return joined?.kind === "mapping" && joined.entries.size > 0 ? [...joined.entries.keys()] : ["default"];
}
