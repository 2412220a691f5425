import type { Files } from "../../model/files";
import type { Input, InputSettings, Reading } from "../../model/reading";
import type { SourceText } from "../../model/source";
import { factsOf, type Root } from "./configuration";
import { dumpIn } from "./dumps";
import { type Library, folderOf, isGlob, libraryOf, parsedFile, unfold } from "./includes";
import { contextOf, isSpare, mayBeNginx, wrapped } from "./roots";

/** nginx configurations: whole trees from their root, and fragments in the context that they belong to. */
export const nginx: Input = { format: "nginx", read };

function read(files: Files, { variables }: InputSettings): Reading {
  const library = libraryOf(files, variables);
  const folders = new Set(files.paths.map(folderOf));
  const contexts = new Map(
    files.paths.flatMap((path) => {
      const text = mayBeNginx(path) ? files.text(path) : undefined;
      if (text === undefined || !looksLikeNginx(path, text)) return [];
      const context = contextOf(parsedFile(library, path)?.tree ?? [], path);
      return context ? [[path, context] as const] : [];
    }),
  );
  const whole = [...contexts].filter(([, context]) => context === "main");
  const inUse = whole.filter(([path]) => !isSpare(path));
  const roots = (inUse.length > 0 ? inUse : whole).map(([path]) => unfoldedAt(path, library, "whole"));
  const included = new Set(roots.flatMap(({ unfolded }) => [...unfolded.used]));
  // Beside a configuration that is in use, what it does not include and was only kept for later opens nothing.
  const loose = [...contexts].filter(([path]) => !included.has(path) && (inUse.length === 0 || !isSpare(path)));
  // A fragment that another fragment includes is read there.
  const readFirst = loose.map(([path]) => unfoldedAt(path, library, "fragment"));
  const within = new Set(readFirst.flatMap(({ path, unfolded }) => [...unfolded.used].filter((used) => used !== path)));
  const fragments = readFirst.filter(({ path }) => !within.has(path));
  const readings = [...roots, ...fragments].map((root) => {
    const directives = wrapped(root.unfolded.directives, contexts.get(root.path) ?? "main");
    return factsOf({ ...root, directives }, folders);
  });
  const used = new Set([...included, ...readFirst.flatMap(({ unfolded }) => [...unfolded.used])]);
  return {
    facts: readings.flatMap((reading) => reading.facts),
    problems: readings.flatMap((reading) => reading.problems),
    sources: [...used].toSorted().flatMap((path): readonly SourceText[] => {
      const parsed = parsedFile(library, path);
      return parsed ? [parsed.source] : [];
    }),
  };
}

/** Cheaper than a parse, and without a false no: every configuration that opens a socket or answers has one of these. */
function looksLikeNginx(path: string, text: string): boolean {
  if (/(^|\/)nginx\.conf$/.test(path)) return true;
  return /(^|[\s;{}])(server|http|events|stream|mail|location|upstream|map|geo)\b[^;{}]*\{|^\s*listen\s[^;]*;/m.test(
    text,
  );
}

function unfoldedAt(path: string, library: Library, kind: Root["kind"]): Omit<Root, "directives"> {
  const parsed = parsedFile(library, path);
  const dump = parsed && dumpIn(parsed);
  if (!dump) return { path, kind, unfolded: unfold(path, library, kind) };
  const unfolded = unfold(dump.root, dump.library, "whole");
  // A dump has every file that there was, so a mask that matches none of them matched none.
  const missing = unfolded.missing.filter(({ mask }) => !isGlob(mask));
  return { path, kind: "whole", unfolded: { ...unfolded, used: new Set([path]), missing } };
}
