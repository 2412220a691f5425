import { trafficBounds, type Bounds } from "../../model/bounds";
import type { Boundary, Subject } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import { lastPort, noTraffic, portsOf, traffic as trafficSets, type Traffic } from "../../model/traffic";
import { addressesOf } from "../shared/cidr-list";
import { admissionsOf, perhapsRule, securityGroup, type ReadRule } from "../shared/security-group";
import type { Evaluator } from "./expression";
import { itemsOf, type Item } from "./items";
import { linkAt, linksAt, resourceNamed, settledAt, settledOf } from "./links";
import { presenceOf } from "./presence";
import { propertiesIn, propertyOf, resourceProperty } from "./properties";
import type { Resource } from "./template";
import { writtenNumber, writtenText } from "./texts";
import { resourcesOfType } from "./vpcs";

/** A kind of security group that a service of databases has for what stands in no VPC: it names addresses and no ports. */
interface Kind {
  readonly group: string;
  /** The property of a group that lists rules, where it may. */
  readonly inline: string | undefined;
  readonly rule: string;
  /** The property of a rule that names its group. */
  readonly of: string;
  readonly database: string;
  /** The property of a database that lists its groups. */
  readonly groups: string;
}

/** CloudFormation Template Reference, the page of each type. */
const kinds: readonly Kind[] = [
  {
    group: "AWS::RDS::DBSecurityGroup",
    inline: "DBSecurityGroupIngress",
    rule: "AWS::RDS::DBSecurityGroupIngress",
    of: "DBSecurityGroupName",
    database: "AWS::RDS::DBInstance",
    groups: "DBSecurityGroups",
  },
  {
    group: "AWS::Redshift::ClusterSecurityGroup",
    inline: undefined,
    rule: "AWS::Redshift::ClusterSecurityGroupIngress",
    of: "ClusterSecurityGroupName",
    database: "AWS::Redshift::Cluster",
    groups: "ClusterSecurityGroups",
  },
];

/** The port of each engine where a database names none (Amazon RDS User Guide, "Settings for DB instances"; Redshift: `Port`). */
const enginePorts: readonly (readonly [engine: RegExp, port: number])[] = [
  [/^(mysql|mariadb|aurora(-mysql)?)$/, 3306],
  [/^(postgres|aurora-postgresql)$/, 5432],
  [/oracle/, 1521],
  [/sqlserver/, 1433],
  [/^db2/, 50000],
];
const redshiftPort = 5439;

interface RuleRead {
  readonly group: Subject;
  readonly groupAt: Place;
  readonly rule: ReadRule;
  readonly name: string;
  readonly at: Place;
}

/** What the security groups of databases outside of a VPC let in, each at the ports of the databases that have it. */
export function databaseGroupsIn(evaluator: Evaluator): {
  readonly boundaries: readonly Boundary[];
  readonly problems: readonly Problem[];
} {
  const rules = kinds.flatMap((kind) => [...inlineRules(evaluator, kind), ...standingRules(evaluator, kind)]);
  const groups = new Map(rules.map((rule) => [rule.group.id, rule]));
  const boundaries = [...groups.values()].map((first): Boundary => {
    const own = rules.filter(({ group }) => group.id === first.group.id);
    const admissions = own.flatMap(({ rule, name, at }) =>
      admissionsOf(rule, { what: "ingress rule", name, at, focus: at }),
    );
    return securityGroup({ subject: first.group, direction: "ingress", admissions, at: first.groupAt });
  });
  return { boundaries, problems: rules.flatMap(({ rule }) => rule.problems) };
}

function inlineRules(evaluator: Evaluator, kind: Kind): readonly RuleRead[] {
  const { inline } = kind;
  if (inline === undefined) return [];
  return resourcesOfType(evaluator, kind.group).flatMap((resource) => {
    const list = resourceProperty(evaluator, resource, inline);
    const { doubt } = presenceOf(evaluator, resource);
    return itemsOf(evaluator, list, `${resource.id}.${inline}`).map((item) =>
      ruleRead(evaluator, { ...item, doubt: [...doubt, ...item.doubt] }, { kind, group: resource.subject, resource }),
    );
  });
}

/** Rules by themselves; one for a group that stands elsewhere is a group of its own. */
function standingRules(evaluator: Evaluator, kind: Kind): readonly RuleRead[] {
  return resourcesOfType(evaluator, kind.rule).map((resource) => {
    const named = linkAt(evaluator, resource, kind.of)?.value;
    const group = named?.known ? named.value : resource.subject;
    const { doubt } = presenceOf(evaluator, resource);
    const item = { value: propertiesIn(evaluator, resource), name: resource.id, doubt };
    return ruleRead(evaluator, item, { kind, group, resource });
  });
}

interface Owner {
  readonly kind: Kind;
  readonly group: Subject;
  readonly resource: Resource;
}

function ruleRead(evaluator: Evaluator, { value, name, doubt }: Item, { kind, group, resource }: Owner): RuleRead {
  const written = settledOf(propertyOf(evaluator, value, "CIDRIP"));
  const groups = ["EC2SecurityGroupId", "EC2SecurityGroupName"].flatMap(
    (property) => settledOf(propertyOf(evaluator, value, property)) ?? [],
  );
  const cidrs = addressesOf(written ? [writtenText(evaluator, written)] : [], "ipv4");
  const rule: ReadRule = {
    addresses: written && cidrs.addresses,
    members: groups.map((each) => resourceNamed(evaluator, each)),
    traffic: portsBehind(evaluator, kind, { group, at: resource.at }),
    problems: cidrs.problems,
  };
  const at = evaluator.place(value.at);
  return { group, groupAt: resource.at, rule: perhapsRule(rule, doubt), name, at };
}

/** The ports of all databases that have a group; any port of TCP where the template has no such database. */
function portsBehind(
  evaluator: Evaluator,
  kind: Kind,
  { group, at }: { readonly group: Subject; readonly at: Place },
): Bounds<Traffic> {
  const behind = resourcesOfType(evaluator, kind.database).filter((database) =>
    linksAt(evaluator, database, { paths: [[kind.groups]] })?.items.some(
      ({ value }) => value.known && value.value.id === group.id,
    ),
  );
  const anyPort = (name: string): Bounds<Traffic> =>
    trafficBounds.between(noTraffic, portsOf("tcp"), [{ kind: "value", name, at }]);
  if (behind.length === 0) return anyPort(`the port of the databases behind ${group.name}`);
  return behind
    .map((database) => {
      const port = portOf(evaluator, database);
      return port === undefined
        ? anyPort(`the port of ${database.id}`)
        : trafficBounds.certain(portsOf("tcp", [port, port]));
    })
    .reduce(trafficBounds.union, trafficBounds.certain(trafficSets.empty));
}

function portOf(evaluator: Evaluator, database: Resource): number | undefined {
  const written = settledAt(evaluator, database, "Port");
  if (written) {
    const { value } = writtenNumber(evaluator, written);
    return value.known && value.value !== undefined && value.value >= 0 && value.value <= lastPort
      ? value.value
      : undefined;
  }
  if (database.type === "AWS::Redshift::Cluster") return redshiftPort;
  const engine = settledAt(evaluator, database, "Engine");
  const name = engine?.kind === "text" ? engine.text.toLowerCase() : "";
  return enginePorts.find(([pattern]) => pattern.test(name))?.[1];
}
