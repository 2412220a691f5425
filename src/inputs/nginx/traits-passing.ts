import type { Reason } from "../../model/bounds";
import type { Trait } from "../../model/facts";
import { headOf, type Directive } from "./directive";
import { conditionOf } from "./guards";
import { inherited, own, settingOf, type Scope } from "./scopes";
import type { Site, SiteLocation } from "./sites";
import { passesIn, targetsOf } from "./targets";
import { metBy, written, type Found } from "./traits";
import { valuesOf, type Variables } from "./values";

/** What a server passes on of what its clients say. */
export function passingTraitsOf(site: Site, tables: Variables["tables"]): readonly Trait[] {
  const server = { tables, server: site.scope, location: undefined };
  const found = [
    ...hostsPassedOn(site, site.scope.around, server),
    ...hostsPassedOn(site, site.scope, server),
    ...site.locations.flatMap((place): readonly Found[] => {
      const { location, content } = place;
      const variables = { tables, server: site.scope, location };
      const within = location.match.kind === "rest" ? [] : hostsPassedOn(place, location.scope, variables);
      return content ? [...within, ...targetsChosen(place, variables), ...upgradePassedOn(place, variables)] : within;
    }),
  ];
  return found.flatMap((each) => metBy(site.senders, each));
}

/** `proxy_set_header Host` with what the client sent as such, checked against nothing. */
function hostsPassedOn(
  { subject }: Pick<Site, "subject">,
  scope: Scope | undefined,
  variables: Variables,
): readonly Found[] {
  const headers = scope ? own(scope, "proxy_set_header", "grpc_set_header") : [];
  if (headers.length === 0) return [];
  return headers
    .filter(({ args: [header = "", value = ""] }) => value.includes("$") && header.toLowerCase() === "host")
    .filter((directive) => sentByClient(directive, variables))
    .map((directive) => ({ trait: "client-chosen-host", subject, detail: written(directive), directive, doubt: [] }));
}

/** Headers, arguments and cookies are as the client likes; `$host` is the name by which nginx chose the server. */
function sentByClient(directive: Directive, variables: Variables): boolean {
  return valuesOf(directive.args[1] ?? "", directive, variables).some((value) =>
    value.some((part) => part.kind === "client" && /^\$(http|arg|cookie)_/.test(part.variable)),
  );
}

/** A directive that passes requests on to where the client says. */
function targetsChosen({ subject, entry, content, location }: SiteLocation, variables: Variables): readonly Found[] {
  if (entry === "inside" || !content) return [];
  return passesIn(location.scope).flatMap((directive): readonly Found[] => {
    if (!(directive.args[0] ?? "").includes("$")) return [];
    const targets = targetsOf(directive, variables);
    const found = { trait: "client-chosen-upstream", subject, detail: written(directive), directive } as const;
    if (targets.some(({ kind }) => kind === "chosen")) return [{ ...found, doubt: [] }];
    const doubt = targets.flatMap((target): readonly Reason[] =>
      target.kind === "unknown" && target.from === "anywhere" ? [target.reason] : [],
    );
    return doubt.length > 0 ? [{ ...found, doubt }] : [];
  });
}

/** The client's Upgrade and a Connection that goes with it reach the upstream, which may take the connection for HTTP/2. */
function upgradePassedOn(place: SiteLocation, variables: Variables): readonly Found[] {
  const { content, location, entry, subject } = place;
  if (!content || entry === "inside" || own(location.scope, "proxy_pass").length === 0) return [];
  const headers = inherited(location.scope, "proxy_set_header");
  const named = (name: string): Directive | undefined =>
    headers.findLast(({ args: [header = ""] }) => header.toLowerCase() === name);
  const upgrade = named("upgrade");
  const connection = named("connection");
  if (!upgrade || !connection || !sentByClient(upgrade, variables) || !mayUpgrade(connection)) return [];
  if (onlyWebSocket(location.scope) || (variables.server && onlyWebSocket(variables.server))) return [];
  const version = settingOf(location.scope, "proxy_http_version");
  if (version && version.args[0] !== "1.1") return [];
  const name = "the version of nginx, which speaks HTTP/1.1 to upstreams by itself from 1.29.7,";
  const doubt: readonly Reason[] = version ? [] : [{ kind: "value", name, at: headOf(upgrade) }];
  return [{ trait: "passes-upgrade-on", subject, detail: written(upgrade), directive: upgrade, doubt }];
}

function mayUpgrade({ args: [, value = ""] }: Directive): boolean {
  return value.includes("$") || /upgrade/i.test(value);
}

/** An `if` that refuses whatever asks for another protocol than WebSocket. */
function onlyWebSocket(scope: Scope): boolean {
  return own(scope, "if").some((condition) => {
    const { variable, operator, value } = conditionOf(condition);
    const refuses = (condition.body ?? []).some(({ name }) => name === "return");
    return refuses && variable === "http_upgrade" && operator.startsWith("!") && /websocket/i.test(value);
  });
}
