/**
 * Lists of blocks that the provider fills in itself where nobody writes them: a plan has them as known only after apply
 * whether or not they are written, and `dynamic` blocks are not in its configuration. What is written beside them tells that
 * they are not (found by planning each resource without them, AWS provider 5.100; its pages name what excludes what).
 */
const excluders: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "network_interface",
    [
      "associate_public_ip_address",
      "ipv6_address_count",
      "ipv6_addresses",
      "private_ip",
      "secondary_private_ips",
      "security_groups",
      "source_dest_check",
      "subnet_id",
      "vpc_security_group_ids",
    ],
  ],
  ["subnet_mapping", ["subnets"]],
  ["launch_template", ["launch_configuration", "mixed_instances_policy"]],
  ["mixed_instances_policy", ["launch_configuration", "launch_template"]],
]);

/**
 * `ingress`, `egress` and `route` are attributes to Terraform: of `dynamic` blocks that are repeated for what is not known it
 * prints one block, in which all that is written is known only after apply, and a list that is unknown as a whole is not
 * written. A cluster of MSK cannot be made public while it is made (MSK Developer Guide, "Turn on public access").
 */
const neverUnknownAsDynamic: ReadonlySet<string> = new Set(["ingress", "egress", "route", "connectivity_info"]);

/** Whether a list of blocks that is not known, of a resource that is made, can be that of a `dynamic` block. */
export function canBeDynamic(block: string, isWritten: (argument: string) => boolean): boolean {
  return !neverUnknownAsDynamic.has(block) && !(excluders.get(block) ?? []).some(isWritten);
}

/** Blocks of which one can stand for any number of others. */
const standIns: ReadonlySet<string> = new Set(["ingress", "egress"]);

/** Whether the one block that Terraform prints of a `dynamic` block stands for a number of them that is not known. */
export function canStandForMany(block: string, isUnknown: (argument: string) => boolean): boolean {
  return standIns.has(block) && ["protocol", "from_port", "to_port"].every(isUnknown);
}
