import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

function read(type: string, properties: string) {
  return readingOf(cloudformation, {
    "t.yaml": `Parameters: {C: {Type: String}, G: {Type: 'List<AWS::EC2::SecurityGroup::Id>'}}
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupEgress: [{Description: d, IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8}]}}
  R: {Type: ${type}, Properties: ${properties}}
`,
  });
}

const lightsail = "AWS::Lightsail::Instance";
const ports = (more: string): string =>
  `{BlueprintId: amazon_linux_2, Networking: {Ports: [{Protocol: tcp, FromPort: 22, ToPort: 22${more}}]}}`;
const made = "R.firewall ingress R.firewall";
const byPorts = "R.firewall ingress R.Networking.Ports[0]";
const nodes = "AWS::EKS::Nodegroup";
const byKey = "R.RemoteAccess ingress R.RemoteAccess";
const fleet = "AWS::GameLift::Fleet";

test.each<[string, string, string, readonly string[]]>([
  ["an instance as it is made", lightsail, "{BlueprintId: ubuntu_22_04}", [`${made}: 0.0.0.0/0 ::/0 to tcp 22,80`]],
  ["one of Windows", lightsail, "{BlueprintId: windows_server_2022}", [`${made}: 0.0.0.0/0 ::/0 to tcp 80,3389`]],
  ["ports that name nobody", lightsail, ports(""), [`${byPorts}: 0.0.0.0/0 ::/0 to tcp 22`]],
  ["ports for some", lightsail, ports(", Cidrs: [10.0.0.0/8]"), [`${byPorts}: 10.0.0.0/8 to tcp 22`]],
  [
    "ports for some over IPv6",
    lightsail,
    ports(", Ipv6Cidrs: ['2001:db8::/32']"),
    [`${byPorts}: 2001:db8::/32 to tcp 22`],
  ],
  [
    "ports for the console alone",
    lightsail,
    ports(", CidrListAliases: [lightsail-connect]"),
    [`${byPorts}: nobody..0.0.0.0/0 ::/0 to tcp 22, by prefix-list the addresses of lightsail-connect`],
  ],
  [
    "ports for whom is not known",
    lightsail,
    ports(", Cidrs: [!Ref C]"),
    [`${byPorts}: nobody..0.0.0.0/0 to tcp 22, by variable C`],
  ],
  ["nodes without a key", nodes, "{ClusterName: c}", []],
  ["nodes with a key", nodes, "{RemoteAccess: {Ec2SshKey: k}}", [`${byKey}: 0.0.0.0/0 to tcp 22`]],
  [
    "nodes with a key for a group",
    nodes,
    "{RemoteAccess: {Ec2SshKey: k, SourceSecurityGroups: [!Ref Group]}}",
    [`${byKey}: members of Group to tcp 22`],
  ],
  [
    "nodes with a key for groups that are not known",
    nodes,
    "{RemoteAccess: {Ec2SshKey: k, SourceSecurityGroups: !Ref G}}",
    [`${byKey}: nobody..0.0.0.0/0 to nothing..tcp 22, by variable G`],
  ],
  [
    "a fleet of game servers",
    fleet,
    "{EC2InboundPermissions: [{FromPort: 1935, ToPort: 1940, IpRange: 0.0.0.0/0, Protocol: UDP}]}",
    ["R ingress R.EC2InboundPermissions[0]: 0.0.0.0/0 to udp 1935-1940"],
  ],
  ["a fleet that lets in nobody", fleet, "{}", []],
])("%s", (_, type, properties, lines) => {
  const { facts, problems } = read(type, properties);
  expect(admissionsIn(facts).filter((line) => !line.startsWith("Group "))).toEqual(lines);
  expect(problems).toEqual([]);
});

test("an instance of Lightsail stands behind its own ports and on the internet", () => {
  expect(networkIn(read(lightsail, ports("")).facts)).toEqual([
    "R behind R.firewall",
    "R from 0.0.0.0/0 ::/0 along public address of a Lightsail instance R",
  ]);
});
