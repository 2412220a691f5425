import type { Fact, Subject } from "../../model/facts";
import type { Files } from "../../model/files";
import type { Input, Reading } from "../../model/reading";
import type { Problem, SourceText } from "../../model/source";
import { treatmentOf } from "./constructs";
import {
  type Directive,
  type Library,
  type Missing,
  type Unfolded,
  folderOf,
  libraryOf,
  parsedFile,
  unfold,
} from "./includes";
import { listenersOf } from "./listeners";
import { contextOf, isSpare, mayBeNginx, wrapped } from "./roots";
import { serversIn } from "./servers";

interface Configuration {
  readonly path: string;
  readonly unfolded: Unfolded;
}

/** nginx configurations: whole trees from their root, and fragments in the context that they belong to. */
export const nginx: Input = { format: "nginx", read };

function read(files: Files): Reading {
  const library = libraryOf(files);
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
  const readings = [...roots, ...fragments].map(({ path, unfolded }) =>
    factsOf(path, { ...unfolded, directives: wrapped(unfolded.directives, contexts.get(path) ?? "main") }, folders),
  );
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

function unfoldedAt(path: string, library: Library, kind: "whole" | "fragment"): Configuration {
  return { path, unfolded: unfold(path, library, kind) };
}

function factsOf(
  root: string,
  { directives, problems, missing }: Unfolded,
  folders: ReadonlySet<string>,
): Pick<Reading, "facts" | "problems"> {
  const subject: Subject = { id: `${root}#`, name: root };
  const servers = serversIn(directives);
  const upstreams = directives
    .filter(({ name }) => name === "stream")
    .flatMap(({ body = [] }) => body.filter(({ name }) => name === "upstream"));
  const constructs = treated(directives, subject);
  const absent = missing.map((include): Fact => ({
    kind: "opaque",
    touches: subject,
    reason: { kind: "construct", name: `include ${include.mask}, which ${absence(include, folders)},`, at: include.at },
  }));
  return {
    facts: [...listenersOf(servers, root, upstreams), ...constructs.facts, ...absent],
    problems: [...problems, ...servers.flatMap((server) => server.problems), ...constructs.problems],
  };
}

function absence(include: Missing, scanned: ReadonlySet<string>): string {
  return include.folders.some((folder) => scanned.has(folder))
    ? "matches no file that was scanned"
    : "is not among the files scanned";
}

/** Every directive by its treatment, so that none passes in silence; the maps and types within some blocks are data. */
function treated(
  directives: readonly Directive[],
  touches: Subject,
): { readonly facts: readonly Fact[]; readonly problems: readonly Problem[] } {
  const facts: Fact[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const visit = (list: readonly Directive[], inside: string): void => {
    for (const directive of list) {
      const { name, body, head } = directive;
      const treatment = inside === "upstream" && name === "server" ? "modelled" : treatmentOf(name);
      if (treatment === "opaque" && !(inside === "stream-server" && name === "proxy_pass"))
        facts.push({ kind: "opaque", touches, reason: { kind: "construct", name, at: head } });
      if (treatment === undefined && !seen.has(`${name} ${head.kind === "file" ? head.file : ""}`)) {
        seen.add(`${name} ${head.kind === "file" ? head.file : ""}`);
        problems.push({
          code: "unrecognised",
          message: `"${name}" is no directive of nginx's own modules: what it does is not known`,
          at: head,
        });
      }
      if (body && !isData.has(name)) visit(body, inside === "stream" && name === "server" ? "stream-server" : name);
    }
  };
  visit(directives, "");
  return { facts, problems };
}

const isData: ReadonlySet<string> = new Set([
  "map",
  "geo",
  "types",
  "split_clients",
  "charset_map",
  "match",
  "upstream_conf",
]);
