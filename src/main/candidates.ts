import { basename } from "node:path";
import { liesInNginxFolder } from "../inputs/nginx/roots";

const endings = [
  ".tf",
  ".tf.json",
  ".tfvars",
  ".tfvars.json",
  ".tfstate",
  ".yaml",
  ".yml",
  ".json",
  ".template",
  ".conf",
  ".cnf",
  ".nginx",
  ".env",
] as const;
/** What the formats' texts ask for by functions, such as `templatefile`; nobody means them as a format. */
const asked = [".tftpl", ".csv"] as const;
const beginnings = ["nginx", "Dockerfile", "Procfile", ".env"] as const;

/** Whether a file's ending says that it holds one of the formats' texts. */
export function namesFormat(path: string): boolean {
  return endings.some((ending) => path.endsWith(ending));
}

/** Whether a file could be of a format that is read, by its name; the formats themselves decide by what is in it. */
export function isCandidate(path: string): boolean {
  const name = basename(path);
  const isAsked = asked.some((ending) => name.endsWith(ending));
  return (
    namesFormat(name) ||
    isAsked ||
    beginnings.some((beginning) => name.startsWith(beginning)) ||
    liesInNginxFolder(path)
  );
}
