import type { Reason } from "../../model/bounds";
import { headOf, type Directive } from "./directive";
import type { Location } from "./locations";
import { canContain, capturesOf, type Capture } from "./patterns";
import { own, type Scope } from "./scopes";

/** A value with variables in its parts: text, what the client decides, and what is not known. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "client"; readonly variable: string; readonly begins: "/" | "anyhow"; readonly pattern: string }
  | { readonly kind: "unknown"; readonly reason: Reason; readonly from: "server" | "anywhere" };

export type Value = readonly Part[];

/** Where variables get their values from. */
export interface Variables {
  /** `map`, `geo` and `split_clients` blocks by the variable that they make. */
  readonly tables: ReadonlyMap<string, Directive>;
  /** The server, and the location where there is one. */
  readonly server: Scope | undefined;
  readonly location: Location | undefined;
}

/** The tables of an `http` or `stream` block. */
export function tablesOf(block: Scope): ReadonlyMap<string, Directive> {
  return new Map(
    own(block, "map", "geo", "split_clients").map((table) => [(table.args.at(-1) ?? "").replace(/^\$/, ""), table]),
  );
}

const mostAlternatives = 24;
const deepest = 6;

/** Every value that a text with variables may have; the client's part in each stays a part. */
export function valuesOf(text: string, at: Directive, variables: Variables, depth = 0): readonly Value[] {
  if (!text.includes("$")) return [[{ kind: "text", text }]];
  let values: readonly Value[] = [[]];
  for (const piece of text.matchAll(/\$\{?(\w+)\}?|[^$]+|\$/g)) {
    const [whole, name] = piece;
    const options: readonly Value[] =
      name === undefined ? [[{ kind: "text", text: whole }]] : valuesOfVariable(name, at, variables, depth);
    values = values.flatMap((value) => options.map((option) => [...value, ...option]));
    if (values.length > mostAlternatives) return [[unknownPart(`the many values of ${text}`, at, "anywhere")]];
  }
  return values;
}

function unknownPart(name: string, at: Directive, from: "server" | "anywhere"): Part {
  return { kind: "unknown", reason: { kind: "variable", name, at: headOf(at) }, from };
}

function valuesOfVariable(name: string, at: Directive, variables: Variables, depth: number): readonly Value[] {
  if (depth > deepest) return [[unknownPart(`$${name}`, at, "anywhere")]];
  const capture = captureNamed(name, variables);
  if (capture?.choices) return capture.choices.map((text) => [{ kind: "text", text }]);
  const assigned = assignmentsOf(name, variables);
  if (assigned.length > 0) {
    const values = assigned.flatMap((set) => valuesOf(set.args[1] ?? "", set, variables, depth + 1));
    return values.length > mostAlternatives ? [[unknownPart(`$${name}`, at, "anywhere")]] : values;
  }
  if (capture) return [[{ kind: "client", variable: `$${name}`, begins: "anyhow", pattern: capture.pattern }]];
  const table = variables.tables.get(name);
  if (table) return valuesOfTable(table, at, variables, depth);
  return builtIn(name, at);
}

function captureNamed(name: string, { location, server }: Variables): Capture | undefined {
  for (let inside = location; inside; inside = inside.around) {
    const capture = inside.match.kind === "regex" ? capturesOf(inside.match.pattern).get(name) : undefined;
    if (capture) return capture;
  }
  const names = server ? own(server, "server_name").flatMap(({ args }) => args) : [];
  for (const each of names) {
    const capture = each.startsWith("~") ? capturesOf(each.slice(1)).get(name) : undefined;
    if (capture) return capture;
  }
  return /^\d$/.test(name) ? { choices: undefined, pattern: ".*", before: "" } : undefined;
}

/** The `set` directives that may have the last word on a variable where it is used. */
function assignmentsOf(name: string, { location, server }: Variables): readonly Directive[] {
  const inLocation = location ? lastAssignments(location.scope.block.body ?? [], name) : [];
  if (inLocation.some(({ sure }) => sure)) return inLocation.map(({ set }) => set);
  const inServer = server ? lastAssignments(server.block.body ?? [], name) : [];
  return [...inServer, ...inLocation].map(({ set }) => set);
}

interface Assignment {
  readonly set: Directive;
  /** Whether every request that comes by gets it. */
  readonly sure: boolean;
}

function lastAssignments(body: readonly Directive[], name: string): readonly Assignment[] {
  let found: Assignment[] = [];
  for (const directive of body) {
    if (directive.name === "set" && directive.args[0] === `$${name}`) found = [{ set: directive, sure: true }];
    else if (directive.name === "if")
      found.push(...lastAssignments(directive.body ?? [], name).map(({ set }) => ({ set, sure: false })));
  }
  return found;
}

/** What stands on the right of a table's rows; a row whose key is a regular expression may hand on what it matched. */
function valuesOfTable(table: Directive, at: Directive, variables: Variables, depth: number): readonly Value[] {
  const rows = (table.body ?? []).filter(
    ({ name, args }) => args.length > 0 && !/^(include|proxy|proxy_recursive|delete|ranges)$/.test(name),
  );
  if (rows.length > mostAlternatives) return [[unknownPart(`the many values of $${tableName(table)}`, at, "anywhere")]];
  const [source = ""] = table.args;
  return rows.flatMap((row): readonly Value[] => {
    const text = row.args[0] ?? "";
    if (table.name !== "map" || !text.includes("$")) return [[{ kind: "text", text }]];
    const captures = row.name.startsWith("~") ? capturesOf(row.name.replace(/^~\*?/, "")) : new Map<string, Capture>();
    const byClient = valuesOf(source, table, variables, depth + 1).some((value) =>
      value.some(({ kind }) => kind === "client"),
    );
    return valuesOf(text, row, variables, depth + 1).map((value) =>
      value.map((part): Part => {
        if (part.kind !== "client" || !captures.has(part.variable.slice(1))) return part;
        const pattern = captures.get(part.variable.slice(1))?.pattern ?? ".*";
        return byClient ? { ...part, pattern } : unknownPart(part.variable, row, "anywhere");
      }),
    );
  });
}

function tableName({ args }: Directive): string {
  return (args.at(-1) ?? "").replace(/^\$/, "");
}

/** nginx's own variables (nginx.org/en/docs/varindex.html), by who decides on them. */
function builtIn(name: string, at: Directive): readonly Value[] {
  const client = (begins: "/" | "anyhow", pattern: string): readonly Value[] => [
    [{ kind: "client", variable: `$${name}`, begins, pattern }],
  ];
  const texts = (...all: readonly string[]): readonly Value[] => all.map((text) => [{ kind: "text", text }]);
  if (name === "scheme") return texts("http", "https");
  if (name === "is_args") return texts("", "?");
  if (/^(request_uri|uri|document_uri)$/.test(name)) return client("/", ".*");
  if (/^(host|ssl_server_name|ssl_preread_server_name)$/.test(name)) return client("anyhow", "[\\w.:-]*");
  if (
    /^(http|arg|cookie)_\w+$|^(args|query_string|request|request_body|remote_user|proxy_protocol_tlv_\w+)$/.test(name)
  )
    return client("anyhow", ".*");
  if (name === "request_method") return client("anyhow", "[A-Z]*");
  const fixed =
    /^(server_name|server_addr|server_port|hostname|nginx_version|pid|msec|time_\w+|proxy_host|proxy_port|request_id|connection\w*|upstream_\w+|sent_\w+|status|[A-Z][A-Z0-9_]*|remote_\w+|realip_\w+|ssl_\w+|protocol|document_root|realpath_root)$/;
  return [[unknownPart(`$${name}`, at, fixed.test(name) ? "server" : "anywhere")]];
}

/** Whether what a part of the client's may be has a character in it that ends or divides host names. */
export function divides(part: Extract<Part, { readonly kind: "client" }>): boolean {
  return [".", "/", ":", "@"].some((char) => canContain(part.pattern, char));
}
