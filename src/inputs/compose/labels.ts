import type { Opaque } from "../../model/facts";
import type { Running } from "./running";
import { placeIn, textOf, valueIn, type Value } from "./value";

export interface Label {
  readonly name: string;
  readonly value: string;
  readonly node: Value;
}

/** Labels by which a proxy that watches the engine forwards to whoever has them, and what it is called. */
const proxies = [
  { product: "Traefik", labels: /^traefik\.(?:http|tcp|udp|enable)\b/, off: ["traefik.enable", "false"] },
  { product: "caddy-docker-proxy", labels: /^caddy(?:_\d+)?(?:\.|$)/, off: undefined },
] as const;

/** A service with such labels may be reached through the proxy, by ways that are not followed. */
export function labelFacts({ subject, body }: Running): readonly Opaque[] {
  const labels = [...labelsOf(valueIn(body, "labels")), ...labelsOf(valueIn(valueIn(body, "deploy"), "labels"))];
  return proxies.flatMap(({ product, labels: pattern, off }): readonly Opaque[] => {
    const first = labels.find(({ name }) => pattern.test(name));
    if (!first || labels.some(({ name, value }) => name === off?.[0] && value === off[1])) return [];
    const name = `${first.name}, a label by which ${product} may forward to ${subject.name},`;
    return [{ kind: "opaque", touches: subject, reason: { kind: "construct", name, at: placeIn(first.node) } }];
  });
}

/** Labels as a mapping or as a list of `NAME=VALUE`, the last of equal names holding. */
export function labelsOf(labels: Value | undefined): readonly Label[] {
  const all = new Map<string, Label>();
  const add = (name: string, value: string, node: Value): void => {
    all.delete(name);
    all.set(name, { name, value, node });
  };
  if (labels?.kind === "mapping")
    for (const [name, { value: node }] of labels.entries) add(name, textOf(node) ?? "", node);
  for (const node of labels?.kind === "sequence" ? labels.items : []) {
    const [name = "", ...value] = (textOf(node) ?? "").split("=");
    add(name, value.join("="), node);
  }
  return [...all.values()];
}
