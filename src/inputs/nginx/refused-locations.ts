import type { Directive } from "./directive";
import { matchOf } from "./locations";
import type { Refusal } from "./refused";
import type { Server } from "./servers";

/** What `nginx -t` says of the locations of a web server (ngx_http_core_location, ngx_http_join_exact_locations). */
export function refusedLocations({ directive, kind }: Server): readonly Refusal[] {
  return kind === "http" ? refusedIn(directive) : [];
}

function refusedIn(block: Directive): readonly Refusal[] {
  const met = new Set<string>();
  return (block.body ?? []).flatMap((directive): readonly Refusal[] => {
    if (directive.name === "if" || directive.name === "limit_except") return passesRefused(directive);
    if (directive.name !== "location" || !directive.body) return [];
    const { kind, text } = nameOf(directive);
    const message =
      misplaced(directive, block) ?? (met.has(`${kind} ${text}`) ? `duplicate location "${text}"` : undefined);
    if (kind === "exact" || kind === "prefix") met.add(`${kind} ${text}`);
    const here = message === undefined ? [] : [{ message, directive }];
    return [...here, ...foldersRefused(directive), ...passesRefused(directive), ...refusedIn(directive)];
  });
}

function nameOf({ args }: Directive): { readonly kind: ReturnType<typeof matchOf>["kind"]; readonly text: string } {
  const match = matchOf(args);
  switch (match.kind) {
    case "exact":
    case "prefix":
      return { kind: match.kind, text: match.path };
    case "regex":
      return { kind: match.kind, text: match.pattern };
    case "named":
      return { kind: match.kind, text: match.name };
    case "rest":
    case "methods":
      return { kind: match.kind, text: "" };
  }
}

/** Where a location may not be within another. */
function misplaced(directive: Directive, block: Directive): string | undefined {
  if (block.name !== "location") return undefined;
  const { kind, text } = nameOf(directive);
  const outer = nameOf(block);
  if (outer.kind === "exact") return `location "${text}" cannot be inside the exact location "${outer.text}"`;
  if (outer.kind === "named") return `location "${text}" cannot be inside the named location "${outer.text}"`;
  if (kind === "named") return `named location "${text}" can be on the server level only`;
  return kind === "regex" || text.startsWith(outer.text) || /[${}]/.test(text + outer.text)
    ? undefined
    : `location "${text}" is outside location "${outer.text}"`;
}

/** One folder, by `root` or by `alias`. */
function foldersRefused(location: Directive): readonly Refusal[] {
  const folders = (location.body ?? []).filter(({ name }) => name === "root" || name === "alias");
  return folders.flatMap((directive, i): readonly Refusal[] => {
    const before = folders[i - 1];
    if (directive.name === "alias" && nameOf(location).kind === "named")
      return [{ message: `the "alias" directive cannot be used inside the named location`, directive }];
    if (!before || before.name === directive.name) return [];
    const message = `"${directive.name}" directive is duplicate, "${before.name}" directive was specified earlier`;
    return [{ message, directive }];
  });
}

/** `proxy_pass` to no URL, or with a path where nginx cannot tell which part of the request's it takes the place of. */
function passesRefused(block: Directive): readonly Refusal[] {
  const kind = block.name === "location" ? nameOf(block).kind : "condition";
  return (block.body ?? []).flatMap((directive): readonly Refusal[] => {
    const [target = ""] = directive.args;
    if (directive.name !== "proxy_pass" || target.includes("$")) return [];
    const [, path] = /^https?:\/\/(?:unix:[^:]*:?|[^/]*)(.*)$/i.exec(target) ?? [];
    if (path === undefined) return [{ message: "invalid URL prefix", directive }];
    if (path === "" || kind === "exact" || kind === "prefix") return [];
    const message = `"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block`;
    return [{ message, directive }];
  });
}
