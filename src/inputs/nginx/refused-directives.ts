import type { Directive } from "./directive";
import { contexts, formsOf, type Form } from "./directives";
import { mostRefusals, templates, type Refusal } from "./refused";
import { valueRefused } from "./refused-values";

/**
 * What `nginx -t` says of each directive by itself, in its terms: where it stands, its arguments, and how often it is there
 * (`ngx_conf_handler`, src/core/ngx_conf_file.c). A directive of another module is not judged, nor is a file that a template
 * puts something into.
 */
export function refusedDirectives(directives: readonly Directive[], kind: "whole" | "fragment"): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const isTemplate = templates();
  const visit = (list: readonly Directive[], level: Level): void => {
    const met = new Set<string>();
    for (const directive of list) {
      if (refusals.length > mostRefusals) return;
      const { name, body } = directive;
      const forms = formsOf(name);
      if (!forms || isTemplate(directive)) continue;
      const allowed = allowedIn(level, name, forms);
      const message =
        allowed.length === 0
          ? `"${name}" directive is not allowed here; it belongs in ${placesOf(forms)}`
          : (shapeRefused(directive, allowed) ??
            repeated(directive, allowed, met) ??
            valueRefused(directive, level.contexts));
      if (message !== undefined) refusals.push({ message, directive });
      met.add(name);
      if (body) visit(body, levelIn(level, name));
    }
  };
  // Whoever includes a fragment decides where it stands.
  visit(directives, levelOf(kind === "whole" ? ["main"] : contexts));
  return refusals;
}

/** The contexts that a block may be, with what has been worked out for them: thousands of servers ask the same. */
interface Level {
  readonly contexts: readonly string[];
  readonly allowed: Map<string, readonly Form[]>;
  readonly inside: Map<string, Level>;
}

function levelOf(contexts: readonly string[]): Level {
  return { contexts, allowed: new Map(), inside: new Map() };
}

function allowedIn({ contexts, allowed }: Level, name: string, forms: readonly Form[]): readonly Form[] {
  const before = allowed.get(name);
  if (before) return before;
  const found = forms.filter((form) => contexts.some((context) => form.contexts.has(context)));
  allowed.set(name, found);
  return found;
}

function levelIn({ contexts, inside }: Level, name: string): Level {
  const before = inside.get(name);
  if (before) return before;
  const level = levelOf(insideOf(name, contexts));
  inside.set(name, level);
  return level;
}

function placesOf(forms: readonly Form[]): string {
  const places = [...new Set(forms.flatMap((form) => [...form.contexts]))];
  return places.map((place) => place.replaceAll("-", " ")).join(", ");
}

function shapeRefused({ name, args, body }: Directive, allowed: readonly Form[]): string | undefined {
  const ends = body ? "block" : "semicolon";
  const alike = allowed.filter((form) => form.ends === ends);
  if (alike.length === 0 && name !== "listen")
    return body ? `directive "${name}" is not terminated by ";"` : `directive "${name}" has no opening "{"`;
  const fits = alike.some(({ least, most }) => args.length >= least && args.length <= most);
  if (!fits && alike.length > 0) return `invalid number of arguments in "${name}" directive`;
  const [value = ""] = args;
  // What the environment or a template puts in is not known.
  if (value.includes("$")) return undefined;
  if (alike.every((form) => form.value === "flag") && !/^(on|off)$/i.test(value))
    return `invalid value "${value}" in "${name}" directive, it must be "on" or "off"`;
  if (alike.every((form) => form.value === "number") && !/^-?\d+$/.test(value))
    return `"${name}" directive invalid number`;
  return undefined;
}

function repeated({ name }: Directive, allowed: readonly Form[], met: ReadonlySet<string>): string | undefined {
  if (!met.has(name) || !allowed.every(({ times }) => times === "once")) return undefined;
  return `"${name}" directive is duplicate`;
}

const nothing: readonly string[] = [];

/** The contexts within a block, for each that it may stand in itself; the rows of a map and of its like are in none. */
function insideOf(name: string, around: readonly string[]): readonly string[] {
  const rows = within.get(name);
  if (!rows) return nothing;
  return around.flatMap((context) => rows.get(context) ?? []);
}

const within: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ...["events", "http", "stream", "mail"].map((name) => [name, new Map([["main", name]])] as const),
  [
    "server",
    new Map([
      ["http", "server"],
      ["stream", "stream-server"],
      ["mail", "mail-server"],
    ]),
  ],
  [
    "upstream",
    new Map([
      ["http", "upstream"],
      ["stream", "stream-upstream"],
    ]),
  ],
  [
    "location",
    new Map([
      ["server", "location"],
      ["location", "location"],
    ]),
  ],
  [
    "if",
    new Map([
      ["server", "if-in-server"],
      ["location", "if-in-location"],
    ]),
  ],
  ["limit_except", new Map([["location", "limit_except"]])],
]);
