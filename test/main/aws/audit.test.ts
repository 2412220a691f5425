import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { blockAnswers, startFaultProxy, type Fault } from "../../support/fault-proxy";
import { describeWith } from "../../support/judges";
import { moto, startMoto, type Moto } from "../../support/moto";
import { folderOf, removeFolders } from "../folders";
import { makeGroups, makeInstance, portcullis, sameInTerraform, type Made, type Ran, type Told } from "./account";

afterAll(removeFolders);

const home = "eu-west-1";
const other = "us-east-1";
const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** What can be reached, however it is called and wherever it is written. */
function reachable({ exposures }: Told): readonly string[] {
  return exposures
    .map(({ verdict, transport, ports, sources, maybe, breadth, service }) =>
      JSON.stringify([verdict, transport, ports, sources, maybe, breadth, service]),
    )
    .sort();
}

describeWith(moto, "an account that runs", () => {
  let server: Moto;
  let made: Made;
  let elsewhere: Made;

  beforeAll(async () => {
    server = await startMoto();
    made = await makeGroups(server.url, home);
    elsewhere = await makeGroups(server.url, other);
  });
  afterAll(() => {
    server.stop();
  });

  const json = (ran: Ran): Told => JSON.parse(ran.stdout) as Told;
  const audit = (...args: readonly string[]): Promise<Ran> =>
    portcullis(["aws", "--endpoint-url", server.url, "--format", "json", ...args]);
  const through = async (
    faults: readonly Fault[],
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ran & { readonly asked: readonly string[] }> => {
    const proxy = await startFaultProxy(server.url, faults);
    const command = ["aws", "--endpoint-url", proxy.url, "--region", home, "--format", "json", ...args];
    const ran = await portcullis(command, { ...credentials, ...env });
    await proxy.stop();
    return { ...ran, asked: proxy.asked };
  };

  test("is found to be as its groups are, and says where in the account", async () => {
    const ran = await audit("--region", home);
    expect([ran.status, ran.stderr]).toEqual([1, ""]);
    const told = json(ran);
    const schema = JSON.parse(readFileSync(join(__dirname, "../../../docs/report-v1.schema.json"), "utf8")) as object;
    const isValid = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(schema);
    isValid(told);
    expect(isValid.errors).toBeNull();
    expect(told.exposures.find(({ ports }) => ports[0] === "22")).toMatchObject({
      verdict: "exposed",
      sources: ["0.0.0.0/0"],
      door: { call: "ec2:DescribeSecurityGroups", object: `${home}/${made.ssh}` },
    });
    expect(told.exposures.find(({ ports }) => ports[0] === "5432")).toMatchObject({ breadth: "private" });
    expect(told.exposures.find(({ ports }) => ports[0] === "6379")).toMatchObject({ sources: ["::/0"] });
    expect(told.exposures.find(({ ports }) => ports[0] === "3389")).toMatchObject({
      sources: ["198.51.100.0/24", "203.0.113.0/24"],
    });
    expect(told.findings).toContainEqual(
      expect.objectContaining({
        rule: "public-ssh",
        target: made.ssh,
        call: "ec2:DescribeSecurityGroups",
        object: `${home}/${made.ssh}`,
      }),
    );
    expect(ran.stdout).not.toMatch(/describe-[a-z-]+\.json|"line"/);
  });

  test("is exposed as the equal Terraform is", async () => {
    const written = folderOf({ "main.tf": sameInTerraform });
    const planned = json(await portcullis(["scan", "--format", "json"], {}, written));
    const running = json(await audit("--region", home));
    expect(planned.exposures.length).toBeGreaterThan(3);
    // The default group of the network is in no Terraform, and lets in nobody but its members.
    expect(reachable(running).filter((line) => !line.includes('"any"'))).toEqual(reachable(planned));
  });

  test("is kept so that a scan of what was kept gives the same", async () => {
    const kept = folderOf({});
    const live = json(await audit("--region", `${home},${other}`, "--save", kept));
    const again = json(await portcullis(["scan", kept, "--format", "json"]));
    expect(again.exposures.map(({ id }) => id).sort()).toEqual(live.exposures.map(({ id }) => id).sort());
    expect(reachable(again)).toEqual(reachable(live));
    const findings = ({ findings: all }: Told): unknown =>
      all
        .map(({ rule, severity, verdict, target, message, fingerprint }) =>
          JSON.stringify([rule, severity, verdict, target, message, fingerprint]),
        )
        .sort();
    expect(findings(again)).toEqual(findings(live));
    expect(again.looked).toEqual(live.looked);
  });

  test("is looked at in all regions", async () => {
    const told = json(await audit("--region", "all"));
    const found = told.findings.filter(({ rule }) => rule === "public-ssh").map(({ object }) => object);
    expect(found.sort()).toEqual([`${home}/${made.ssh}`, `${other}/${elsewhere.ssh}`].sort());
    expect(told.looked.files).toBeGreaterThan(60);
  });

  test("is the same in pages, slow and throttled for a while", async () => {
    const whole = json(await audit("--region", home));
    const actions = ["DescribeSecurityGroups", "DescribeSecurityGroupRules", "GetManagedPrefixListEntries"];
    const { status, stdout, asked } = await through([
      ...actions.map((action): Fault => ({ action, is: { kind: "pages", size: 1 } })),
      { action: "DescribeSecurityGroups", is: { kind: "error", code: "RequestLimitExceeded", status: 503, times: 1 } },
      { action: "DescribeRegions", is: { kind: "delay", milliseconds: 50 } },
    ]);
    expect(status).toBe(1);
    const told = JSON.parse(stdout) as Told;
    expect(reachable(told)).toEqual(reachable(whole));
    expect(told.problems).toEqual(whole.problems);
    expect(asked.filter((call) => call.endsWith("DescribeSecurityGroups")).length).toBeGreaterThan(6);
  });

  test("with a prefix list that may not be read is in doubt where the list is used", async () => {
    const denied: Fault = {
      action: "GetManagedPrefixListEntries",
      is: { kind: "error", code: "UnauthorizedOperation", status: 403 },
    };
    const ran = await through([denied], ["--unknown", "warn"]);
    const told = json(ran);
    const about = { call: "ec2:GetManagedPrefixListEntries", object: `${home}/${made.prefixList}` };
    expect(told.problems).toContainEqual(
      expect.objectContaining({
        code: "denied",
        ...about,
        message: expect.stringMatching(
          /^ec2:GetManagedPrefixListEntries of pl-\w+ is denied in eu-west-1, so .*: portcullis aws policy prints what to allow$/,
        ) as string,
      }),
    );
    const doubtful = told.exposures.find(({ verdict }) => verdict === "unknown");
    expect(doubtful).toMatchObject({
      maybe: { ports: ["3389"] },
      missing: [
        { name: `${made.prefixList} (ec2:GetManagedPrefixListEntries denied)`, call: "ec2:DescribeSecurityGroups" },
      ],
    });
    const unknown = told.findings.find(({ verdict }) => verdict === "unknown")!;
    expect(unknown.message).toContain(
      `${made.prefixList} (ec2:GetManagedPrefixListEntries denied) at ec2:DescribeSecurityGroups ${home}/sg-`,
    );
    expect(ran.stderr).toMatch(/^portcullis: not looked at: ec2:GetManagedPrefixListEntries eu-west-1\/pl-/m);
  });

  const error = (action: string, code: string, status: number, region?: string): Fault => ({
    action,
    ...(region === undefined ? {} : { region }),
    is: { kind: "error", code, status },
  });

  test("without the right to see groups in one region is looked at in the others", async () => {
    const faults = ["DescribeSecurityGroups", "DescribeSecurityGroupRules"].map((action) =>
      error(action, "AccessDenied", 403, home),
    );
    const { status, stdout } = await through(faults, ["--region", other]);
    const told = JSON.parse(stdout) as Told;
    expect(status).toBe(1);
    expect(told.findings.every(({ object }) => object?.startsWith(other))).toBe(true);
    expect(told.problems.filter(({ code }) => code === "denied").map(({ object }) => object)).toEqual([home, home]);
  });

  test("without the right to see any group is not looked at", async () => {
    const faults = ["DescribeSecurityGroups", "DescribeSecurityGroupRules"].map((action) =>
      error(action, "UnauthorizedOperation", 403),
    );
    const { status, stdout, stderr } = await through(faults);
    expect(status).toBe(3);
    expect((JSON.parse(stdout) as Told).exposures).toEqual([]);
    expect(stderr).toMatch(
      /ec2:DescribeSecurityGroups is denied in eu-west-1, so what the security groups let in is not known/,
    );
  });

  const failing: readonly (readonly [string, Fault, RegExp])[] = [
    [
      "answers with HTTP 500",
      error("DescribeNetworkInterfaces", "InternalError", 500),
      /failed in eu-west-1 \((InternalError|HTTP 500)\), so which security groups are in use/,
    ],
    [
      "is throttled to the end",
      error("DescribeNetworkInterfaces", "RequestLimitExceeded", 503),
      /was throttled to the end in eu-west-1/,
    ],
    ["is cut short", { action: "DescribeNetworkInterfaces", is: { kind: "cut short" } }, /failed in eu-west-1/],
    [
      "names itself as its next page",
      { action: "DescribeNetworkInterfaces", is: { kind: "same token" } },
      /failed in eu-west-1/,
    ],
  ];
  test.each(failing)("with a call that %s keeps the rest, and findings win", async (_, fault, message) => {
    const { status, stdout } = await through([fault], [], { AWS_MAX_ATTEMPTS: "2" });
    const told = JSON.parse(stdout) as Told;
    expect(status).toBe(1);
    expect(told.findings.some(({ rule }) => rule === "public-ssh")).toBe(true);
    expect(told.problems).toContainEqual(
      expect.objectContaining({
        code: "unreadable",
        call: "ec2:DescribeNetworkInterfaces",
        object: home,
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  const refusals: readonly (readonly [string, Fault, readonly string[], readonly [number, RegExp]])[] = [
    [
      "an expired token",
      error("DescribeRegions", "RequestExpired", 400),
      [],
      [3, /^portcullis: the AWS credentials have expired \(RequestExpired\): log in again/],
    ],
    [
      "a wrong key",
      error("DescribeRegions", "AuthFailure", 401),
      [],
      [3, /^portcullis: AWS does not accept the credentials in eu-west-1 \(AuthFailure\)/],
    ],
    [
      "regions that may not be listed",
      error("DescribeRegions", "UnauthorizedOperation", 403),
      ["--region", "all"],
      [3, /ec2:DescribeRegions is denied, so which regions/],
    ],
    [
      "a region that is not there",
      { action: "none", is: { kind: "delay", milliseconds: 0 } },
      ["--region", "eu-wst-1"],
      [2, /^portcullis: there is no AWS region eu-wst-1; did you mean "eu-west-1"\n$/],
    ],
  ];
  test.each(refusals)("%s is one sentence", async (_, fault, args, [exit, message]) => {
    const { status, stderr } = await through([fault], args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bat .*\.cjs|is a bug/);
    expect(status).toBe(exit);
  });

  test("regions that are named need no list of regions", async () => {
    const { status } = await through([error("DescribeRegions", "UnauthorizedOperation", 403)]);
    expect(status).toBe(1);
  });

  test("has ways from the internet as far as what they need may be read", async () => {
    const region = "eu-central-1";
    const { ssh } = await makeGroups(server.url, region);
    const { instance, subnet } = await makeInstance(server.url, region, ssh);
    const command = ["aws", "--region", region, "--format", "json", "--endpoint-url"];
    const sshOf = (told: Told) => told.exposures.find(({ ports }) => ports[0] === "22");
    const told = async (...faults: readonly Fault[]): Promise<Told> => {
      const proxy = await startFaultProxy(server.url, faults);
      const ran = await portcullis([...command, proxy.url]);
      await proxy.stop();
      return json(ran);
    };
    const whole = await told(...blockAnswers("off"));
    expect(whole.problems).toEqual([]);
    expect(sshOf(whole)).toMatchObject({
      reach: "proven",
      hops: [
        { what: "route", call: "ec2:DescribeRouteTables" },
        { what: "public IPv4 address", call: "ec2:DescribeNetworkInterfaces" },
        { what: "ingress rule", call: "ec2:DescribeSecurityGroups" },
        { what: "attached to", name: instance },
      ],
    });
    const denied = await told(error("DescribeRouteTables", "UnauthorizedOperation", 403), ...blockAnswers("off"));
    expect(denied.problems).toMatchObject([
      {
        code: "denied",
        message:
          "ec2:DescribeRouteTables is denied in eu-central-1, so which subnets lead to the internet is not known: portcullis aws policy prints what to allow",
      },
    ]);
    expect(sshOf(denied)).toMatchObject({ reach: "assumed" });
    expect(sshOf(await told(...blockAnswers("block-ingress")))).toMatchObject({
      reach: "latent",
      blockedBy: { what: "VPC Block Public Access", call: "ec2:DescribeVpcBlockPublicAccessOptions" },
    });
    expect(sshOf(await told(...blockAnswers("block-ingress", subnet)))).toMatchObject({ reach: "proven" });
    const unread = await told();
    expect(unread.problems).toMatchObject([{ call: "ec2:DescribeVpcBlockPublicAccessOptions", object: region }]);
    expect(sshOf(unread)).toMatchObject({ reach: "proven" });
  });
});
