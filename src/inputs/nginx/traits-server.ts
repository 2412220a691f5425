import { everyAddress, noAddress } from "../../model/addresses";
import { addressBounds, type Reason } from "../../model/bounds";
import type { Subject, Trait } from "../../model/facts";
import type { Directive } from "./includes";
import { own, scopeOf, type Scope } from "./scopes";
import type { Server } from "./servers";
import { nameOf, sendersTo } from "./sites";
import { metBy, written, type Found } from "./traits";

/** What a whole `http`, `stream` or `mail` block and its servers say of TLS and of the server's version. */
export function serverTraitsOf(
  block: Directive,
  servers: readonly Server[],
  setting: { readonly root: Subject; readonly kind: "whole" | "fragment"; readonly gaps: readonly Reason[] },
): readonly Trait[] {
  const scope = scopeOf(block, undefined);
  const within = servers.flatMap((server) =>
    declared(scopeOf(server.directive, scope), {
      id: `${setting.root.id}${nameOf(server)}`,
      name: nameOf(server),
    }).flatMap((found) => metBy(sendersTo(server), found)),
  );
  const all: readonly Found[] = [...declared(scope, setting.root), ...versionByDefault(scope, servers, setting)];
  if (all.length === 0) return within;
  const anywhere = servers.map(sendersTo).reduce(addressBounds.union, addressBounds.certain(noAddress));
  const senders = servers.length > 0 ? anywhere : addressBounds.certain(everyAddress);
  return [...all.flatMap((found) => metBy(senders, found)), ...within];
}

/** Protocols with known weaknesses (RFC 6176, RFC 7568, RFC 8996). */
const weak: ReadonlySet<string> = new Set(["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"]);

function declared(scope: Scope, subject: Subject): readonly Found[] {
  const protocols = own(scope, "ssl_protocols").flatMap((directive): readonly Found[] => {
    const accepted = directive.args.filter((each) => weak.has(each));
    if (accepted.length === 0) return [];
    return [{ trait: "weak-tls", subject, detail: accepted.join(", "), directive, doubt: [] }];
  });
  return [...protocols, ...versionsTold(scope, subject)];
}

/** `server_tokens` in the block itself and in its locations. */
function versionsTold(scope: Scope, subject: Subject): readonly Found[] {
  const inside = own(scope, "location", "if").flatMap((each) => versionsTold(scopeOf(each, scope), subject));
  const here = own(scope, "server_tokens")
    .filter(({ args: [value = ""] }) => value === "on" || value === "build")
    .map((directive): Found => ({ trait: "tells-version", subject, detail: written(directive), directive, doubt: [] }));
  return [...here, ...inside];
}

/** Without `server_tokens` nginx tells its version (ngx_http_core_module, "server_tokens"). */
function versionByDefault(
  scope: Scope,
  servers: readonly Server[],
  { root, kind, gaps }: Parameters<typeof serverTraitsOf>[2],
): readonly Found[] {
  const { block, written: said } = scope;
  if (kind === "fragment" || block.name !== "http" || said.has("server_tokens") || said.has("more_clear_headers"))
    return [];
  const telling = servers.some(({ directive }) => !directive.body?.some(({ name }) => name === "server_tokens"));
  if (!telling) return [];
  const detail = "server_tokens is not off";
  return [{ trait: "tells-version", subject: root, detail, directive: block, doubt: gaps }];
}
