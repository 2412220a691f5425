import { known, type Reason } from "../../model/bounds";
import type { AccessBlock, AccessExclusion, EdgeTable, Gateways } from "../shared/network";
import type { AnswerFile } from "./answers";
import { accountSubject, itemsAt, objectsOf, placeAt, statementAt, textAt, type AccountObject } from "./objects";

/** What an account says of its internet gateways (EC2 API Reference, VpcBlockPublicAccessOptions, VpcBlockPublicAccessExclusion, RouteTableAssociation). */
export function gatewaysIn(files: readonly AnswerFile[]): Gateways {
  return {
    blocks: objectsOf(files, "VpcBlockPublicAccessOptions").map(blockOf),
    exclusions: objectsOf(files, "VpcBlockPublicAccessExclusions").flatMap(exclusionOf),
    edgeTables: objectsOf(files, "RouteTables").flatMap(edgeTablesOf),
  };
}

/** Both modes that block keep out what comes in. */
function blockOf(options: AccountObject): AccessBlock {
  const mode = textAt(options, "InternetGatewayBlockMode");
  const name = textAt(options, "AwsRegion") ?? "the options of the account";
  const statement = statementAt(options, { what: "VPC Block Public Access", name }, "InternetGatewayBlockMode");
  return { closes: { value: known(mode !== undefined && mode !== "off"), statement }, doubt: underWay(options) };
}

/** One that is deleted, or that could not be made, excludes nothing. */
function exclusionOf(exclusion: AccountObject): readonly AccessExclusion[] {
  const arn = textAt(exclusion, "ResourceArn") ?? "";
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  if (id === "" || /^(delete-complete|create-failed|disable-complete)$/.test(textAt(exclusion, "State") ?? ""))
    return [];
  const letsIn = known(textAt(exclusion, "InternetGatewayExclusionMode") === "allow-bidirectional");
  return [{ of: known(accountSubject(exclusion, id)), letsIn, doubt: underWay(exclusion) }];
}

function underWay(object: AccountObject): readonly Reason[] {
  const state = textAt(object, "State") ?? "";
  return state.endsWith("-in-progress")
    ? [{ kind: "value", name: `a change that is ${state}`, at: placeAt(object, "State") }]
    : [];
}

/** Associations of a table with an internet gateway in place of a subnet. */
function edgeTablesOf(table: AccountObject): readonly EdgeTable[] {
  const vpc = textAt(table, "VpcId");
  return itemsAt(table, "Associations").flatMap((association): readonly EdgeTable[] => {
    if (vpc === undefined || !textAt(association, "GatewayId")?.startsWith("igw-")) return [];
    const of = known(accountSubject(table, textAt(table, "RouteTableId") ?? ""));
    return [{ vpc: known(accountSubject(table, vpc)), table: of, doubt: [] }];
  });
}
