import { known, unknown, type Known } from "../../model/bounds";
import type { AccessBlock, AccessExclusion, EdgeTable, Gateways } from "../shared/network";
import type { Evaluator } from "./expression";
import { linkAt, resourceOf, settledAt } from "./links";
import { presenceOf } from "./presence";
import type { Resource } from "./template";
import { textOf } from "./texts";
import { gatewayOf, resourcesOfType } from "./vpcs";

/** What a template says of internet gateways themselves (CloudFormation Template Reference, the page of each type). */
export function gatewaysIn(stacks: readonly Evaluator[]): Gateways {
  return {
    blocks: stacks.flatMap(blocksIn),
    exclusions: stacks.flatMap(exclusionsIn),
    edgeTables: stacks.flatMap(edgeTablesIn),
  };
}

/** Both modes that block keep out what comes in. */
function blocksIn(evaluator: Evaluator): readonly AccessBlock[] {
  return resourcesOfType(evaluator, "AWS::EC2::VPCBlockPublicAccessOptions").map((resource) => {
    const mode = settledAt(evaluator, resource, "InternetGatewayBlockMode");
    const text = mode ? textOf(evaluator, mode) : notWritten(resource, "InternetGatewayBlockMode");
    const value = text.known ? known(text.value !== "off") : text;
    const { id: name, at } = resource;
    const statement = { what: "VPC Block Public Access", name, at, focus: mode ? evaluator.place(mode.at) : at };
    return { closes: { value, statement }, doubt: presenceOf(evaluator, resource).doubt };
  });
}

function exclusionsIn(evaluator: Evaluator): readonly AccessExclusion[] {
  return resourcesOfType(evaluator, "AWS::EC2::VPCBlockPublicAccessExclusion").flatMap((resource) => {
    const of = linkAt(evaluator, resource, "SubnetId") ?? linkAt(evaluator, resource, "VpcId");
    const mode = settledAt(evaluator, resource, "InternetGatewayExclusionMode");
    const text = mode ? textOf(evaluator, mode) : notWritten(resource, "InternetGatewayExclusionMode");
    const letsIn = text.known ? known(text.value === "allow-bidirectional") : text;
    return of ? [{ of: of.value, letsIn, doubt: presenceOf(evaluator, resource).doubt }] : [];
  });
}

function edgeTablesIn(evaluator: Evaluator): readonly EdgeTable[] {
  return resourcesOfType(evaluator, "AWS::EC2::GatewayRouteTableAssociation").flatMap((resource) => {
    const gateway = settledAt(evaluator, resource, "GatewayId");
    const kind = gateway && gatewayOf(evaluator, gateway);
    if (kind?.known && kind.value !== "internet gateway") return [];
    const table = linkAt(evaluator, resource, "RouteTableId")?.value ?? notWritten(resource, "RouteTableId");
    const owned = resourceOf(evaluator, table);
    const vpc = owned && linkAt(owned.evaluator, owned.resource, "VpcId")?.value;
    return [{ vpc: vpc ?? notWritten(resource, "VpcId"), table, doubt: presenceOf(evaluator, resource).doubt }];
  });
}

function notWritten({ subject, at }: Resource, name: string): Known<never> {
  return unknown({ kind: "value", name: `${subject.name}.${name}, which is not written`, at });
}
