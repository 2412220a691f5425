import type { Reason } from "../../model/bounds";
import type { Files } from "../../model/files";
import { placeOf, sourceText, type Place, type Problem, type SourceText } from "../../model/source";
import { parseNginx } from "../../syntax/nginx/parse";
import type { NginxDirective } from "../../syntax/nginx/tree";
import type { Parsed } from "../../syntax/tree";
import type { Directive } from "./directive";
import { isMarked, isSubstituted, marksOf, statementsIn, substituted, unmarked, wordIn } from "./templates";

/** Each file parsed once, however often it is included. */
export interface Library {
  readonly files: Files;
  readonly known: ReadonlySet<string>;
  readonly parsed: Map<string, Parsed<readonly NginxDirective[]>>;
  /** Templates by the names that the official image gives to what it makes of them. */
  readonly made: ReadonlyMap<string, string>;
  /** What is put into templates. */
  readonly variables: ReadonlyMap<string, unknown>;
}

export function libraryOf(files: Files, variables: Library["variables"] = new Map()): Library {
  return { files, known: new Set(files.paths), parsed: new Map(), made: madeOf(files.paths), variables };
}

export interface Unfolded {
  readonly directives: readonly Directive[];
  readonly problems: readonly Problem[];
  /** Every file that took part, the root among them. */
  readonly used: ReadonlySet<string>;
  readonly missing: readonly Missing[];
  /** What templates decide on, or put in whole. */
  readonly decided: readonly Reason[];
}

/** An include of files that are not among those that may be read. */
export interface Missing {
  readonly mask: string;
  /** Where it was looked for, each with its `/`; the folder that paths are relative to is empty. */
  readonly folders: readonly string[];
  readonly at: Place;
}

const deepestInclude = 20;
const mostDirectives = 50_000;

/** The tree of a configuration with all of its includes, each where it stands; what is included twice stands twice. */
export function unfold(root: string, library: Library, kind: "whole" | "fragment"): Unfolded {
  const bases = kind === "whole" ? [folderOf(root)] : foldersAbove(root);
  const problems: Problem[] = [];
  const used = new Set<string>();
  const missing: Missing[] = [];
  const decided: Reason[] = [];
  const found = new Map<string, readonly string[]>();
  const marks = new Map<SourceText, readonly number[]>();
  let directives = 0;

  const marksIn = (source: SourceText): readonly number[] => {
    const before = marks.get(source);
    if (before) return before;
    const found = marksOf(source);
    marks.set(source, found);
    return found;
  };

  const argumentsIn = ({ args }: NginxDirective, source: SourceText): readonly string[] => {
    if (marksIn(source).length > 0) return args.map((word) => putIn(wordIn(word, source), source));
    return isSubstituted(source.file) ? args.map(({ text }) => putIn(text, source)) : args.map(({ text }) => text);
  };

  const putIn = (text: string, { file }: SourceText): string =>
    isSubstituted(file) ? substituted(text, library.variables) : text;

  const fileIn = (path: string, chain: readonly string[]): readonly Directive[] => {
    const parsed = parsedFile(library, path);
    if (!parsed) return [];
    if (!used.has(path)) {
      problems.push(...parsed.problems);
      decided.push(...decidedIn(parsed.source));
    }
    used.add(path);
    return listIn(parsed.tree, parsed.source, [...chain, path]);
  };

  const listIn = (
    list: readonly NginxDirective[],
    source: SourceText,
    chain: readonly string[],
  ): readonly Directive[] => {
    const out: Directive[] = [];
    for (const directive of list) {
      const [mask] = directive.args;
      if (++directives > mostDirectives) {
        if (directives === mostDirectives + 1)
          problems.push({
            code: "limit",
            message: `more than ${mostDirectives} directives with all includes; what follows was not read`,
            at: placeOf(source, directive),
          });
        break;
      }
      if (directive.name.text === "include" && mask && directive.args.length === 1 && !directive.body) {
        for (const each of included(mask.text, placeOf(source, directive), chain)) out.push(each);
        continue;
      }
      const last = directive.args.at(-1) ?? directive.name;
      out.push({
        name: directive.name.text,
        args: argumentsIn(directive, source),
        body: directive.body && listIn(directive.body, source, chain),
        isTemplate: directive.name.text === "server" && isMarked(marksIn(source), directive),
        source,
        start: directive.start,
        headEnd: last.end,
        end: directive.end,
      });
    }
    return out;
  };

  const included = (mask: string, at: Place, chain: readonly string[]): readonly Directive[] => {
    if (isKnownFragment(mask)) return [];
    const paths = found.get(mask) ?? matching(library, bases, mask);
    found.set(mask, paths);
    if (paths.length === 0) missing.push({ mask, folders: foldersNamed(bases, mask), at });
    return paths.flatMap((path) => {
      if (directives > mostDirectives) return [];
      const trouble = chain.includes(path)
        ? `${path} includes itself`
        : chain.length >= deepestInclude
          ? `includes are nested more than ${deepestInclude} deep`
          : undefined;
      if (!trouble) return fileIn(path, chain);
      problems.push({ code: "limit", message: `${trouble}; it is not read again here`, at });
      return [];
    });
  };

  return { directives: fileIn(root, []), problems, used, missing, decided };
}

function decidedIn(source: SourceText): readonly Reason[] {
  return statementsIn(source).map((mark) => ({ kind: "construct", name: mark.name, at: placeOf(source, mark) }));
}

export function parsedFile(library: Library, path: string): Parsed<readonly NginxDirective[]> | undefined {
  const before = library.parsed.get(path);
  if (before) return before;
  const text = library.files.text(path);
  if (text === undefined) return undefined;
  // The places are those of the text as it was written.
  const parsed = { ...parseNginx(sourceText(path, unmarked(text))), source: sourceText(path, text) };
  library.parsed.set(path, parsed);
  return parsed;
}

/** Files that nginx ships and that hold only types and request parameters. */
function isKnownFragment(mask: string): boolean {
  return /(^|\/)(mime\.types|(fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf|koi-utf|koi-win|win-utf)$/.test(mask);
}

/**
 * The files that a mask names: relative to the folder of the root configuration, as nginx reads it; an absolute path below
 * nginx's usual folder as if that folder lay here, because that is how a repository holds it.
 */
function matching({ files, known, made }: Library, bases: readonly string[], mask: string): readonly string[] {
  const matched = (wanted: string): readonly string[] => {
    if (!isGlob(wanted)) return known.has(wanted) ? [wanted] : [made.get(wanted) ?? []].flat();
    const glob = globOf(wanted);
    return [
      ...matchedBy(glob, files.paths),
      ...matchedBy(glob, [...made.keys()]).flatMap((name) => made.get(name) ?? []),
    ];
  };
  const asWritten = mask.startsWith("/") ? matched(normalised(mask)) : [];
  const relative = belowRoot(mask);
  if (relative === undefined || asWritten.length > 0) return asWritten;
  for (const base of bases) {
    const found = matched(normalised(base + relative));
    if (found.length > 0) return found;
  }
  return [];
}

/** `/etc/nginx/templates/x.conf.template` becomes `/etc/nginx/conf.d/x.conf` when the image starts. */
function madeOf(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    paths.flatMap((path) => {
      const [, around, name] = /^(.*\/|)templates\/(.+)\.template$/.exec(path) ?? [];
      return name === undefined ? [] : [[`${around ?? ""}conf.d/${name}`, path] as const];
    }),
  );
}

export function isGlob(mask: string): boolean {
  return /[*?[]/.test(mask);
}

function belowRoot(mask: string): string | undefined {
  if (!mask.startsWith("/")) return mask;
  return /^\/(?:usr\/local\/|usr\/local\/openresty\/)?(?:etc\/)?nginx\/(?:conf\/)?(.+)$/.exec(mask)?.[1];
}

function foldersNamed(bases: readonly string[], mask: string): readonly string[] {
  const relative = belowRoot(mask);
  return relative === undefined ? [] : bases.map((base) => folderOf(normalised(base + relative)));
}

function matchedBy(glob: RegExp, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => glob.test(path));
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The folder of a file and those around it, nearest first: a fragment does not tell which of them its root lies in. */
function foldersAbove(path: string): readonly string[] {
  const folder = folderOf(path);
  return folder === "" || folder === "/" ? [folder] : [folder, ...foldersAbove(folder.slice(0, -1))];
}

/** `a/./b/../c` is `a/c`. */
function normalised(path: string): string {
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === "." || (part === "" && out.length > 0)) continue;
    if (part === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
    else out.push(part);
  }
  return out.join("/");
}

/** As glob(3): `*` and `?` stay within a folder, and names that begin with a dot must be asked for. */
function globOf(mask: string): RegExp {
  const text = mask.replace(/\[!?[^\]/]+\]|[\s\S]/g, (part) => {
    if (part.length > 1) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${text.replace(/(^|\/)(?=\[\^\/\])/g, "$1(?!\\.)")}$`);
}
