import { parseCidr } from "../../model/cidr";
import type { Directive } from "./directive";

/** What nginx says of the value of a directive; nothing where it takes it, or where that depends on what is not known. */
export function valueRefused(directive: Directive, around: readonly string[]): string | undefined {
  const { name, args } = directive;
  const [first = "", second, third] = args;
  switch (name) {
    case "allow":
    case "deny":
      return isClient(first) ? undefined : `invalid parameter "${first}"`;
    case "return":
      return around.every((context) => context === "stream-server") ? undefined : codeRefused(first, second);
    case "rewrite":
      return third === undefined || rewriteFlags.has(third) ? undefined : `invalid parameter "${third}"`;
    case "set":
    case "auth_request_set":
      return isVariable(first) ? undefined : `invalid variable name "${first}"`;
    case "map":
    case "split_clients":
      return (
        (second !== undefined && isVariable(second) ? undefined : `invalid variable name "${second ?? ""}"`) ??
        keyRefused(directive)
      );
    case "listen":
      return listenRefused(args.slice(1));
    case "location":
      return second === undefined || /^(=|~\*|~|\^~)$/.test(first) ? undefined : `invalid location modifier "${first}"`;
    default:
      return choiceRefused(name, first);
  }
}

const rewriteFlags: ReadonlySet<string> = new Set(["last", "break", "redirect", "permanent"]);

function isVariable(text: string): boolean {
  return text.startsWith("$") && text.length > 1;
}

function isClient(text: string): boolean {
  return text === "all" || text === "unix:" || text.includes("$") || parseCidr(text) !== undefined;
}

/** A code alone, or with a text or URL; or a URL alone (ngx_http_rewrite_module, "return"). */
function codeRefused(first: string, second: string | undefined): string | undefined {
  if (/^\d{1,3}$/.test(first) || first.includes("${")) return undefined;
  if (second === undefined && /^(https?:\/\/|\$scheme)/i.test(first)) return undefined;
  return `invalid return code "${first}"`;
}

/** The values of settings that have few, as far as they bear on who gets in. */
const choices: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["satisfy", new Set(["all", "any"])],
  ["ssl_verify_client", new Set(["on", "off", "optional", "optional_no_ca"])],
  ["server_tokens", new Set(["on", "off", "build"])],
  ["autoindex_format", new Set(["html", "xml", "json", "jsonp"])],
]);

function choiceRefused(name: string, value: string): string | undefined {
  const known = choices.get(name);
  if (!known || value.includes("$") || known.has(value.toLowerCase())) return undefined;
  return `invalid value "${value}"`;
}

const listenWord =
  /^(default|default_server|bind|ssl|http2|spdy|quic|proxy_protocol|deferred|reuseport|udp|multipath|(ipv6only|so_keepalive|setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter)=.+)$/;

function listenRefused(parameters: readonly string[]): string | undefined {
  const wrong = parameters.find((parameter) => !listenWord.test(parameter) && !/[${}]/.test(parameter));
  return wrong === undefined ? undefined : `invalid parameter "${wrong}"`;
}

/** A key of a map that stands twice (ngx_http_map_module); of regular expressions the first that matches decides. */
function keyRefused({ name, body = [] }: Directive): string | undefined {
  if (name !== "map") return undefined;
  const keys = new Set<string>();
  for (const row of body) {
    const key = row.name.toLowerCase();
    if (row.args.length !== 1 && !/^(hostnames|volatile)$/.test(key)) return `invalid number of the map parameters`;
    if (key === "include" || key.startsWith("~")) continue;
    if (keys.has(key))
      return key === "default" ? "duplicate default map parameter" : `conflicting parameter "${row.name}"`;
    keys.add(key);
  }
  return undefined;
}
