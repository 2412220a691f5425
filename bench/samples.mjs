/** Input of a megabyte or so for each reader, made of plain repeated statements. */
const repeated = (count, statement) => Array.from({ length: count }, (_, i) => statement(i)).join("\n");

export const samples = {
  terraform: () => ({
    path: "main.tf",
    text: repeated(
      3000,
      (i) => `resource "aws_security_group" "group_${i}" {
  description = "group ${i}"
  vpc_id      = var.vpc_id
  ingress {
    description = "applications"
    from_port   = ${1024 + (i % 1000)}
    to_port     = ${1024 + (i % 1000)}
    protocol    = "tcp"
    cidr_blocks = ["10.${i % 256}.0.0/16", "192.168.0.0/16"]
  }
}
`,
    ),
  }),
  cloudformation: () => ({
    path: "template.yaml",
    text: `Resources:\n${repeated(
      2000,
      (i) => `  Group${i}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: group ${i}
      SecurityGroupIngress:
        - Description: applications
          IpProtocol: tcp
          FromPort: ${1024 + (i % 1000)}
          ToPort: ${1024 + (i % 1000)}
          CidrIp: 10.${i % 256}.0.0/16`,
    )}\n`,
  }),
  describe: () => ({
    path: "describe-security-groups.json",
    text: JSON.stringify(
      {
        SecurityGroups: Array.from({ length: 3000 }, (_, i) => ({
          GroupId: `sg-${String(i).padStart(8, "0")}`,
          GroupName: `group ${i}`,
          Description: `group ${i}`,
          VpcId: "vpc-1",
          IpPermissions: [
            {
              IpProtocol: "tcp",
              FromPort: 22,
              ToPort: 22,
              IpRanges: [{ CidrIp: `10.${i % 256}.0.0/16`, Description: "office" }],
            },
          ],
          IpPermissionsEgress: [],
        })),
      },
      null,
      2,
    ),
  }),
  compose: () => ({
    path: "compose.yaml",
    text: `services:\n${repeated(
      4000,
      (i) => `  service${i}:
    image: postgres:17
    environment:
      NAME: value ${i}
    ports:
      - "127.0.0.1:${10000 + i}:5432"`,
    )}\n`,
  }),
  nginx: () => ({
    path: "nginx.conf",
    text: `events {}\nhttp {\n${repeated(
      6000,
      (i) => `  server {
    listen ${1024 + (i % 5000)};
    server_name site${i}.example;
    location / {
      proxy_pass http://127.0.0.1:3000;
      proxy_set_header Host $host;
    }
  }`,
    )}\n}\n`,
  }),
};
