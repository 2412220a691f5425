import type { NginxDirective } from "../../syntax/nginx/tree";
import type { Directive } from "./includes";

/** Where a file belongs when nobody includes it: a whole configuration, or a part of one. */
export type Context = "main" | "http" | "stream" | "server";

/** By name alone; what a file holds decides afterwards. */
export function mayBeNginx(path: string): boolean {
  return /\.(conf|nginx|vhost)(\.template|\.tmpl|\.tpl|\.j2|\.default|\.example|\.sample)?$|(^|\/)nginx[^/]*$|(^|\/)(sites-enabled|sites-available|conf\.d|vhosts?)\//i.test(
    path,
  );
}

/** The outermost context that a file's directives allow; nothing where it holds none of nginx's. */
export function contextOf(tree: readonly NginxDirective[], path: string): Context | undefined {
  const blocks = new Set(tree.filter(({ body }) => body).map(({ name }) => name.text));
  if (["http", "events", "stream", "mail"].some((name) => blocks.has(name))) return "main";
  const isStream =
    /(^|\/)streams?([-.](enabled|available|d|conf\.d))?\//.test(path) || /(^|\/)[^/]*stream[^/]*\.conf$/.test(path);
  if (blocks.has("server") || blocks.has("upstream")) return isStream && !hasWebDirectives(tree) ? "stream" : "http";
  if (blocks.has("map") || blocks.has("geo") || blocks.has("split_clients")) return "http";
  return blocks.has("location") || tree.some(({ name }) => name.text === "listen") ? "server" : undefined;
}

function hasWebDirectives(tree: readonly NginxDirective[]): boolean {
  return tree.some(({ body }) => body?.some(({ name }) => ["location", "root", "server_name"].includes(name.text)));
}

/** A fragment's directives in the blocks that would include them. */
export function wrapped(directives: readonly Directive[], context: Context): readonly Directive[] {
  const [first] = directives;
  if (!first || context === "main") return directives;
  const within = (name: string, body: readonly Directive[]): Directive => ({
    name,
    args: [],
    body,
    at: first.at,
    head: first.head,
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
