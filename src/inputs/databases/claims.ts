import type { Database } from "./constructs";
import { hasServerGroup } from "./mysql";

/** What a file of a database is: the configuration of a program, or the list of who may log in to PostgreSQL. */
export type Role = Database | "pg-hba";

interface Claim {
  readonly role: Role;
  readonly name: RegExp;
  readonly holds: (text: string) => boolean;
}

/** By a name that people give such files, and by a line that only such a file has. */
const claims: readonly Claim[] = [
  {
    role: "redis",
    name: /^(?!.*sentinel)(?:.*[-_.])?(?:redis|valkey|keydb)(?:[-_.].*)?\.conf$/i,
    holds: has(/^[ \t]*(?:bind|port|protected-mode|requirepass|save|append\w+|maxmemory|daemonize|tls-port)[ \t]+\S/im),
  },
  { role: "pg-hba", name: /pg_hba.*\.conf$/i, holds: has(/^[ \t]*(?:local|host\w*|include\w*)[ \t]/m) },
  {
    role: "postgresql",
    name: /^(?:.*[-_.])?postgres(?:ql)?(?:[-_.].*)?\.conf$/i,
    holds: has(/^[ \t]*(?:listen_addresses|port|max_connections|(?:shared|wal|log|archive|ssl|hba|include)\w*)\b/im),
  },
  {
    role: "mongodb",
    name: /^mongo(?:d|s|db)?(?:[-_.].*)?\.(?:conf|cfg|ya?ml)$/i,
    holds: (text) =>
      /^(?:net|storage|systemLog|security|replication|sharding)[ \t]*:|^[ \t]*(?:bind_ip\w*|dbpath|port)[ \t]*=/m.test(
        text,
      ) && !/^(?:apiVersion|services|kind)[ \t]*:/m.test(text),
  },
  { role: "mysql", name: /\.cnf$/i, holds: hasServerGroup },
];

function has(line: RegExp): (text: string) => boolean {
  return (text) => line.test(text);
}

/** What a file is, the text being asked for only where its name may be that of a database's. */
export function roleOf(path: string, text: (path: string) => string | undefined): Role | undefined {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const claim = claims.find((each) => each.name.test(name));
  const found = claim && text(path);
  return claim && found !== undefined && claim.holds(found) ? claim.role : undefined;
}
