import type { Configuration, Fact, Mount, Program, Resides } from "../model/facts";
import { append } from "../model/grouped";

/** A program that runs where its configuration is given to an endpoint. */
export interface Running extends Resides {
  readonly program: Program;
  readonly mount: Mount;
  /** Whether the program surely reads it there, and nothing that is said there wins over it. */
  readonly isSure: boolean;
}

/** Where a program finds its configuration by itself, and where those who mount it elsewhere put it. */
const places: Readonly<Record<Program, { readonly own: RegExp; readonly given: RegExp }>> = {
  // An image has a configuration of its own beside what is mounted, so that is never all.
  nginx: { own: /^$/, given: /nginx|openresty/i },
  redis: { own: /^\/opt\/bitnami\/(?:redis|valkey)\/(?:mounted-)?etc\b/, given: /redis|valkey|keydb|\.conf$/i },
  postgresql: { own: /\/(?:postgresql|pgsql)\/(?:[\d.]+\/)?(?:data|docker|conf)\b/, given: /postgres|pgsql|\.conf$/i },
  mongodb: { own: /^\/opt\/bitnami\/mongodb\/conf\b/, given: /mongo|\.(?:conf|ya?ml)$/i },
  mysql: {
    own: /^\/etc\/(?:my\.cnf|mysql|my\.cnf\.d)\b|^\/opt\/bitnami\/(?:mysql|mariadb)\/conf\b/,
    given: /my|maria|\.cnf$/i,
  },
};

/**
 * A program runs wherever its configuration is mounted; a folder of sources may hold one that nobody there reads. A command
 * that names one file has no other one read.
 */
export function runningIn(facts: readonly Fact[]): readonly Running[] {
  const mounts = new Map<string, Mount[]>();
  for (const fact of facts) if (fact.kind === "mount") append(mounts, fact.path, fact);
  if (mounts.size === 0) return [];
  const all = facts.flatMap((fact) => (fact.kind === "configuration" ? runningBy(fact, mounts) : []));
  const commanded = new Set(all.filter(({ mount }) => mount.commanded).map(whereAndWhat));
  return all.filter((one) => one.mount.commanded !== undefined || !commanded.has(whereAndWhat(one)));
}

function runningBy(configuration: Configuration, mounts: ReadonlyMap<string, readonly Mount[]>): readonly Running[] {
  const found = configuration.files.flatMap(aroundPath).flatMap((path) => mounts.get(path) ?? []);
  const endpoints = new Map<string, Mount>();
  for (const mount of found.filter((each) => isRead(configuration, each))) {
    const before = endpoints.get(mount.endpoint.id);
    if (!before || isSure(configuration, mount)) endpoints.set(mount.endpoint.id, mount);
  }
  return [...endpoints.values()].map((mount): Running => ({
    kind: "resides",
    endpoint: configuration.subject,
    within: mount.endpoint,
    at: mount.at,
    mount,
    program: configuration.program,
    isSure: isSure(configuration, mount),
  }));
}

function whereAndWhat({ within, program }: Running): string {
  return `${program} ${within.id}`;
}

/** A path and every folder around it: `a/b/c` is in `a/b` and `a`. */
function aroundPath(path: string): readonly string[] {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? [path] : [path, ...aroundPath(path.slice(0, cut))];
}

function isRead({ program }: Configuration, { inside, commanded }: Mount): boolean {
  return commanded !== undefined || places[program].given.test(inside);
}

function isSure({ program }: Configuration, { inside, commanded }: Mount): boolean {
  return commanded === "by-name" || (commanded === undefined && places[program].own.test(inside));
}
