import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What a path holds: text, bytes, or a link. */
export type Content = string | Buffer | { readonly link: string };

const made: string[] = [];

/** A new folder with these files. */
export function folderOf(files: Readonly<Record<string, Content>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-")));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) writeFileSync(at, content);
    else symlinkSync(content.link, at);
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
