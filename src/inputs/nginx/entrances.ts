import { append } from "../../model/grouped";
import type { Reason } from "../../model/bounds";
import { chosenFor } from "./choice";
import { headOf, type Directive } from "./directive";
import type { Location } from "./locations";
import { inherited, own, settingOf, type Scope } from "./scopes";
import { answerToAll, isLeft } from "./rewrites";
import type { Site, SiteLocation } from "./sites";
import { passesIn } from "./targets";

/** A location from which requests come to another of the same server, and the directive that sends them there. */
export interface Entrance {
  readonly from: SiteLocation;
  readonly directive: Directive;
  /** What the location has asked of a client by then: `addresses` after `conditions`, everything after both. */
  readonly asked: "everything" | "addresses" | "conditions" | "nothing";
  /** Why it may not be so; empty where it is. */
  readonly doubt: readonly Reason[];
}

type Sent = Omit<Entrance, "from"> & { readonly target: string };

/** From where requests come to the locations that clients cannot ask for. */
export function entrancesOf({ locations }: Site): ReadonlyMap<SiteLocation, readonly Entrance[]> {
  const inside = locations.filter(({ entry }) => entry === "inside");
  const entrances = new Map<SiteLocation, Entrance[]>();
  if (inside.length === 0) return entrances;
  const outermost = locations.flatMap(({ location }) => (location.around ? [] : [location]));
  for (const from of locations) {
    for (const { target, ...sent } of sentOn(from)) {
      const location = locationCalled(target, outermost);
      const place = inside.find((each) => each.location === location);
      if (place && place !== from) append(entrances, place, { from, ...sent });
    }
  }
  const choosing = choosingUpstreams(locations);
  for (const place of inside) for (const each of choosing) if (each.from !== place) append(entrances, place, each);
  return entrances;
}

/**
 * The last argument of `try_files` and `error_page`, where `rewrite` goes on, what `mirror` copies to, and whom `auth_request`
 * asks. `try_files` and `rewrite` are not inherited (ngx_http_try_files_module, ngx_http_rewrite_module).
 */
function sentOn(from: SiteLocation): readonly Sent[] {
  const { scope } = from.location;
  const { guards } = from.access;
  const isLast = isLeft(scope);
  // A condition may stand before a rewrite or behind it, and refuses nobody who has gone by.
  const doubt = guards.map(({ directive }): Reason => ({ kind: "value", name: conditionName, at: headOf(directive) }));
  const first = rewritesIn(scope).map((directive): Sent => {
    const asked = isLast ? "conditions" : "nothing";
    return { target: directive.args[1] ?? "", directive, asked, doubt: isLast ? [] : doubt };
  });
  const errors = inherited(scope, "error_page").flatMap((directive) => errorsOf(directive, from));
  if (!from.content) return [...first, ...errors];
  const asking = settingOf(scope, "auth_request");
  return [
    ...first,
    ...errors,
    ...own(scope, "try_files").map((directive) => sentTo(directive, "everything", [])),
    ...inherited(scope, "mirror").map((directive) => sentTo(directive, "everything", [])),
    ...inherited(scope, "post_action").map((directive) => sentTo(directive, "everything", [])),
    ...(asking ? [sentTo(asking, "addresses", [])] : []),
  ];
}

const conditionName = "whether a condition comes before the rewrite";

function sentTo(directive: Directive, asked: Entrance["asked"], doubt: readonly Reason[]): Sent {
  return { target: directive.args.at(-1) ?? "", directive, asked, doubt };
}

/** Rewriting comes before access is asked (nginx.org/en/docs/dev/development_guide.html#http_phases). */
function rewritesIn(scope: Scope): readonly Directive[] {
  const within = own(scope, "if").flatMap(({ body = [] }) => body.filter(({ name }) => name === "rewrite"));
  return [...own(scope, "rewrite"), ...within].filter(({ args: [, , flag] }) => flag !== "break");
}

/** Refusals of the access phase itself, and of what nginx looks at before it: headers, lengths, certificates. */
const beforeAccess: ReadonlySet<string> = new Set([
  "400",
  "401",
  "403",
  "408",
  "413",
  "414",
  "421",
  "431",
  "494",
  "495",
  "496",
  "497",
]);

/**
 * Where errors are sent. Some are given before access is asked, or because it was refused; the others come of a folder, where
 * anybody can ask for a file that is not there, or of an upstream.
 */
function errorsOf(directive: Directive, { answers, content, location }: SiteLocation): readonly Sent[] {
  const codes = directive.args.slice(0, -1);
  const doubt: readonly Reason[] = [
    { kind: "value", name: `an error that ${directive.name} ${codes.join(" ")} is for`, at: headOf(directive) },
  ];
  const always = answerToAll(answers)?.directive;
  if (always?.name === "return" && codes.includes(always.args[0] ?? "")) return [sentTo(directive, "conditions", [])];
  const returned = new Set(answers.map(({ directive: { name, args } }) => (name === "return" ? args[0] : undefined)));
  const isEarly = codes.some((code) => beforeAccess.has(code) || (/^\d+$/.test(code) && returned.has(code)));
  const isOfFiles = codes.includes("404") && content !== undefined && passesIn(location.scope).length === 0;
  return [
    ...(isEarly ? [sentTo(directive, "nothing", doubt)] : []),
    ...(content ? [sentTo(directive, "everything", isOfFiles ? [] : doubt)] : []),
  ];
}

/**
 * What is passed on to upstreams that may send the client to any internal location, by the header X-Accel-Redirect
 * (ngx_http_upstream.c). Where everyone comes to one of them, the others add nobody.
 */
function choosingUpstreams(locations: readonly SiteLocation[]): readonly Entrance[] {
  const all = locations.flatMap((from): readonly Entrance[] => {
    if (!from.content || from.entry === "inside" || ignoresChoice(from.location.scope)) return [];
    const [directive] = passesIn(from.location.scope).filter(({ name }) => upstreamsThatChoose.has(name));
    if (!directive) return [];
    const name = "X-Accel-Redirect, if the upstream answers with it,";
    return [{ from, directive, asked: "everything", doubt: [{ kind: "value", name, at: headOf(directive) }] }];
  });
  const open = all.find(
    ({ from: { access } }) => access.guards.length + access.rules.length + access.demands.length === 0,
  );
  return open ? [open] : all;
}

function ignoresChoice(scope: Scope): boolean {
  const ignored = inherited(scope, ...[...upstreamsThatChoose].map((name) => name.replace("_pass", "_ignore_headers")));
  return ignored.some(({ args }) => args.some((arg) => arg.toLowerCase() === "x-accel-redirect"));
}

const upstreamsThatChoose: ReadonlySet<string> = new Set(["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass"]);

/** A name with its `@`, or the path up to what is not known of it. */
function locationCalled(target: string, locations: readonly Location[]): Location | undefined {
  if (target.startsWith("@")) return locations.find(({ match }) => match.kind === "named" && match.name === target);
  const [path = ""] = target.split(/[?$]/);
  return path.startsWith("/") ? chosenFor(path, locations) : undefined;
}
