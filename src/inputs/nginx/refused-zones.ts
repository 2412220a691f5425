import type { Directive } from "./directive";
import type { Refusal } from "./refused";

/** Directives that make a zone of shared memory, and the parameter that has its name before the size. */
const making: Readonly<Record<string, RegExp>> = {
  limit_req_zone: /^zone=([^:]+):/,
  limit_conn_zone: /^zone=([^:]+):/,
  proxy_cache_path: /^keys_zone=([^:]+):/,
  fastcgi_cache_path: /^keys_zone=([^:]+):/,
  uwsgi_cache_path: /^keys_zone=([^:]+):/,
  scgi_cache_path: /^keys_zone=([^:]+):/,
};

interface Use {
  readonly zone: string;
  readonly by: string;
  readonly missing: string;
}

/**
 * Zones that nobody makes or that are made twice, in each of `http` and `stream` (ngx_http_limit_req_module, ngx_http_limit_conn_module,
 * ngx_stream_limit_conn_module and the caches of the modules that hand on). Caches may be chosen by a variable.
 */
export function refusedZones(block: Directive): readonly Refusal[] {
  if (block.name !== "http" && block.name !== "stream") return [];
  const all = withinOf(block);
  const made = new Map<string, Directive>();
  const again = all.flatMap((directive): readonly Refusal[] => {
    const zone = directive.args.flatMap((arg) => making[directive.name]?.exec(arg)?.[1] ?? []).at(-1);
    const before = zone === undefined ? undefined : made.get(zone);
    if (zone !== undefined && !before) made.set(zone, directive);
    return zone !== undefined && before ? [{ message: madeTwice(zone, before, directive), directive }] : [];
  });
  const unmade = all.flatMap((directive): readonly Refusal[] => {
    const use = useOf(directive);
    const maker = use && made.get(use.zone);
    return !use || maker?.name === use.by ? [] : [{ message: maker ? otherUse(use.zone) : use.missing, directive }];
  });
  return [...again, ...unmade];
}

function madeTwice(zone: string, before: Directive, { name }: Directive): string {
  if (before.name !== name) return otherUse(zone);
  return name.startsWith("limit_")
    ? `${name} "${zone}" is already bound to key "${before.args[0] ?? ""}"`
    : `duplicate zone "${zone}"`;
}

function otherUse(zone: string): string {
  return `the shared memory zone "${zone}" is already declared for a different use`;
}

function useOf({ name, args }: Directive): Use | undefined {
  const [first = ""] = args;
  switch (name) {
    case "limit_req": {
      const zone = args.flatMap((arg) => /^zone=(.+)$/.exec(arg)?.[1] ?? [])[0];
      return zone === undefined ? undefined : { zone, by: "limit_req_zone", missing: zeroSize(zone) };
    }
    case "limit_conn":
      return args.length === 2 ? { zone: first, by: "limit_conn_zone", missing: zeroSize(first) } : undefined;
    case "proxy_cache":
    case "fastcgi_cache":
    case "uwsgi_cache":
    case "scgi_cache": {
      const isZone = args.length === 1 && first !== "off" && !first.includes("$");
      const missing = `"${name}" zone "${first}" is unknown`;
      return isZone ? { zone: first, by: `${name}_path`, missing } : undefined;
    }
    default:
      return undefined;
  }
}

function zeroSize(zone: string): string {
  return `zero size shared memory zone "${zone}"`;
}

function withinOf({ body = [] }: Directive): readonly Directive[] {
  return body.flatMap((directive) => [directive, ...withinOf(directive)]);
}
