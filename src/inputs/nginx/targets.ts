import type { Reason } from "../../model/bounds";
import { headOf, type Directive } from "./directive";
import { own, scopeOf, type Scope } from "./scopes";
import { divides, valuesOf, type Part, type Value, type Variables } from "./values";

/** Where a directive such as `proxy_pass` sends what arrives. */
export type Target =
  | { readonly kind: "fixed"; readonly scheme: string | undefined; readonly authority: string }
  | { readonly kind: "chosen"; readonly variable: string }
  /** `anywhere`: the client may be who decides. */
  | { readonly kind: "unknown"; readonly reason: Reason; readonly from: "server" | "anywhere" };

export const passDirectives = [
  "proxy_pass",
  "fastcgi_pass",
  "uwsgi_pass",
  "scgi_pass",
  "grpc_pass",
  "memcached_pass",
] as const;

/** What passes requests on in a location itself, and in the `if` blocks within it. */
export function passesIn(scope: Scope): readonly Directive[] {
  const direct = own(scope, ...passDirectives);
  const conditions = own(scope, "if");
  if (conditions.length === 0) return direct;
  return [...direct, ...conditions.flatMap((condition) => own(scopeOf(condition, scope), ...passDirectives))];
}

/** Every target that a directive may have. */
export function targetsOf(directive: Directive, variables: Variables): readonly Target[] {
  const [text = ""] = directive.args;
  if (!text.includes("$")) return [fixedTarget(text)];
  return valuesOf(text, directive, variables).map((value) => targetOf(value, directive));
}

/** Most targets have no variables, and then no part of them has to be told from another. */
function fixedTarget(text: string): Target {
  const { scheme, rest } = divided(text);
  return { kind: "fixed", scheme, authority: rest.startsWith("unix:") ? rest : rest.replace(/[/?][\s\S]*$/, "") };
}

function divided(target: string): { readonly scheme: string | undefined; readonly rest: string } {
  const [, scheme, rest = ""] = /^(?:([^/:?]*):\/\/)?([\s\S]*)$/.exec(target) ?? [];
  return { scheme, rest };
}

/** Where a part that is no text stands, a character that no configuration has stands for it. */
const firstStandIn = 0xe000;

function targetOf(value: Value, directive: Directive): Target {
  const parts = value.filter((part): part is Exclude<Part, { kind: "text" }> => part.kind !== "text");
  let standIns = 0;
  const written = value
    .map((part) => (part.kind === "text" ? part.text : String.fromCharCode(firstStandIn + standIns++)))
    .join("");
  const { scheme, rest } = divided(written);
  const authority = rest.slice(0, endOfAuthority(rest, parts));
  const within = Array.from((scheme ?? "") + authority).flatMap(
    (char) => parts[char.charCodeAt(0) - firstStandIn] ?? [],
  );
  const chosen = within.find((part) => part.kind === "client" && (divides(part) || isWholeHost(authority)));
  if (chosen?.kind === "client") return { kind: "chosen", variable: chosen.variable };
  const unknown = within.find((part) => part.kind === "unknown");
  if (unknown?.kind === "unknown") return { kind: "unknown", reason: unknown.reason, from: unknown.from };
  if (within.length === 0) return { kind: "fixed", scheme, authority };
  // One label of a name whose domain is fixed: the client picks among what lies there.
  const [first] = within;
  const name = first?.kind === "client" ? first.variable : "a variable";
  return { kind: "unknown", reason: { kind: "variable", name, at: headOf(directive) }, from: "server" };
}

/** The first slash or question mark ends the host, and so does a part that begins with one. */
function endOfAuthority(rest: string, parts: readonly Part[]): number {
  for (let at = 0; at < rest.length; at++) {
    const part = parts[rest.charCodeAt(at) - firstStandIn];
    if ("/?".includes(rest.charAt(at)) && !rest.startsWith("unix:")) return at;
    if (part?.kind === "client" && part.begins === "/") return at;
  }
  return rest.length;
}

function isWholeHost(authority: string): boolean {
  return /^[\ue000-\uf8ff](:\d*)?$/.test(authority);
}
