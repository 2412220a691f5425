import type { Program } from "../../model/facts";
import type { Treatment } from "../../model/reading";

/** The databases whose configuration is read here. */
export type Database = Exclude<Program, "nginx">;

/**
 * The settings of each program that bear on who reaches it, by the names that it documents (redis.conf; PostgreSQL 17,
 * "Connections and Authentication"; MongoDB 8.0 "Configuration File Options"; MySQL 8.4 "Server System Variables"; MariaDB).
 * `opaque`: it says more, and is not followed. These programs have hundreds of settings of caches, logs and replicas: a
 * setting that is in no table is reported where its name speaks of a network, and irrelevant where it does not.
 */
export const settingTables = {
  redis: {
    bind: "modelled",
    port: "modelled",
    "tls-port": "modelled",
    "protected-mode": "modelled",
    requirepass: "modelled",
    user: "modelled",
    aclfile: "modelled",
    "cluster-enabled": "modelled",
    "cluster-port": "modelled",
    include: "opaque",
    unixsocket: "irrelevant",
    unixsocketperm: "irrelevant",
    "bind-source-addr": "irrelevant",
    "socket-mark-id": "irrelevant",
    "cluster-announce-ip": "irrelevant",
    "cluster-announce-port": "irrelevant",
    "cluster-announce-tls-port": "irrelevant",
    "cluster-announce-bus-port": "irrelevant",
    "cluster-announce-hostname": "irrelevant",
    "cluster-preferred-endpoint-type": "irrelevant",
    "replica-announce-ip": "irrelevant",
    "replica-announce-port": "irrelevant",
    "slave-announce-ip": "irrelevant",
    "slave-announce-port": "irrelevant",
  },
  postgresql: {
    listen_addresses: "modelled",
    port: "modelled",
    hba_file: "modelled",
    include: "opaque",
    include_dir: "opaque",
    include_if_exists: "opaque",
    unix_socket_directories: "irrelevant",
    unix_socket_group: "irrelevant",
    unix_socket_permissions: "irrelevant",
    primary_conninfo: "irrelevant",
    bonjour: "irrelevant",
    bonjour_name: "irrelevant",
    log_hostname: "irrelevant",
  },
  mongodb: {
    "net.bindIp": "modelled",
    "net.bindIpAll": "modelled",
    "net.port": "modelled",
    "net.ipv6": "modelled",
    "security.authorization": "modelled",
    "net.unixDomainSocket.enabled": "irrelevant",
    "net.unixDomainSocket.pathPrefix": "irrelevant",
    "net.unixDomainSocket.filePermissions": "irrelevant",
    "net.maxIncomingConnections": "irrelevant",
    "net.wireObjectCheck": "irrelevant",
    "net.serviceExecutor": "irrelevant",
    "net.listenBacklog": "irrelevant",
  },
  mysql: {
    "bind-address": "modelled",
    port: "modelled",
    "skip-networking": "modelled",
    "mysqlx-bind-address": "modelled",
    "mysqlx-port": "modelled",
    "admin-address": "modelled",
    "admin-port": "modelled",
    "!include": "opaque",
    "!includedir": "opaque",
    socket: "irrelevant",
    "mysqlx-socket": "irrelevant",
    "report-host": "irrelevant",
    "report-port": "irrelevant",
    "port-open-timeout": "irrelevant",
    "skip-name-resolve": "irrelevant",
    "host-cache-size": "irrelevant",
    "skip-host-cache": "irrelevant",
  },
} as const satisfies Record<Database, Record<string, Treatment>>;

/** Parts of the names of settings that speak of a network. */
const ofNetworks: Readonly<Record<Database, RegExp>> = {
  redis: /^(?:bind|port|listen)|-(?:port|address|bind)$/,
  postgresql: /listen|_address|^port|^host/,
  mongodb: /^net\.(?!tls\.|ssl\.|compression\.|http\.)/,
  mysql: /bind|listen|^!/,
};

/** What becomes of a setting; nothing where it speaks of a network and is in no table. */
export function treatmentOf(program: Database, name: string): Treatment | undefined {
  const table: Readonly<Record<string, Treatment>> = settingTables[program];
  if (Object.hasOwn(table, name)) return table[name];
  return ofNetworks[program].test(name) ? undefined : "irrelevant";
}
