import type { NginxDirective } from "../../syntax/nginx/tree";
import type { Directive } from "./directive";

/** Where a file belongs when nobody includes it: a whole configuration, or a part of one. */
export type Context = "main" | "http" | "stream" | "server";

/** Folders in which nginx's packages and its users keep configuration under any name. */
const folders: ReadonlySet<string> = new Set([
  "sites-enabled",
  "sites-available",
  "sites",
  "conf.d",
  "vhost",
  "vhosts",
  "vhosts.d",
  "stream-enabled",
  "streams-enabled",
  "streams-available",
  "stream.d",
  "streams.d",
  "stream.conf.d",
]);

/** Sources and pages, which sites keep in folders of the same names. */
const otherLanguage =
  /\.(php|inc|module|[cm]?[jt]sx?|vue|html?|s?css|less|svg|png|jpe?g|gif|ico|pdf|md|rst|txt|py|rb|go|rs|java|cs|sh|sql|xml|toml|map|lock)$/i;

/** Whether one of the two nearest folders is one that a configuration includes whole; the separator is the system's. */
export function liesInNginxFolder(path: string): boolean {
  const parts = path.split(/[\\/]/);
  return !otherLanguage.test(path) && parts.slice(-3, -1).some((part) => folders.has(part));
}

/** By name alone; what a file holds decides afterwards. What was put aside is read only where a mask includes it. */
export function mayBeNginx(path: string): boolean {
  if (/\.(disabled|bak|orig)$|~$/i.test(path)) return false;
  return (
    liesInNginxFolder(path) ||
    /\.(conf|nginx|vhost)(\.template|\.tmpl|\.tpl|\.j2|\.default|\.example|\.sample)?$|(^|\/)nginx[^/]*$/i.test(path)
  );
}

/** Kept to be enabled or copied: nginx reads it only where something includes it. */
export function isSpare(path: string): boolean {
  return /(^|\/)(sites|streams)-available\/|\.(default|example|sample)$/i.test(path);
}

/** The outermost context that a file's directives allow; nothing where it holds none of nginx's. */
export function contextOf(tree: readonly NginxDirective[], path: string): Context | undefined {
  const blocks = new Set(tree.filter(({ body }) => body).map(({ name }) => name.text));
  if (["http", "events", "stream", "mail"].some((name) => blocks.has(name))) return "main";
  const isStream =
    /(^|\/)streams?([-.](enabled|available|d|conf\.d))?\//.test(path) ||
    /(^|\/)[^/]*stream[^/]*\.conf$/.test(path) ||
    serversHold(tree, streamOnly);
  if (blocks.has("server") || blocks.has("upstream"))
    return isStream && !serversHold(tree, webOnly) ? "stream" : "http";
  if (blocks.has("map") || blocks.has("geo") || blocks.has("split_clients")) return "http";
  return blocks.has("location") || tree.some(({ name }) => name.text === "listen") ? "server" : undefined;
}

/** A web server passes requests on from its locations only (ngx_http_proxy_module, "proxy_pass", context). */
const streamOnly: ReadonlySet<string> = new Set(["proxy_pass"]);
const webOnly: ReadonlySet<string> = new Set(["location", "root", "server_name", "index"]);

function serversHold(tree: readonly NginxDirective[], names: ReadonlySet<string>): boolean {
  return tree.some(({ name, body }) => name.text === "server" && body?.some((each) => names.has(each.name.text)));
}

/** A fragment's directives in the blocks that would include them. */
export function wrapped(directives: readonly Directive[], context: Context): readonly Directive[] {
  const [first] = directives;
  if (!first || context === "main") return directives;
  const within = (name: string, body: readonly Directive[]): Directive => ({
    name,
    args: [],
    body,
    isTemplate: false,
    source: first.source,
    start: first.start,
    headEnd: first.headEnd,
    end: first.end,
  });
  switch (context) {
    case "http":
    case "stream":
      return [within(context, directives)];
    case "server":
      // Without a `listen` of its own the server that includes it says where it listens.
      return directives.some(({ name }) => name === "listen")
        ? [within("http", [within("server", directives)])]
        : directives;
  }
}
