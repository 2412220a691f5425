import type { Reason } from "../../model/bounds";
import type { Trait, TraitName } from "../../model/facts";
import type { Span } from "../../model/source";
import type { Evaluator } from "./expression";
import { settledAt, settledOf } from "./links";
import { leavesOf } from "./paths";
import { presenceOf } from "./presence";
import { propertyOf } from "./properties";
import type { Resource } from "./template";
import { isTrue } from "./texts";
import { resourcesOfType } from "./vpcs";

/** What resources declare in other ways than by a property of its own: among named options, or in a policy that is text. */
export function declaredIn(evaluator: Evaluator): readonly Trait[] {
  return [
    ...resourcesOfType(
      evaluator,
      "AWS::ElasticBeanstalk::Environment",
      "AWS::ElasticBeanstalk::ConfigurationTemplate",
    ).flatMap((resource) => beanstalkAddress(evaluator, resource)),
    ...resourcesOfType(evaluator, "AWS::OpenSearchServerless::SecurityPolicy").flatMap((resource) =>
      publicPolicy(evaluator, resource),
    ),
  ];
}

/** Whether instances take a public address (Elastic Beanstalk Developer Guide, "General options", `aws:ec2:vpc`). */
function beanstalkAddress(evaluator: Evaluator, resource: Resource): readonly Trait[] {
  return leavesOf(evaluator, resource, ["OptionSettings", "*"]).flatMap(({ value, doubt }): readonly Trait[] => {
    const [namespace, name, set] = ["Namespace", "OptionName", "Value"].map((property) =>
      settledOf(propertyOf(evaluator, value, property)),
    );
    if (namespace?.kind !== "text" || namespace.text !== "aws:ec2:vpc") return [];
    if (name?.kind !== "text" || name.text !== "AssociatePublicIpAddress" || !set) return [];
    if (set.kind === "text" && !isTrue(set.text)) return [];
    const because = [...doubt, ...(set.kind === "unknown" ? set.because : [])];
    return [traitOf(evaluator, resource, { trait: "takes-public-address", detail: name.text, at: set.at, because })];
  });
}

/** Whether a network policy lets collections be reached from public networks (OpenSearch Service Developer Guide, "Network access"). */
function publicPolicy(evaluator: Evaluator, resource: Resource): readonly Trait[] {
  const [type, policy] = ["Type", "Policy"].map((name) => settledAt(evaluator, resource, name));
  if (type?.kind !== "text" || type.text !== "network" || !policy) return [];
  if (policy.kind === "text" && !/"AllowFromPublic"\s*:\s*true/.test(policy.text)) return [];
  const because = policy.kind === "unknown" ? policy.because : [];
  return [
    traitOf(evaluator, resource, { trait: "publicly-accessible", detail: "AllowFromPublic", at: policy.at, because }),
  ];
}

interface Declared {
  readonly trait: TraitName;
  readonly detail: string;
  readonly at: Span;
  readonly because: readonly Reason[];
}

function traitOf(evaluator: Evaluator, resource: Resource, { trait, detail, at, because }: Declared): Trait {
  const all = [...presenceOf(evaluator, resource).doubt, ...because];
  const holds = all.length > 0 ? ({ known: false, because: all } as const) : ({ known: true } as const);
  return { kind: "trait", subject: resource.subject, trait, holds, detail, at: evaluator.place(at) };
}
