import type { Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import { placeOf, type FilePlace } from "../../model/source";
import { groupTypes } from "./groups";
import { referencesIn } from "./plan-configuration";
import { leadsOf, type Directory, type Lead, type Standpoint } from "./plan-references";
import type { PlannedResource } from "./plan-resources";
import { expressionsIn, type Part } from "./plan-values";
import { listOf, unknownValue, type Value } from "./value";
import { reference } from "./world";

export interface UnknownArgument {
  readonly part: Part;
  readonly name: string;
  readonly at: FilePlace;
  /** `aws_security_group.web` */
  readonly address: string;
  readonly from: Standpoint;
  readonly subjectOf: (resource: PlannedResource) => Subject;
}

/**
 * What is known before apply of an argument whose value is not: the attributes that its expression refers to. Names of
 * lists are plurals in the AWS provider, so that each attribute is an item of such a list, and otherwise the value.
 */
export function unknownArgument(
  directory: Directory,
  { part, name, at, address, from, subjectOf }: UnknownArgument,
): Value {
  const expressions = part.expressions.flatMap((each) => expressionsIn(each, name));
  const leads = leadsOf(directory, referencesIn(...expressions), from).filter((lead) => canBe(name, lead));
  const values = leads.flatMap((lead) => (lead.kind === "attribute" ? [attributeValue(lead)] : []));
  const elsewhere = leads.flatMap((lead): readonly Reason[] => (lead.kind === "elsewhere" ? [lead.because] : []));
  const [only] = values;
  if (!only)
    return unknownValue(elsewhere.length > 0 ? elsewhere : [reference(`${address}.${pathOf(part, name)}`, at)]);
  if (values.length === 1 && elsewhere.length === 0) return only;
  if (/s$/.test(name)) return listOf(values, { shape: "list", open: elsewhere });
  return unknownValue([...values.flatMap(({ because }) => because), ...elsewhere]);

  function attributeValue({ of, name: written, at: where }: Extract<Lead, { kind: "attribute" }>) {
    const attribute = written ?? (/arns?$/.test(name) ? "arn" : "id");
    const because = reference(`${of.address}.${attribute}`, placeOf(directory.source, where.node));
    return unknownValue([because], { subject: subjectOf(of), type: of.type, name: attribute });
  }
}

/** The configuration does not say which argument of a block that is written as an attribute a reference stands in. */
function canBe(name: string, lead: Lead): boolean {
  if (lead.kind === "elsewhere") return true;
  const isGroup = groupTypes.has(lead.of.type) || lead.name === "default_security_group_id";
  if (/security_group/.test(name)) return isGroup;
  if (/cidr|_port$|protocol/.test(name)) return !isGroup;
  return true;
}

function pathOf({ path }: Part, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
