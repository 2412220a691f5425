import { placeOf, type FilePlace, type SourceText } from "../model/source";
import { valueOf, type DocumentNode } from "../syntax/tree";
import { entriesOf, itemsOf, written, type Written } from "./nodes";

/** What a configuration says of one machine: which it is, what stands before it, and what runs there. */
export interface Host {
  readonly name: string;
  /** The name that input gives it; a machine that no input describes has none. */
  readonly is: Written | undefined;
  /** Security groups that stand before it. */
  readonly securityGroups: readonly Written[];
  readonly publicly: Publicly | undefined;
  /** Compose projects that run there, by their first files, as they are written. */
  readonly compose: readonly Written[];
  /** Configurations of an nginx on the machine itself, by their roots. */
  readonly nginx: readonly Written[];
  /** Configurations of databases on the machine itself. */
  readonly databases: readonly Written[];
  readonly at: FilePlace;
}

export interface Publicly {
  readonly reached: "from the internet" | "from nowhere";
  readonly at: FilePlace;
}

/** The machines of a configuration that its schema has accepted. */
export function hostsIn(hosts: DocumentNode | undefined, source: SourceText): readonly Host[] {
  return entriesOf(hosts).map(({ key, value }) => {
    const texts = (name: string): readonly Written[] =>
      itemsOf(valueOf(value, name)).map((node) => written(node, source));
    const is = valueOf(value, "is");
    return {
      name: key.text,
      is: is && written(is, source),
      securityGroups: texts("securityGroups"),
      publicly: publiclyOf(valueOf(value, "public"), source),
      compose: texts("compose"),
      nginx: texts("nginx"),
      databases: texts("databases"),
      at: placeOf(source, key),
    };
  });
}

function publiclyOf(node: DocumentNode | undefined, source: SourceText): Publicly | undefined {
  if (node?.kind !== "scalar") return undefined;
  return { reached: node.value === true ? "from the internet" : "from nowhere", at: placeOf(source, node) };
}

/** The same machines, what runs there named as scanned files are. */
export function rebased(hosts: readonly Host[], nameOf: (path: string) => string): readonly Host[] {
  const renamed = (paths: readonly Written[]): readonly Written[] =>
    paths.map(({ text, at }) => ({ text: nameOf(text), at }));
  return hosts.map((host) => ({
    ...host,
    compose: renamed(host.compose),
    nginx: renamed(host.nginx),
    databases: renamed(host.databases),
  }));
}
