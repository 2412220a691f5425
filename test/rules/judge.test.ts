import { scan } from "../../src/engine";
import { catalogue, filesOf } from "../support/catalogue";

test("what is only perhaps so does not silence what certainly is", () => {
  const main = `variable "more" {}
resource "aws_security_group" "db" {
  description = "database"
  ingress {
    description = "a provider, and whoever the deployment adds"
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = concat(["52.0.0.0/8"], var.more)
  }
}
`;
  const { findings } = scan(filesOf({ "main.tf": main }), catalogue(), { variables: new Map(), named: [] });
  const said = findings.map(({ rule, verdict }) => `${verdict} ${rule}`);
  expect(said).toContain("unknown public-all-ports");
  expect(said).toContain("exposed public-database");
});
