import { isTrue, placeIn, textOf, valueIn, type Value } from "./value";
import type { FilePlace } from "../../model/source";

/** A mount by which a container can order the engine of its host about. */
export interface ControlSocket {
  readonly path: string;
  readonly at: FilePlace;
}

/** Sockets of Docker, containerd, podman, CRI-O and systemd, wherever they lie. */
const sockets = /(?:^|\/)(?:docker|containerd|podman|crio|cri-dockerd|buildkitd)\.sock$|^\/run\/systemd\/private$/;

/** Folders of the host in which one of them lies, each without a slash at its end. */
const folders: ReadonlySet<string> = new Set([
  "",
  "/run",
  "/var",
  "/run/docker",
  "/run/containerd",
  "/run/podman",
  "/run/crio",
  "/run/systemd",
]);

/** The mounts of a service that hold a control socket, read-only or not: `ro` keeps nobody from writing to a socket. */
export function controlSockets(volumes: Value | undefined, useApiSocket: Value | undefined): readonly ControlSocket[] {
  const items = volumes?.kind === "sequence" ? volumes.items : [];
  const mounted = items.flatMap((item): readonly ControlSocket[] => {
    const path = hostPathOf(item);
    return path !== undefined && leadsToSocket(path) ? [{ path, at: placeIn(item) }] : [];
  });
  if (useApiSocket && isTrue(useApiSocket)) return [...mounted, { path: "use_api_socket", at: placeIn(useApiSocket) }];
  return mounted;
}

/** The path on the host of a bind mount, in either syntax; nothing for volumes. */
function hostPathOf(item: Value): string | undefined {
  if (item.kind === "mapping") {
    const type = textOf(valueIn(item, "type"));
    return type === "bind" || type === "npipe" || type === undefined ? textOf(valueIn(item, "source")) : undefined;
  }
  const text = textOf(item) ?? "";
  const [source = "", target] = text.split(":");
  return target === undefined ? undefined : source;
}

function leadsToSocket(path: string): boolean {
  if (!path.startsWith("/")) return sockets.test(path) && /[/~]/.test(path);
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const plain = parts.map((part) => `/${part}`).join("");
  const real = plain.startsWith("/var/run") ? plain.slice("/var".length) : plain;
  return sockets.test(real) || folders.has(real);
}
