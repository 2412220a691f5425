import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { blockAnswers, startFaultProxy, type Fault } from "../../support/fault-proxy";
import { describeWith } from "../../support/judges";
import { moto, startMoto, type Moto } from "../../support/moto";
import { folderOf, removeFolders } from "../folders";
import { makeGroups, makeInstance, portcullis, type Ran, type Told } from "./account";

afterAll(removeFolders);

const region = "eu-west-1";
const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** A load balancer that hands on to an instance at 8080, by a rule to a group of its own as well, and a public database. */
async function makeServices(endpoint: string): Promise<void> {
  const { ssh } = await makeGroups(endpoint, region);
  const { instance } = await makeInstance(endpoint, region, ssh);
  const config = { region, endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const network = new EC2Client(config);
  const { Subnets } = await network.send(new DescribeSubnetsCommand({}));
  network.destroy();
  const client = new ElasticLoadBalancingV2Client(config);
  const { LoadBalancers } = await client.send(
    new CreateLoadBalancerCommand({
      Name: "front",
      Scheme: "internet-facing",
      Subnets: Subnets!.slice(0, 2).map(({ SubnetId }) => SubnetId!),
      SecurityGroups: [ssh],
    }),
  );
  const groupOf = async (name: string, port: number): Promise<string> => {
    const group = new CreateTargetGroupCommand({
      Name: name,
      Protocol: "HTTP",
      Port: port,
      VpcId: Subnets![0]!.VpcId!,
    });
    const { TargetGroups } = await client.send(group);
    const { TargetGroupArn } = TargetGroups![0]!;
    await client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instance, Port: port }] }));
    return TargetGroupArn!;
  };
  const forwardTo = (TargetGroupArn: string) => ({ Type: "forward" as const, TargetGroupArn });
  const { Listeners } = await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [forwardTo(await groupOf("site", 8080))],
    }),
  );
  await client.send(
    new CreateRuleCommand({
      ListenerArn: Listeners![0]!.ListenerArn,
      Priority: 1,
      Conditions: [{ Field: "path-pattern", Values: ["/admin"] }],
      Actions: [forwardTo(await groupOf("admin", 9090))],
    }),
  );
  client.destroy();
  const databases = new RDSClient(config);
  await databases.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: "orders",
      DBInstanceClass: "db.t3.micro",
      Engine: "postgres",
      MasterUsername: "admin",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
      PubliclyAccessible: true,
    }),
  );
  databases.destroy();
}

describeWith(moto, "load balancers and databases of an account that runs", () => {
  let server: Moto;

  beforeAll(async () => {
    server = await startMoto();
    await makeServices(server.url);
  });
  afterAll(() => {
    server.stop();
  });

  const json = (ran: Ran): Told => JSON.parse(ran.stdout) as Told;
  const audit = async (
    faults: readonly Fault[],
    ...args: readonly string[]
  ): Promise<{ readonly told: Told; readonly asked: readonly string[] }> => {
    const proxy = await startFaultProxy(server.url, [...faults, ...blockAnswers("block-ingress")]);
    const command = ["aws", "--endpoint-url", proxy.url, "--region", region, "--format", "json", ...args];
    const ran = await portcullis(command, { ...credentials, AWS_MAX_ATTEMPTS: "2" });
    await proxy.stop();
    return { told: json(ran), asked: proxy.asked };
  };
  const rules = ({ findings }: Told): readonly string[] => [...new Set(findings.map(({ rule }) => rule))].toSorted();

  test("are found, each at what the account answered of it", async () => {
    const { told } = await audit([]);
    expect(told.problems).toEqual([]);
    expect(told.exposures).toContainEqual(
      expect.objectContaining({
        target: "front",
        ports: ["80"],
        door: expect.objectContaining({ call: "elasticloadbalancing:DescribeListeners" }) as object,
      }),
    );
    expect(told.findings).toContainEqual(
      expect.objectContaining({
        rule: "publicly-accessible-service",
        target: "orders",
        call: "rds:DescribeDBInstances",
      }),
    );
    expect(rules(told)).toEqual(expect.arrayContaining(["internet-facing-load-balancer", "public-ssh"]));
  });

  test("are kept so that a scan of what was kept gives the same", async () => {
    const kept = folderOf({});
    const { told } = await audit([], "--save", kept);
    const again = json(await portcullis(["scan", kept, "--format", "json"]));
    expect(again.exposures.map(({ id }) => id).sort()).toEqual(told.exposures.map(({ id }) => id).sort());
    expect(again.findings.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      told.findings.map(({ fingerprint }) => fingerprint).sort(),
    );
  });

  test("are asked for by calls that the policy allows, all of which are made", async () => {
    const { asked } = await audit([]);
    const policy = JSON.parse((await portcullis(["aws", "policy"], {})).stdout) as {
      readonly Statement: readonly { readonly Action: readonly string[] }[];
    };
    const allowed = policy.Statement.flatMap(({ Action }) => Action).map((action) => action.split(":")[1]);
    expect([...new Set(asked.map((call) => call.split(" ")[1]))].toSorted()).toEqual(allowed.toSorted());
  });

  test.each([
    ["DescribeLoadBalancers", "AccessDenied", 403, "denied"],
    ["DescribeListeners", "AccessDenied", 403, "denied"],
    ["DescribeRules", "Throttling", 400, "unreadable"],
    ["DescribeTargetGroups", "AccessDenied", 403, "denied"],
    ["DescribeTargetHealth", "InternalFailure", 500, "unreadable"],
    ["DescribeDBInstances", "AccessDenied", 403, "denied"],
  ])("are told as far as they may be read where %s says %s", async (action, code, status, problem) => {
    const { told } = await audit([{ action, is: { kind: "error", code, status } }]);
    expect(told.problems.length).toBeGreaterThan(0);
    for (const { code: kind, call, message } of told.problems) {
      expect([kind, call?.split(":")[1]]).toEqual([problem, action]);
      expect(message).toMatch(/ in eu-west-1.*, so .*: /);
    }
    expect(rules(told)).toContain("public-ssh");
    expect(rules(told).includes("publicly-accessible-service")).toBe(action !== "DescribeDBInstances");
  });
});
