import { hole, shown, type Value } from "./value";

/** The folder of a file; empty for a file in the folder where the command runs. */
export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : "";
}

/** A path as seen from a folder, `.` and `..` resolved as far as the names tell. */
export function pathFrom(folder: string, path: string): string {
  const whole = path.startsWith("/") || folder === "" ? path : `${folder}/${path}`;
  const out: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
    else if (part !== ".." || !whole.startsWith("/")) out.push(part);
  }
  return (whole.startsWith("/") ? "/" : "") + out.join("/");
}

/** Whether compose fetches this from elsewhere: a URL, or `git@host:path`. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][\w+.-]*:\/\/|[^/]+@[^/]*:)/i.test(path);
}

/** Whether a path is not known, for a variable that is not set. */
export function isLeftOpen(path: Value): boolean {
  return path.kind === "scalar" && path.open.includes(hole);
}

/**
 * What a message calls a file: its path as seen from a folder; as it is written where that is no plain path. A variable's
 * value and the user and password of a URL (RFC 3986, section 3.2.1) are left out, for they may be secret.
 */
export function nameOf(path: Value, folder = ""): string {
  if (path.kind !== "scalar") return "this";
  if (!path.written.includes("$") && !isRemote(path.written)) return pathFrom(folder, path.written);
  return shown(path.written.replace(/^([a-z][\w+.-]*:\/\/)?[^/]*@/i, "$1"));
}
