import type { Trait } from "../../model/facts";
import type { Location } from "./locations";
import { beginsWithSlash, canContain, capturesOf } from "./patterns";
import { own } from "./scopes";
import type { Site } from "./sites";
import { metBy, written } from "./traits";

/** Arguments, cookies and headers may hold `../`; only of `Host` nginx takes no such name (ngx_http_validate_host). */
const sentByClient = /\$\{?(arg_|cookie_|http_(?!host\b)|args\b|query_string\b)/;

/** An `alias` under which a path can name files beside or above its folder. */
export function fileTraitsOf(site: Site): readonly Trait[] {
  return site.locations.flatMap(({ location, subject, content }) => {
    if (!content || location.match.kind === "rest") return [];
    return own(location.scope, "alias")
      .filter(({ args: [path = ""] }) => leavesFolder(location, path) || sentByClient.test(path))
      .flatMap((directive) =>
        metBy(site.senders, { trait: "path-leaves-folder", subject, detail: written(directive), directive, doubt: [] }),
      );
  });
}

/**
 * nginx puts what follows the location's path behind the alias (ngx_http_map_uri_to_path). It removes `/../` from a request, but
 * not the `..` in `/files../secret`, which is in front of no slash until the path `/files` is taken away.
 */
function leavesFolder({ match }: Location, path: string): boolean {
  switch (match.kind) {
    case "prefix":
      return !match.path.endsWith("/") && !isFile(path) && match.path !== "";
    case "regex":
      return [...path.matchAll(/\$\{?(\w+)\}?/g)].some(([written, name = ""]) =>
        captureLeaves(match.pattern, name, path.slice(0, path.indexOf(written))),
      );
    case "exact":
    case "named":
    case "rest":
    case "methods":
      return false;
  }
}

/** `/srv/logo.png` under `/logo.png` stands for one file. */
function isFile(path: string): boolean {
  return /[^/.][^/]*\.\w{1,5}$/.test(path);
}

/** A captured text that need not begin where a folder of the request's path does. */
function captureLeaves(pattern: string, name: string, before: string): boolean {
  const capture = capturesOf(pattern).get(name);
  if (!capture || capture.choices || beginsWithSlash(capture.pattern)) return false;
  if (!canContain(capture.pattern, "/")) return false;
  return !before.endsWith("/") || (!capture.before.endsWith("/") && canContain(capture.pattern, "."));
}
