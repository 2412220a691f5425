import type { Boundary } from "../../model/facts";
import { admissionsOf, everythingLeaves, perhapsRule } from "../shared/security-group";
import type { Evaluator } from "./expression";
import { settledAt } from "./links";
import { presenceOf } from "./presence";
import { resourcesOfType } from "./vpcs";

/**
 * What leaves notebooks past the security groups of their VPC: everything, unless direct access to the internet is switched
 * off (Amazon SageMaker AI Developer Guide, "Connect a Notebook Instance in a VPC to External Resources").
 */
export function notebookEgressIn(evaluator: Evaluator): readonly Boundary[] {
  return resourcesOfType(evaluator, "AWS::SageMaker::NotebookInstance").flatMap((resource): readonly Boundary[] => {
    const access = settledAt(evaluator, resource, "DirectInternetAccess");
    if (access?.kind === "text" && access.text.trim().toLowerCase() !== "enabled") return [];
    const because = [...presenceOf(evaluator, resource).doubt, ...(access?.kind === "unknown" ? access.because : [])];
    const { subject, at } = resource;
    const focus = access ? evaluator.place(access.at) : at;
    const statement = { what: "direct internet access", name: `${resource.id}.DirectInternetAccess`, at, focus };
    const admissions = admissionsOf(perhapsRule(everythingLeaves, because), statement);
    return [
      {
        kind: "boundary",
        subject,
        layer: "host",
        direction: "egress",
        decides: "union",
        admissions,
        otherwise: "deny",
        at,
      },
    ];
  });
}
