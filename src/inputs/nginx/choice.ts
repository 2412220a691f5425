import type { Location } from "./locations";

/**
 * The location that answers a path, its dots and double slashes resolved: the longest prefix is remembered, and the first regular
 * expression wins over it unless `^~` or `=` says otherwise; then the same among the locations within
 * (ngx_http_core_find_location). Nothing where none is for the path.
 */
export function chosenFor(path: string, locations: readonly Location[]): Location | undefined {
  return choiceFor(path, locations)?.location;
}

interface Choice {
  readonly location: Location;
  /** `final`: no regular expression around it may win over it. */
  readonly standing: "final" | "remembered";
}

function choiceFor(path: string, locations: readonly Location[]): Choice | undefined {
  const exact = locations.find(({ match }) => match.kind === "exact" && match.path === path);
  if (exact) return { location: exact, standing: "final" };
  const longest = longestPrefix(path, locations);
  const within = longest && choiceFor(path, longest.nested);
  if (within?.standing === "final") return within;
  const remembered = within?.location ?? longest;
  const isPassedOver = longest?.match.kind === "prefix" && longest.match.regexes === "passed over";
  const regex = isPassedOver ? undefined : locations.find((location) => matches(location, path));
  if (regex) return { location: choiceFor(path, regex.nested)?.location ?? regex, standing: "final" };
  return remembered && { location: remembered, standing: "remembered" };
}

function longestPrefix(path: string, locations: readonly Location[]): Location | undefined {
  let longest: Location | undefined;
  let length = -1;
  for (const location of locations) {
    const { match } = location;
    if (match.kind !== "prefix" || !path.startsWith(match.path) || match.path.length <= length) continue;
    longest = location;
    length = match.path.length;
  }
  return longest;
}

/** What JavaScript cannot read of PCRE matches nothing. */
function matches({ match }: Location, path: string): boolean {
  if (match.kind !== "regex") return false;
  try {
    const pattern = match.pattern.replaceAll("(?P<", "(?<");
    return new RegExp(pattern, match.letters === "as written" ? "" : "i").test(path);
  } catch {
    return false;
  }
}
