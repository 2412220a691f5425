import type { NginxDirective } from "../../syntax/nginx/tree";
import type { Parsed } from "../../syntax/tree";
import type { Library } from "./includes";

/** The line that `nginx -T` prints before each file (src/core/nginx.c). */
const heading = /^# configuration file (.+):$/gm;

/** What `nginx -T` printed: the root configuration, and every file that it includes, by the names that nginx gave them. */
export interface Dump {
  readonly root: string;
  readonly library: Library;
}

/** The files within a dump, each as the part of it that it is; nothing where a text is no dump. */
export function dumpIn(parsed: Parsed<readonly NginxDirective[]>): Dump | undefined {
  const { source, tree, problems } = parsed;
  const headings = source.text.includes("# configuration file ") ? [...source.text.matchAll(heading)] : [];
  const [first] = headings;
  if (first?.[1] === undefined) return undefined;
  const files = new Map<string, Parsed<readonly NginxDirective[]>>();
  for (const [i, { 1: path = "", index }] of headings.entries()) {
    const end = headings[i + 1]?.index ?? source.text.length;
    const within = tree.filter(({ start }) => start >= index && start < end);
    if (!files.has(path)) files.set(path, { source, tree: within, problems: i === 0 ? problems : [] });
  }
  const paths = [...files.keys()].toSorted();
  return {
    root: first[1],
    library: {
      files: { paths, text: () => undefined },
      known: new Set(paths),
      parsed: files,
      made: new Map(),
      variables: new Map(),
    },
  };
}
