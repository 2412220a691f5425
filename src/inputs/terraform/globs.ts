import { posix } from "node:path";

const longestPattern = 200;

/**
 * The paths below a folder that a pattern matches, relative to it: `*` and `?` stay within a name, `**` is any number of
 * folders, `{a,b}` is either (Terraform language, "fileset Function"). Nothing where the pattern is none of these.
 */
export function globbed(paths: readonly string[], folder: string, pattern: string): readonly string[] | undefined {
  const expression = pattern.length > longestPattern ? undefined : expressionOf(posix.normalize(pattern));
  if (!expression) return undefined;
  const start = folder === "." || folder === "./" ? "" : folder.replace(/\/?$/, "/");
  const below = paths.filter((path) => path.startsWith(start) && !posix.isAbsolute(path.slice(start.length)));
  return below.map((path) => path.slice(start.length)).filter((path) => expression.test(path));
}

const wildcard = /\*\*\/|\*\*|[*?{},]|[^*?{},]+/g;

function expressionOf(pattern: string): RegExp | undefined {
  if (/[[\]\\]|^\.\.|\{[^}]*\{/.test(pattern) || (pattern.match(/\*/g) ?? []).length > 6) return undefined;
  let depth = 0;
  const parts = (pattern.match(wildcard) ?? []).map((part) => {
    if (part === "{") depth++;
    if (part === "}") depth--;
    if (part === "**/") return "(?:[^/]+/)*";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part === "{") return "(?:";
    if (part === "}") return ")";
    if (part === ",") return depth > 0 ? "|" : ",";
    return part.replace(/[.+^$()|]/g, "\\$&");
  });
  return depth === 0 ? new RegExp(`^${parts.join("")}$`) : undefined;
}
