import {
  assignments,
  command,
  duration,
  named,
  nothing,
  options,
  size,
  texts,
  textOrTexts,
  type Shape,
} from "./shapes";

const fileMount: Shape = {
  list: {
    oneOf: ["text", { keys: { source: "text", target: "text", uid: "text", gid: "text", mode: "amount" } }],
  },
};
const hosts: Shape = {
  oneOf: [{ names: textOrTexts }, { list: { like: /[:=]./, means: "NAME:ADDRESS" } }],
};
const update: Shape = {
  keys: {
    parallelism: "amount",
    delay: duration,
    failure_action: "text",
    monitor: duration,
    max_failure_ratio: "amount",
    order: named("start-first", "stop-first"),
  },
};
const hook: Shape = {
  list: { keys: { command, user: "text", privileged: "boolean", working_dir: "text", environment: assignments } },
};

const build: Shape = {
  oneOf: [
    "text",
    {
      keys: {
        context: "text",
        dockerfile: "text",
        dockerfile_inline: "text",
        entitlements: texts,
        args: assignments,
        ssh: assignments,
        labels: assignments,
        cache_from: texts,
        cache_to: texts,
        no_cache: "boolean",
        no_cache_filter: textOrTexts,
        additional_contexts: assignments,
        network: "text",
        provenance: { oneOf: ["text", "boolean"] },
        sbom: { oneOf: ["text", "boolean"] },
        pull: "boolean",
        target: "text",
        shm_size: size,
        extra_hosts: hosts,
        isolation: "text",
        privileged: "boolean",
        secrets: fileMount,
        tags: texts,
        ulimits: "anything",
        platforms: texts,
      },
    },
  ],
};

const deploy: Shape = {
  oneOf: [
    nothing,
    {
      keys: {
        mode: "text",
        endpoint_mode: "text",
        replicas: "number",
        labels: assignments,
        rollback_config: update,
        update_config: update,
        resources: { keys: { limits: "anything", reservations: "anything" } },
        restart_policy: { keys: { condition: "text", delay: duration, max_attempts: "number", window: duration } },
        placement: { keys: { constraints: texts, preferences: "anything", max_replicas_per_node: "number" } },
      },
    },
  ],
};

const dependency: Shape = {
  keys: {
    restart: "boolean",
    required: "boolean",
    condition: named("service_started", "service_healthy", "service_completed_successfully"),
  },
};

const attachment: Shape = {
  keys: {
    aliases: texts,
    interface_name: "text",
    ipv4_address: "text",
    ipv6_address: "text",
    link_local_ips: texts,
    mac_address: "text",
    driver_opts: options,
    priority: "number",
    gw_priority: "number",
  },
};

/** The keys of a service but those that are read, and complained of, by themselves. */
export const serviceShapes: Readonly<Record<string, Shape>> = {
  annotations: assignments,
  attach: "boolean",
  blkio_config: { names: "anything" },
  build,
  cap_add: texts,
  cap_drop: texts,
  cgroup: named("host", "private"),
  cgroup_parent: "text",
  command,
  configs: fileMount,
  container_name: { like: /[a-zA-Z0-9][a-zA-Z0-9_.-]+/, means: "a name of two or more letters or digits" },
  cpus: "number",
  cpuset: "text",
  depends_on: { oneOf: [texts, { names: dependency }] },
  deploy,
  develop: { oneOf: [{ names: "anything" }, nothing] },
  device_cgroup_rules: texts,
  devices: { list: { oneOf: ["text", { keys: { source: "text", target: "text", permissions: "text" } }] } },
  dns: textOrTexts,
  dns_opt: texts,
  dns_search: textOrTexts,
  domainname: "text",
  entrypoint: command,
  env_file: {
    oneOf: ["text", { list: { oneOf: ["text", { keys: { path: "text", format: "text", required: "boolean" } }] } }],
  },
  environment: assignments,
  expose: { list: "amount" },
  external_links: texts,
  extra_hosts: hosts,
  gpus: { oneOf: [named("all"), { list: "anything" }] },
  group_add: { list: "amount" },
  healthcheck: {
    keys: {
      disable: "boolean",
      interval: duration,
      retries: "amount",
      test: textOrTexts,
      timeout: duration,
      start_period: duration,
      start_interval: duration,
    },
  },
  hostname: "text",
  image: "text",
  init: "boolean",
  ipc: "text",
  isolation: "text",
  labels: assignments,
  links: texts,
  logging: { keys: { driver: "text", options } },
  mac_address: "text",
  mem_limit: size,
  mem_reservation: size,
  memswap_limit: size,
  network_mode: "text",
  networks: { oneOf: [texts, { names: { oneOf: [attachment, nothing] } }, "anything"] },
  oom_kill_disable: "boolean",
  oom_score_adj: "amount",
  pids_limit: "amount",
  platform: "text",
  post_start: hook,
  pre_stop: hook,
  privileged: "boolean",
  profiles: texts,
  pull_policy: {
    like: /always|never|build|if_not_present|missing|refresh|daily|weekly|every_(?:[0-9]+[wdhms])+/,
    means: "one of always, never, missing, build, refresh, daily, weekly, every_12h",
  },
  read_only: "boolean",
  restart: "text",
  runtime: "text",
  scale: "count",
  secrets: fileMount,
  security_opt: texts,
  shm_size: size,
  stdin_open: "boolean",
  stop_grace_period: duration,
  stop_signal: "text",
  storage_opt: { names: "anything" },
  sysctls: assignments,
  tmpfs: textOrTexts,
  tty: "boolean",
  ulimits: { names: { oneOf: ["number", { keys: { hard: "amount", soft: "amount" } }] } },
  use_api_socket: "boolean",
  user: "text",
  userns_mode: "text",
  uts: "text",
  volumes: {
    list: {
      oneOf: [
        { like: /./, means: "SOURCE:TARGET" },
        {
          keys: {
            type: "text",
            source: "text",
            target: "text",
            read_only: "boolean",
            consistency: "text",
            bind: "anything",
            volume: "anything",
            tmpfs: "anything",
            image: "anything",
          },
          needs: ["type"],
        },
      ],
    },
  },
  volumes_from: texts,
  working_dir: "text",
};
