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
