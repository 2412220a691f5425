import type { Treatment } from "../../model/reading";

/**
 * Every key of the Compose Specification (compose-spec schema/compose-spec.json, 2025), by where it stands, and what becomes
 * of it. `irrelevant`: it opens no port and closes none. `opaque`: it may, and is not read, so what it touches is in
 * doubt. A key in no table is reported. Keys that begin with `x-` are for their authors and do nothing.
 */
export const topLevelKeys = {
  services: "modelled",
  networks: "modelled",
  include: "modelled",
  name: "irrelevant",
  version: "irrelevant",
  volumes: "modelled",
  configs: "modelled",
  secrets: "irrelevant",
  models: "irrelevant",
} as const satisfies Record<string, Treatment>;

export const serviceKeys = {
  ports: "modelled",
  networks: "modelled",
  network_mode: "modelled",
  image: "modelled",
  command: "modelled",
  entrypoint: "modelled",
  environment: "modelled",
  extends: "modelled",
  volumes: "modelled",
  use_api_socket: "modelled",
  deploy: "modelled",
  scale: "modelled",
  // Runs something that is not a container of this project; what that opens, its provider knows.
  provider: "opaque",
  // Mounts whatever another container mounts, control sockets included.
  volumes_from: "opaque",
  // Never active unless asked for, and then as open as any other service: a door all the same.
  profiles: "modelled",
  // Containers of one network reach all ports of each other with and without it (05-services.md, "expose").
  expose: "irrelevant",
  annotations: "irrelevant",
  attach: "irrelevant",
  blkio_config: "irrelevant",
  build: "modelled",
  // NET_ADMIN and NET_RAW change the network that a container has, and open no port of another one.
  cap_add: "irrelevant",
  cap_drop: "irrelevant",
  cgroup: "irrelevant",
  cgroup_parent: "irrelevant",
  configs: "modelled",
  container_name: "modelled",
  cpu_count: "irrelevant",
  cpu_percent: "irrelevant",
  cpu_period: "irrelevant",
  cpu_quota: "irrelevant",
  cpu_rt_period: "irrelevant",
  cpu_rt_runtime: "irrelevant",
  cpu_shares: "irrelevant",
  cpus: "irrelevant",
  cpuset: "irrelevant",
  credential_spec: "irrelevant",
  depends_on: "irrelevant",
  develop: "irrelevant",
  device_cgroup_rules: "irrelevant",
  devices: "irrelevant",
  dns: "irrelevant",
  dns_opt: "irrelevant",
  dns_search: "irrelevant",
  domainname: "irrelevant",
  env_file: "irrelevant",
  external_links: "modelled",
  extra_hosts: "modelled",
  gpus: "irrelevant",
  group_add: "irrelevant",
  healthcheck: "irrelevant",
  hostname: "modelled",
  init: "irrelevant",
  ipc: "irrelevant",
  isolation: "irrelevant",
  label_file: "irrelevant",
  labels: "modelled",
  links: "modelled",
  logging: "irrelevant",
  mac_address: "irrelevant",
  mem_limit: "irrelevant",
  mem_reservation: "irrelevant",
  mem_swappiness: "irrelevant",
  memswap_limit: "irrelevant",
  models: "irrelevant",
  oom_kill_disable: "irrelevant",
  oom_score_adj: "irrelevant",
  pid: "irrelevant",
  pids_limit: "irrelevant",
  platform: "irrelevant",
  post_start: "irrelevant",
  pre_stop: "irrelevant",
  privileged: "irrelevant",
  pull_policy: "irrelevant",
  pull_refresh_after: "irrelevant",
  read_only: "irrelevant",
  restart: "irrelevant",
  runtime: "irrelevant",
  secrets: "irrelevant",
  security_opt: "irrelevant",
  shm_size: "irrelevant",
  stdin_open: "irrelevant",
  stop_grace_period: "irrelevant",
  stop_signal: "irrelevant",
  storage_opt: "irrelevant",
  sysctls: "modelled",
  tmpfs: "irrelevant",
  tty: "irrelevant",
  ulimits: "irrelevant",
  user: "irrelevant",
  userns_mode: "irrelevant",
  uts: "irrelevant",
  working_dir: "irrelevant",
} as const satisfies Record<string, Treatment>;

export const portKeys = {
  target: "modelled",
  published: "modelled",
  host_ip: "modelled",
  protocol: "modelled",
  // Whether every node of a swarm answers, or those that run it; on one host both are the same.
  mode: "irrelevant",
  app_protocol: "irrelevant",
  name: "irrelevant",
} as const satisfies Record<string, Treatment>;

export const networkKeys = {
  internal: "modelled",
  driver: "modelled",
  driver_opts: "modelled",
  // Another project's network, or the engine's own: only `host` bears on what is published.
  external: "modelled",
  attachable: "irrelevant",
  enable_ipv4: "irrelevant",
  enable_ipv6: "modelled",
  ipam: "modelled",
  labels: "modelled",
  name: "modelled",
} as const satisfies Record<string, Treatment>;

export const includeKeys = {
  path: "modelled",
  project_directory: "modelled",
  env_file: "modelled",
} as const satisfies Record<string, Treatment>;

/** What a table says of a key; nothing where the key is in no table. */
export function treatmentOf(table: Readonly<Record<string, Treatment>>, key: string): Treatment | undefined {
  if (key.startsWith("x-")) return "irrelevant";
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
