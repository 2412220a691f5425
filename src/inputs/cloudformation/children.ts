import { posix } from "node:path";
import { valueOf } from "../../syntax/tree";
import type { Evaluator } from "./expression";
import { settledAt } from "./links";
import type { Resource } from "./template";
import { textOf } from "./texts";

/** Where the template of a nested stack is: a file by its path as scanned files are named, or elsewhere. */
export type Child =
  { readonly kind: "local"; readonly path: string } | { readonly kind: "elsewhere"; readonly name: string };

/**
 * A path is relative to the template that names it, as `aws cloudformation package` and `sam build` take it. What the CDK
 * nests has an address that is known once it is uploaded, and beside it the file that it wrote.
 */
export function childOf(evaluator: Evaluator, resource: Resource): Child {
  const { template } = evaluator;
  const asset = valueOf(valueOf(resource.node, "Metadata"), "aws:asset:path");
  const property = resource.type === "AWS::CloudFormation::Stack" ? "TemplateURL" : "Location";
  const value = settledAt(evaluator, resource, property);
  const written = value?.kind === "mapping" ? undefined : value && textOf(evaluator, value);
  const text = asset?.kind === "scalar" ? asset.text : written?.known ? written.value : undefined;
  if (text === undefined) return { kind: "elsewhere", name: `the template of ${resource.id}` };
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(text))
    return { kind: "elsewhere", name: `${text}, the template of ${resource.id}` };
  return { kind: "local", path: posix.join(posix.dirname(template.source.file), text) };
}
