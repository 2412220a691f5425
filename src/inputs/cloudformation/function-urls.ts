import { unknown } from "../../model/bounds";
import type { Trait } from "../../model/facts";
import type { Evaluator } from "./expression";
import { linkAt, settledAt } from "./links";
import { presenceOf } from "./presence";
import type { Resource } from "./template";
import { resourcesOfType } from "./vpcs";

/**
 * Addresses of functions that ask for no authorisation. Everyone may call one where a permission of the function says so, too
 * (AWS Lambda Developer Guide, "Control access to Lambda function URLs"); it may stand outside of the template.
 */
export function functionUrlsIn(evaluator: Evaluator): readonly Trait[] {
  const forEveryone = resourcesOfType(evaluator, "AWS::Lambda::Permission").filter(
    (permission) =>
      says(evaluator, permission, "Principal", "*") && !says(evaluator, permission, "FunctionUrlAuthType", "aws_iam"),
  );
  return resourcesOfType(evaluator, "AWS::Lambda::Url").flatMap((url): readonly Trait[] => {
    const type = settledAt(evaluator, url, "AuthType");
    if (type?.kind === "text" && type.text.trim().toLowerCase() !== "none") return [];
    const permission = forEveryone.find((each) => isOfOneFunction(evaluator, url, each));
    const missing = `a permission for everyone to call ${url.id}`;
    const because = [
      ...presenceOf(evaluator, url).doubt,
      ...(type?.kind === "unknown" ? type.because : []),
      ...(permission
        ? presenceOf(evaluator, permission).doubt
        : [evaluator.reason("reference", missing, type?.at ?? url.span)]),
    ];
    const at = type ? evaluator.place(type.at) : url.at;
    const holds = because.length > 0 ? unknown(...because) : ({ known: true } as const);
    const granted = permission && {
      other: { what: "permission", name: permission.id, at: permission.at, focus: permission.at },
    };
    const { subject } = url;
    return [{ kind: "trait", subject, trait: "publicly-accessible", holds, detail: "AuthType: NONE", at, ...granted }];
  });
}

function says(evaluator: Evaluator, resource: Resource, name: string, text: string): boolean {
  const value = settledAt(evaluator, resource, name);
  return value?.kind === "text" && value.text.trim().toLowerCase() === text;
}

function isOfOneFunction(evaluator: Evaluator, url: Resource, permission: Resource): boolean {
  const target = linkAt(evaluator, url, "TargetFunctionArn")?.value;
  const named = linkAt(evaluator, permission, "FunctionName")?.value;
  return target?.known === true && named?.known === true && target.value.id === named.value.id;
}
