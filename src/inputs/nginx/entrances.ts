import { append } from "../../model/grouped";
import { chosenFor } from "./choice";
import type { Directive } from "./directive";
import type { Location } from "./locations";
import { inherited, own, type Scope } from "./scopes";
import type { Site, SiteLocation } from "./sites";

/** A location from which requests come to another of the same server, and the directive that sends them there. */
export interface Entrance {
  readonly from: SiteLocation;
  readonly directive: Directive;
}

/** From where requests come to the locations that clients cannot ask for. */
export function entrancesOf({ locations }: Site): ReadonlyMap<SiteLocation, readonly Entrance[]> {
  const inside = locations.filter(({ entry }) => entry === "inside");
  const entrances = new Map<SiteLocation, Entrance[]>();
  if (inside.length === 0) return entrances;
  const outermost = locations.flatMap(({ location }) => (location.around ? [] : [location]));
  for (const from of locations) {
    if (!from.content) continue;
    for (const { target, directive } of sentOn(from.content)) {
      const location = locationCalled(target, outermost);
      const place = inside.find((each) => each.location === location);
      if (place && place !== from) append(entrances, place, { from, directive });
    }
  }
  return entrances;
}

/**
 * The last argument of `try_files` and `error_page`, where `rewrite` goes on, and what `mirror` copies to. `error_page` is
 * inherited, the others are not (ngx_http_core_module, ngx_http_try_files_module, ngx_http_rewrite_module).
 */
function sentOn(scope: Scope): readonly { readonly target: string; readonly directive: Directive }[] {
  const last = [...own(scope, "try_files"), ...inherited(scope, "error_page", "mirror", "post_action")];
  return [
    ...last.map((directive) => ({ target: directive.args.at(-1) ?? "", directive })),
    ...own(scope, "rewrite").map((directive) => ({ target: directive.args[1] ?? "", directive })),
  ];
}

/** A name with its `@`, or the path up to what is not known of it. */
function locationCalled(target: string, locations: readonly Location[]): Location | undefined {
  if (target.startsWith("@")) return locations.find(({ match }) => match.kind === "named" && match.name === target);
  const [path = ""] = target.split(/[?$]/);
  return path.startsWith("/") ? chosenFor(path, locations) : undefined;
}
