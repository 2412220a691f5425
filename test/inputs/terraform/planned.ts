/** One resource of a plan as tests write it: what is known after apply, and what its configuration refers to. */
export interface Planned {
  readonly address: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly unknown?: Readonly<Record<string, unknown>>;
  readonly sensitive?: Readonly<Record<string, unknown>>;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly actions?: readonly string[];
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** A plan of resources in the root module as `terraform show -json` prints it. */
export function planOf(resources: readonly Planned[], more: Readonly<Record<string, unknown>> = {}): string {
  const about = (address: string): Readonly<Record<string, unknown>> => {
    const [, type = "", name = ""] = /(\w+)\.(\w+)(?:\[.*\])?$/.exec(address) ?? [];
    return { address, mode: "managed", type, name };
  };
  const left = resources.filter(({ actions = [] }) => !["delete", "forget"].includes(actions.join()));
  return JSON.stringify(
    {
      format_version: "1.2",
      terraform_version: "1.11.0",
      planned_values: {
        root_module: {
          resources: left.map(({ address, values = {}, sensitive = {} }) => ({
            ...about(address),
            values,
            sensitive_values: sensitive,
          })),
        },
      },
      resource_changes: resources.map(
        ({ address, actions = ["create"], before, values = {}, unknown = {}, sensitive = {} }) => ({
          ...about(address),
          change: {
            actions,
            before: before ?? null,
            after: actions.join() === "forget" ? null : values,
            after_unknown: unknown,
            before_sensitive: sensitive,
          },
        }),
      ),
      configuration: {
        root_module: {
          resources: resources.map(({ address, expressions = {} }) => ({
            ...about(address),
            address: address.replace(/\[.*\]$/, ""),
            expressions,
          })),
        },
      },
      ...more,
    },
    null,
    1,
  );
}

export function refersTo(...references: readonly string[]): Readonly<Record<string, unknown>> {
  return { references };
}
