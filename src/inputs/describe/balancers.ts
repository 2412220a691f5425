import { everyAddress } from "../../model/addresses";
import { addressBounds, known, unknown, type Known } from "../../model/bounds";
import type { Cleartext, Listener, Subject } from "../../model/facts";
import type { Balancing, BalancerType, Target, TargetGroup } from "../shared/balancing";
import { listenerTraffic } from "../shared/load-balancer";
import type { WrittenList } from "../shared/network";
import type { AnswerFile } from "./answers";
import { balancerSubject, endpointsByAddress } from "./endpoints";
import { accountSubject, itemsAt, objectsOf, placeAt, statementAt, textAt, type AccountObject } from "./objects";

/** What load balancers of an account listen on and hand on. */
export interface AccountBalancing {
  readonly listeners: readonly Listener[];
  readonly balancings: readonly Balancing[];
  readonly targetGroups: readonly TargetGroup[];
}

/** What `elbv2 describe-listeners`, `describe-rules`, `describe-target-groups`, `describe-target-health` and `elb describe-load-balancers` answer. */
export function balancingIn(files: readonly AnswerFile[]): AccountBalancing {
  const balancers = new Map(
    objectsOf(files, "LoadBalancers").map((object) => [textAt(object, "LoadBalancerArn") ?? "", object]),
  );
  const rules = objectsOf(files, "Rules");
  const modern = objectsOf(files, "Listeners").map((object): Balancing => {
    const arn = textAt(object, "LoadBalancerArn") ?? "";
    const balancer = balancers.get(arn);
    const actions = [object, ...rules.filter((rule) => isRuleOf(rule, object))].flatMap((each) => [
      ...itemsAt(each, "DefaultActions"),
      ...itemsAt(each, "Actions"),
    ]);
    return {
      balancer: balancer ? balancerSubject(balancer) : accountSubject(object, arn, arn.split("/").at(-2)),
      type: balancerType(object, balancer),
      traffic: listenerTraffic(textOf(object, "Protocol"), portOf(object, "Port"), placeAt(object)),
      cleartext: cleartextOf(object),
      to: actions.flatMap((action) => groupsOf(action)),
      statement: statementAt(object, { what: "listener", name: textAt(object, "ListenerArn") ?? arn }, "Port"),
    };
  });
  const classic = classicIn(files);
  const balancings = [...modern, ...classic.balancings];
  return {
    listeners: balancings.map(listenerOf),
    balancings,
    targetGroups: [...targetGroupsIn(files), ...classic.targetGroups],
  };
}

function listenerOf({ balancer, traffic, cleartext, statement }: Balancing): Listener {
  const bind = addressBounds.certain(everyAddress);
  return {
    kind: "listener",
    endpoint: balancer,
    layer: "load-balancer",
    bind,
    traffic,
    cleartext,
    evidence: [],
    statement,
  };
}

/** The ARN of a rule is that of its listener with another resource type and an id at its end. */
function isRuleOf(rule: AccountObject, listener: AccountObject): boolean {
  const arn = textAt(listener, "ListenerArn");
  const ofRule = (textAt(rule, "RuleArn") ?? "").replace(":listener-rule/", ":listener/");
  return arn !== undefined && ofRule.startsWith(`${arn}/`);
}

function groupsOf(action: AccountObject): readonly Known<Subject>[] {
  const arns = [action, ...itemsAt(action, "ForwardConfig", "TargetGroups")].map((each) =>
    textAt(each, "TargetGroupArn"),
  );
  return [...new Set(arns.filter((arn) => arn !== undefined))].map((arn) => known(accountSubject(action, arn)));
}

function balancerType(listener: AccountObject, balancer: AccountObject | undefined): Known<BalancerType> {
  const type = balancer && textAt(balancer, "Type");
  if (type === "application" || type === "network" || type === "gateway") return known(type);
  const name = textAt(listener, "LoadBalancerArn") ?? "a listener without LoadBalancerArn";
  return unknown({ kind: "reference", name, at: placeAt(listener) });
}

function targetGroupsIn(files: readonly AnswerFile[]): readonly TargetGroup[] {
  const health = files.flatMap((file) =>
    (file.answers.get("TargetHealthDescriptions") ?? []).map((node) => ({
      group: file.targetGroup,
      object: { source: file.source, folder: file.folder, node },
    })),
  );
  const byAddress = endpointsByAddress(files);
  return objectsOf(files, "TargetGroups").map((object): TargetGroup => {
    const arn = textAt(object, "TargetGroupArn") ?? "";
    const vpc = textAt(object, "VpcId") ?? "";
    const targets = health.flatMap(({ group, object: target }) =>
      group === arn ? [targetOf(target, (address) => byAddress.get(`${vpc} ${address}`))] : [],
    );
    return {
      subject: accountSubject(object, arn, textAt(object, "TargetGroupName")),
      at: placeAt(object),
      type: typeOf(object),
      protocol: textOf(object, "Protocol"),
      port: portOf(object, "Port"),
      keepsClient: known(undefined),
      targets: { items: targets, open: [] },
    };
  });
}

function typeOf(object: AccountObject): TargetGroup["type"] {
  const type = textAt(object, "TargetType");
  if (type === "instance" || type === "ip" || type === "lambda" || type === "alb") return known(type);
  return unknown({ kind: "value", name: "a target group without TargetType", at: placeAt(object) });
}

/** A target that is an address is what has that address in the VPC of its group. */
function targetOf(
  object: AccountObject,
  having: (address: string) => Subject | undefined,
): WrittenList<Target>["items"][number] {
  const id = textAt(object, "Target", "Id") ?? "";
  const port = textAt(object, "Target", "Port");
  const target = {
    endpoint: having(id) ?? accountSubject(object, id),
    port: known(port === undefined ? undefined : Number(port)),
  };
  return { value: known(target), at: placeAt(object) };
}

/** A classic load balancer has its instances behind each of its listeners. */
function classicIn(files: readonly AnswerFile[]): Pick<AccountBalancing, "balancings" | "targetGroups"> {
  const pairs = objectsOf(files, "LoadBalancerDescriptions").flatMap((object) => {
    const balancer = balancerSubject(object);
    const targets = itemsAt(object, "Instances").map((each) => ({
      value: known({ endpoint: accountSubject(each, textAt(each, "InstanceId") ?? ""), port: known(undefined) }),
      at: placeAt(each),
    }));
    return itemsAt(object, "ListenerDescriptions").map((each, i) => {
      const name = `${balancer.name}.ListenerDescriptions[${i}]`;
      const subject = { id: `${balancer.id}.${i}`, name };
      const balancing: Balancing = {
        balancer,
        type: known("classic"),
        traffic: listenerTraffic(
          textOf(each, "Listener", "Protocol"),
          portOf(each, "Listener", "LoadBalancerPort"),
          placeAt(each),
        ),
        cleartext: cleartextOf(each, "Listener"),
        to: [known(subject)],
        statement: statementAt(each, { what: "listener", name }, "Listener"),
      };
      const group: TargetGroup = {
        subject,
        at: placeAt(each),
        type: known("instance"),
        protocol: textOf(each, "Listener", "InstanceProtocol"),
        port: portOf(each, "Listener", "InstancePort"),
        keepsClient: known(undefined),
        targets: { items: targets, open: [] },
      };
      return { balancing, group };
    });
  });
  return { balancings: pairs.map(({ balancing }) => balancing), targetGroups: pairs.map(({ group }) => group) };
}

/** HTTP can be overheard unless all that it does is to send clients to HTTPS; what TCP and UDP carry is up to the targets. */
function cleartextOf(object: AccountObject, ...path: readonly string[]): Known<Cleartext> {
  const protocol = (textAt(object, ...path, "Protocol") ?? "").toUpperCase();
  if (["HTTPS", "TLS", "SSL", "QUIC"].includes(protocol)) return known("encrypted");
  if (protocol !== "HTTP") return unknown({ kind: "value", name: `what ${protocol} carries`, at: placeAt(object) });
  const actions = itemsAt(object, "DefaultActions");
  const redirects = actions.every((action) => textAt(action, "RedirectConfig", "Protocol")?.toUpperCase() === "HTTPS");
  return known(actions.length > 0 && redirects ? "redirect" : "cleartext");
}

function textOf(object: AccountObject, ...path: readonly string[]): Known<string> {
  const text = textAt(object, ...path);
  return text === undefined
    ? unknown({ kind: "value", name: `an object without ${path.at(-1) ?? ""}`, at: placeAt(object) })
    : known(text);
}

function portOf(object: AccountObject, ...path: readonly string[]): Known<number | undefined> {
  const text = textAt(object, ...path);
  return known(text === undefined ? undefined : Number(text));
}
