import { pathFrom } from "./paths";
import { textOf, valueIn, type Mapping, type Value } from "./value";

/** A file or folder of the host that a container finds in its own tree. */
export interface BindMount {
  /** The path on the host: as scanned files are named where it is relative, else as it is written. */
  readonly path: string;
  readonly inside: string;
  readonly node: Value;
}

/**
 * The bind mounts of a service in either syntax, those of named volumes that a folder of the host stands behind included. Of
 * several for one place in the container the last holds (compose-go override/uncity.go, volumeIndexer).
 */
export function bindMounts(body: Mapping, volumes: Value | undefined): readonly BindMount[] {
  const listed = valueIn(body, "volumes");
  const mounts = new Map<string, BindMount | undefined>();
  for (const node of listed?.kind === "sequence" ? listed.items : []) {
    const written = node.kind === "mapping" ? longMount(node) : shortMount(node);
    if (!written) continue;
    mounts.set(written.inside, boundTo(written, node, volumes));
  }
  return [...mounts.values()].filter((mount) => mount !== undefined);
}

interface WrittenMount {
  readonly source: string;
  readonly inside: string;
  readonly kind: "path" | "name";
}

/** `SOURCE:TARGET[:MODE]`; a source that begins with `.`, `/` or `~` is a path, any other a volume (compose-go format/volume.go). */
function shortMount(node: Value): WrittenMount | undefined {
  const [source = "", inside] = (textOf(node) ?? "").split(":");
  if (inside === undefined || source === "") return undefined;
  return { source: underProject(source, node), inside: plain(inside), kind: /^[./~]/.test(source) ? "path" : "name" };
}

function longMount(node: Mapping): WrittenMount | undefined {
  const source = valueIn(node, "source");
  const inside = textOf(valueIn(node, "target"));
  const type = textOf(valueIn(node, "type")) ?? "volume";
  const text = textOf(source);
  if (!source || text === undefined || text === "" || inside === undefined) return undefined;
  if (type !== "bind" && type !== "volume") return undefined;
  return { source: underProject(text, source), inside: plain(inside), kind: type === "bind" ? "path" : "name" };
}

/** `${PWD}` is the folder in which compose runs, the project's by custom; in no file is it set. */
function underProject(source: string, node: Value): string {
  const rest = node.kind === "scalar" ? /^\$(?:\{PWD(?::?-[^}]*)?\}|PWD\b)(\/[^:]*)?/.exec(node.written) : undefined;
  return rest && source.startsWith("/") ? `.${source}` : source;
}

function boundTo(
  { source, inside, kind }: WrittenMount,
  node: Value,
  volumes: Value | undefined,
): BindMount | undefined {
  if (kind === "path") return { path: pathFrom(node.folder, source), inside, node };
  const options = valueIn(valueIn(volumes, source), "driver_opts");
  const device = valueIn(options, "device");
  const bound = /(?:^|,)r?bind(?:,|$)/.test(textOf(valueIn(options, "o")) ?? "");
  const path = textOf(device);
  return bound && device && path !== undefined ? { path: pathFrom(device.folder, path), inside, node } : undefined;
}

/** A path in a container without a slash at its end. */
export function plain(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, "") : path;
}

/** Whether one path is another, or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === "" || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
