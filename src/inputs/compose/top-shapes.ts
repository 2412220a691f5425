import { assignments, nothing, options, type Shape } from "./shapes";

const external: Shape = { oneOf: ["boolean", { keys: { name: "text" } }] };

/** What stands at the top of a file under names of its author, and the two texts there. */
export const topShapes: Readonly<Record<string, Shape>> = {
  name: "text",
  version: "text",
  models: { names: "anything" },
  // That a network is a mapping is said with its keys.
  networks: {
    names: {
      oneOf: [
        nothing,
        {
          keys: {
            name: "text",
            driver: "text",
            driver_opts: options,
            ipam: { keys: { driver: "text", config: { list: { names: "anything" } }, options: { names: "text" } } },
            external,
            internal: "boolean",
            enable_ipv4: "boolean",
            enable_ipv6: "boolean",
            attachable: "boolean",
            labels: assignments,
          },
        },
        "anything",
      ],
    },
  },
  volumes: {
    names: {
      oneOf: [nothing, { keys: { name: "text", driver: "text", driver_opts: options, external, labels: assignments } }],
    },
  },
  configs: {
    names: {
      keys: {
        name: "text",
        content: "text",
        environment: "text",
        file: "text",
        external,
        labels: assignments,
        template_driver: "text",
      },
    },
  },
  secrets: {
    names: {
      keys: {
        name: "text",
        environment: "text",
        file: "text",
        external,
        labels: assignments,
        driver: "text",
        driver_opts: options,
        template_driver: "text",
      },
    },
  },
};
