import { execFile } from "node:child_process";
import { join } from "node:path";
import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateManagedPrefixListCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  type IpPermission,
} from "@aws-sdk/client-ec2";
import { folderOf } from "../folders";

const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
const program = join(__dirname, "../../../dist/portcullis.cjs");

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with nothing of this machine's configuration; without blocking, since proxies answer from here. */
export function portcullis(
  args: readonly string[],
  env: Readonly<Record<string, string>> = keys,
  cwd?: string,
): Promise<Ran> {
  const { PATH = "" } = process.env;
  const home = folderOf({});
  return new Promise((resolve) => {
    const options = {
      cwd: cwd ?? home,
      env: { PATH, HOME: home, AWS_EC2_METADATA_DISABLED: "true", ...env },
      timeout: 20_000,
    };
    const child = execFile(process.execPath, [program, ...args], options, (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** The ids of what an account is given. */
export interface Made {
  readonly ssh: string;
  readonly prefixList: string;
}

/** Groups that between them use every kind of peer. */
export async function makeGroups(endpoint: string, region: string): Promise<Made> {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new EC2Client({ region, endpoint, credentials });
  const group = async (name: string, port: number, peer: Partial<IpPermission>): Promise<string> => {
    const { GroupId } = await client.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name }));
    const permission = { IpProtocol: "tcp", FromPort: port, ToPort: port, ...peer };
    await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] }));
    return GroupId!;
  };
  const list = new CreateManagedPrefixListCommand({
    PrefixListName: "partner",
    AddressFamily: "IPv4",
    MaxEntries: 2,
    Entries: [{ Cidr: "198.51.100.0/24" }, { Cidr: "203.0.113.0/24" }],
  });
  const { PrefixList } = await client.send(list);
  const prefixList = PrefixList!.PrefixListId!;
  const ssh = await group("ssh", 22, { IpRanges: [{ CidrIp: "0.0.0.0/0" }] });
  await group("database", 5432, { IpRanges: [{ CidrIp: "10.0.0.0/8" }] });
  await group("cache", 6379, { Ipv6Ranges: [{ CidrIpv6: "::/0" }] });
  await group("behind", 3306, { UserIdGroupPairs: [{ GroupId: ssh }] });
  await group("partner", 3389, { PrefixListIds: [{ PrefixListId: prefixList }] });
  client.destroy();
  return { ssh, prefixList };
}

/** An instance with a public address behind a group, in a subnet that leads to the internet. */
export async function makeInstance(
  endpoint: string,
  region: string,
  group: string,
): Promise<{ readonly instance: string; readonly subnet: string }> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new EC2Client({ region, endpoint, credentials });
  const { Subnets } = await client.send(new DescribeSubnetsCommand({}));
  const { VpcId, SubnetId } = Subnets![0]!;
  const { InternetGateway } = await client.send(new CreateInternetGatewayCommand({}));
  const gateway = { InternetGatewayId: InternetGateway!.InternetGatewayId!, VpcId: VpcId! };
  await client.send(new AttachInternetGatewayCommand(gateway));
  const { RouteTable } = await client.send(new CreateRouteTableCommand({ VpcId: VpcId! }));
  const { RouteTableId } = RouteTable!;
  await client.send(new AssociateRouteTableCommand({ RouteTableId: RouteTableId!, SubnetId: SubnetId! }));
  await client.send(
    new CreateRouteCommand({
      RouteTableId: RouteTableId!,
      DestinationCidrBlock: "0.0.0.0/0",
      GatewayId: gateway.InternetGatewayId,
    }),
  );
  const { Instances } = await client.send(
    new RunInstancesCommand({
      ImageId: "ami-12c6146b",
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: SubnetId!, Groups: [group], AssociatePublicIpAddress: true }],
    }),
  );
  client.destroy();
  return { instance: Instances![0]!.InstanceId!, subnet: SubnetId! };
}

/** What the groups above let in, as Terraform writes it. */
export const sameInTerraform = `
resource "aws_ec2_managed_prefix_list" "partner" {
  name           = "partner"
  address_family = "IPv4"
  max_entries    = 2
  entry {
    cidr = "198.51.100.0/24"
  }
  entry {
    cidr = "203.0.113.0/24"
  }
}

resource "aws_security_group" "ssh" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "database" {
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_security_group" "cache" {
  ingress {
    protocol         = "tcp"
    from_port        = 6379
    to_port          = 6379
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_security_group" "behind" {
  ingress {
    protocol        = "tcp"
    from_port       = 3306
    to_port         = 3306
    security_groups = [aws_security_group.ssh.id]
  }
}

resource "aws_security_group" "partner" {
  ingress {
    protocol        = "tcp"
    from_port       = 3389
    to_port         = 3389
    prefix_list_ids = [aws_ec2_managed_prefix_list.partner.id]
  }
}
`;

export interface Exposed {
  readonly id: string;
  readonly verdict: string;
  readonly transport: string;
  readonly ports: readonly string[];
  readonly sources: readonly string[];
  readonly maybe: { readonly ports: readonly string[]; readonly sources: readonly string[] };
  readonly breadth: string;
  readonly service: object | null;
  readonly door: { readonly call?: string; readonly object?: string };
  readonly missing: readonly { readonly name: string; readonly call?: string; readonly object?: string }[];
}

export interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly verdict: string;
  readonly target: string;
  readonly message: string;
  readonly fingerprint: string;
  readonly call?: string;
  readonly object?: string;
}

export interface Told {
  readonly looked: { readonly files: number };
  readonly exposures: readonly Exposed[];
  readonly findings: readonly Found[];
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly call?: string;
    readonly object?: string;
  }[];
}
