import { everyAddress, noAddress } from "../../model/addresses";
import { addressBounds, type Reason } from "../../model/bounds";
import type { Subject, Trait } from "../../model/facts";
import type { Directive } from "./directive";
import type { Server } from "./servers";
import { nameOf, sendersTo } from "./sites";
import { metBy, written, type Found } from "./traits";

/** What a whole `http`, `stream` or `mail` block and its servers say of TLS and of the server's version. */
export function serverTraitsOf(
  block: Directive,
  servers: readonly Server[],
  setting: { readonly root: Subject; readonly kind: "whole" | "fragment"; readonly gaps: readonly Reason[] },
): readonly Trait[] {
  const within = servers.flatMap((server) =>
    declared(server.directive, {
      id: `${setting.root.id}${nameOf(server)}`,
      name: nameOf(server),
    }).flatMap((found) => metBy(sendersTo(server), found)),
  );
  const said = declared(block, setting.root);
  // Whoever includes a fragment may have more servers.
  const own = setting.kind === "whole" ? said.filter((found) => !isOverridden(found, block, servers)) : said;
  const all: readonly Found[] = [...own, ...versionByDefault(block, servers, setting)];
  if (all.length === 0) return within;
  const anywhere = servers.map(sendersTo).reduce(addressBounds.union, addressBounds.certain(noAddress));
  const senders = servers.length > 0 ? anywhere : addressBounds.certain(everyAddress);
  return [...all.flatMap((found) => metBy(senders, found)), ...within];
}

/** Whether every server of a block says otherwise of what the block itself says. */
function isOverridden({ directive }: Found, block: Directive, servers: readonly Server[]): boolean {
  if (servers.length === 0 || !block.body?.includes(directive)) return false;
  return servers.every((server) => server.directive.body?.some(({ name }) => name === directive.name));
}

/** Protocols with known weaknesses (RFC 6176, RFC 7568, RFC 8996). */
const weak: ReadonlySet<string> = new Set(["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"]);

function declared({ body = [] }: Directive, subject: Subject): readonly Found[] {
  return body.flatMap((directive): readonly Found[] => {
    const { name, args } = directive;
    switch (name) {
      case "ssl_protocols": {
        const accepted = args.filter((each) => weak.has(each));
        return accepted.length > 0
          ? [{ trait: "weak-tls", subject, detail: accepted.join(", "), directive, doubt: [] }]
          : [];
      }
      case "server_tokens":
        return args[0] === "on" || args[0] === "build"
          ? [{ trait: "tells-version", subject, detail: written(directive), directive, doubt: [] }]
          : [];
      case "location":
      case "if":
        return declared(directive, subject);
      default:
        return [];
    }
  });
}

/** Without `server_tokens` nginx tells its version (ngx_http_core_module, "server_tokens"). */
function versionByDefault(
  block: Directive,
  servers: readonly Server[],
  { root, kind, gaps }: Parameters<typeof serverTraitsOf>[2],
): readonly Found[] {
  const says = (wanted: string): boolean => (block.body ?? []).some(({ name }) => name === wanted);
  if (kind === "fragment" || block.name !== "http" || says("server_tokens") || says("more_clear_headers")) return [];
  const telling = servers.some(({ directive }) => !directive.body?.some(({ name }) => name === "server_tokens"));
  if (!telling) return [];
  const detail = "server_tokens is not off";
  return [{ trait: "tells-version", subject: root, detail, directive: block, doubt: gaps }];
}
