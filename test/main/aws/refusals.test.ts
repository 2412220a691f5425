import { freePort } from "../../support/moto";
import { folderOf, removeFolders } from "../folders";
import { portcullis } from "./account";

afterAll(removeFolders);

const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

test("the policy allows what is asked and nothing else", async () => {
  const { status, stdout, stderr } = await portcullis(["aws", "policy"], {});
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PortcullisAudit",
        Effect: "Allow",
        Action: [
          "ec2:DescribeManagedPrefixLists",
          "ec2:DescribeNetworkAcls",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRegions",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroupRules",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcBlockPublicAccessExclusions",
          "ec2:DescribeVpcBlockPublicAccessOptions",
          "ec2:GetManagedPrefixListEntries",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
          "rds:DescribeDBInstances",
        ],
        Resource: "*",
      },
    ],
  });
});

const config = (text: string): Readonly<Record<string, string>> => ({
  AWS_CONFIG_FILE: `${folderOf({ config: text })}/config`,
});

describe("what stands in the way is one sentence", () => {
  const cases: readonly (readonly [
    string,
    readonly string[],
    () => Readonly<Record<string, string>>,
    readonly [number, RegExp],
  ])[] = [
    ["no credentials", ["--region", "eu-west-1"], () => ({}), [3, /no AWS credentials were found: log in with/]],
    [
      "a profile without credentials",
      ["--profile", "empty"],
      () => config("[profile empty]\nregion = eu-west-1\n"),
      [3, /the AWS profile "empty" gives no credentials/],
    ],
    [
      "an unknown profile",
      ["--profile", "audti", "--region", "eu-west-1"],
      () => config("[profile audit]\n"),
      [2, /there is no AWS profile "audti": aws configure list-profiles lists them; did you mean "audit"/],
    ],
    [
      "an unknown profile of the environment",
      ["--region", "eu-west-1"],
      () => ({ AWS_PROFILE: "gone" }),
      [2, /there is no AWS profile "gone"/],
    ],
    ["no region", [], () => keys, [2, /no AWS region is set: give --region, or set AWS_REGION/]],
  ];
  test.each(cases)("%s", async (_, args, env, [exit, message]) => {
    const { status, stdout, stderr } = await portcullis(["aws", ...args], env());
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^portcullis: [^\n]*\n$/);
    expect([status, stdout]).toEqual([exit, ""]);
  });

  test("an endpoint at which nothing answers", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const { status, stderr } = await portcullis(["aws", "--endpoint-url", endpoint, "--region", "eu-west-1"], keys);
    expect(stderr).toBe(`portcullis: nothing answers at ${endpoint} (ECONNREFUSED): check --endpoint-url\n`);
    expect(status).toBe(3);
  });
});
