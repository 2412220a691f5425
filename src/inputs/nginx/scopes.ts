import type { Directive } from "./directive";

/** A block within which directives hold: http, a server, a location, or an `if` or `limit_except` of one. */
export interface Scope {
  readonly block: Directive;
  /** What stands in the block itself, by name, in order. */
  readonly written: ReadonlyMap<string, readonly Directive[]>;
  readonly around: Scope | undefined;
}

export function scopeOf(block: Directive, around: Scope | undefined): Scope {
  const written = new Map<string, Directive[]>();
  for (const directive of block.body ?? []) {
    const before = written.get(directive.name);
    if (before) before.push(directive);
    else written.set(directive.name, [directive]);
  }
  return { block, written, around };
}

/** What stands in the block itself under any of these names, in order. */
export function own(scope: Scope, ...names: readonly string[]): readonly Directive[] {
  return writtenIn(scope, names);
}

/** Nearly all that is asked for is not there, so that is one list for all. */
const nothing: readonly Directive[] = [];

function writtenIn({ block, written }: Scope, names: readonly string[]): readonly Directive[] {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return written.get(only) ?? nothing;
  if (!names.some((name) => written.has(name))) return nothing;
  return (block.body ?? []).filter(({ name }) => names.includes(name));
}

/**
 * What holds in a block: what it says itself, or else what the nearest block around it says. Lists are inherited as a whole
 * or not at all, as nginx's modules merge them (nginx.org/en/docs/http/ngx_http_access_module.html and its like).
 */
export function inherited(scope: Scope, ...names: readonly string[]): readonly Directive[] {
  for (let at: Scope | undefined = scope; at; at = at.around) {
    const found = writtenIn(at, names);
    if (found.length > 0) return found;
  }
  return nothing;
}

/** The value of a directive that takes one, where it holds. */
export function settingOf(scope: Scope, name: string): Directive | undefined {
  for (let at: Scope | undefined = scope; at; at = at.around) {
    const found = at.written.get(name)?.at(-1);
    if (found) return found;
  }
  return undefined;
}

export function isOn(directive: Directive | undefined): boolean {
  return directive?.args[0] === "on";
}
