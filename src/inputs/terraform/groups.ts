import { known, unknown, type Known } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import type { Site } from "./site";
import { reasonsIn, type SettledValue } from "./value";
import { textOf } from "./plain";

export const groupTypes = new Set(["aws_security_group", "aws_default_security_group"]);
const vpcTypes = new Set(["aws_vpc", "aws_default_vpc"]);

/** The security group that a value names: one of this input, or one that stands elsewhere, by its id. */
export function groupNamed(site: Site, value: SettledValue, at: Place): Known<Subject> {
  const own = value.kind === "unknown" ? ownGroup(value.of) : undefined;
  if (own) return known(own);
  const text = textOf(value);
  if (text !== undefined && text !== "") return known({ id: `${site.rootFolder}#${text}`, name: text });
  const because = reasonsIn(value);
  return because.length > 0 ? unknown(...because) : unknown({ kind: "value", name: "a value that names no group", at });
}

type Of = Extract<SettledValue, { readonly kind: "unknown" }>["of"];

/** Rules may name a group by its id or, in a network of old, by its name. */
function ownGroup(of: Of): Subject | undefined {
  if (!of) return undefined;
  if (groupTypes.has(of.type) && ["id", "name"].includes(of.name)) return of.subject;
  if (!vpcTypes.has(of.type) || of.name !== "default_security_group_id") return undefined;
  return { id: `${of.subject.id}.default_security_group`, name: `${of.subject.name}.default_security_group` };
}

export function isDefaultGroup(group: Subject): boolean {
  return group.id.endsWith(".default_security_group");
}

/** Whether a group is one that this input makes, or the default one of a network that it makes. */
export function isGroupHere(site: Site, group: Subject): boolean {
  return isDefaultGroup(group) || groupTypes.has(site.bySubject.get(group.id)?.type ?? "");
}
