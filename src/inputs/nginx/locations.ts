import type { Directive } from "./directive";
import { own, scopeOf, type Scope } from "./scopes";

/** Which requests a location is for (nginx.org/en/docs/http/ngx_http_core_module.html#location). */
export type Match =
  | { readonly kind: "exact"; readonly path: string }
  | { readonly kind: "prefix"; readonly path: string; readonly regexes: "tried" | "passed over" }
  | { readonly kind: "regex"; readonly pattern: string; readonly letters: "as written" | "of any case" }
  | { readonly kind: "named"; readonly name: string }
  /** What no location of a server is for, which the server itself answers. */
  | { readonly kind: "rest" }
  /** The methods of a location that its `limit_except` does not name. */
  | { readonly kind: "methods" };

/** A part of a server that answers some of its requests. */
export interface Location {
  readonly match: Match;
  readonly scope: Scope;
  /** The location that it is nested in. */
  readonly around: Location | undefined;
  readonly nested: readonly Location[];
}

/** The locations of a server in the order of the text, each with those in it; the server itself, for the rest, comes last. */
export function locationsIn(server: Scope): readonly Location[] {
  const rest: Location = { match: { kind: "rest" }, scope: server, around: undefined, nested: [] };
  return [...nestedIn(server, undefined), rest];
}

/** Every location, those within others included. */
export function flattened(locations: readonly Location[]): readonly Location[] {
  return locations.flatMap((location) =>
    location.nested.length === 0 ? location : [location, ...flattened(location.nested)],
  );
}

function nestedIn(scope: Scope, around: Location | undefined): readonly Location[] {
  const locations = own(scope, "location").filter(({ body }) => body !== undefined);
  const exceptions = around === undefined ? [] : own(scope, "limit_except");
  return [...locations, ...exceptions].map((directive) => locationOf(directive, scope, around));
}

function locationOf(directive: Directive, outer: Scope, around: Location | undefined): Location {
  const nested: Location[] = [];
  const scope = scopeOf(directive, outer);
  const match: Match = directive.name === "location" ? matchOf(directive.args) : { kind: "methods" };
  const location: Location = { match, scope, around, nested };
  nested.push(...nestedIn(scope, location));
  return location;
}

/** The modifier may be a word of its own, or stand right before the path. */
export function matchOf(args: readonly string[]): Match {
  const text = args.join(" ");
  const [, modifier = "", rest = ""] = /^(=|~\*|~|\^~|)\s*([\s\S]*)$/.exec(text) ?? [];
  switch (modifier) {
    case "=":
      return { kind: "exact", path: rest };
    case "^~":
      return { kind: "prefix", path: rest, regexes: "passed over" };
    case "~":
      return { kind: "regex", pattern: rest, letters: "as written" };
    case "~*":
      return { kind: "regex", pattern: rest, letters: "of any case" };
    default:
      return rest.startsWith("@") ? { kind: "named", name: rest } : { kind: "prefix", path: rest, regexes: "tried" };
  }
}

/** How a location is called in reports, stable as long as what it is for stays the same. */
export function labelOf({ match, around }: Location): string {
  switch (match.kind) {
    case "exact":
      return `= ${match.path}`;
    case "prefix":
      return match.regexes === "tried" ? match.path : `^~ ${match.path}`;
    case "regex":
      return `${match.letters === "as written" ? "~" : "~*"} ${match.pattern}`;
    case "named":
      return match.name;
    case "rest":
      return "(rest)";
    case "methods":
      return `${around ? labelOf(around) : ""} (other methods)`;
  }
}

/** Whether clients get there only by way of another location: `internal` holds in the locations within, too. */
export function isInternal(location: Location): boolean {
  if (location.match.kind === "named") return true;
  for (let scope: Scope | undefined = location.scope; scope; scope = scope.around) {
    if (scope.written.has("internal")) return true;
  }
  return false;
}
