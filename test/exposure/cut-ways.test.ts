import { scan } from "../../src/engine";
import type { Report } from "../../src/model/finding";
import { catalogue, filesOf } from "../support/catalogue";

/** A proxy that is published at many ports, before a server of which it hands on to one of two ports. */
function reportOn(ports: number): Report {
  const stream = (servers: string): string => `events {}\nstream {\n${servers}}\n`;
  const service = (name: string): string =>
    `  ${name}:\n    image: nginx:1.27\n    volumes: ["./${name}.conf:/etc/nginx/nginx.conf:ro"]\n`;
  const published = Array.from({ length: ports }, (_, i) => `      - "${10_000 + i}:80"\n`).join("");
  const files = filesOf({
    "compose.yaml": `services:\n${service("store")}${service("gate")}    ports:\n${published}`,
    "gate.conf": stream("  server { listen 80; proxy_pass store:9000; }\n"),
    "store.conf": stream("  server { listen 5000; return a; }\n  server { listen 9000; return b; }\n"),
  });
  return scan(files, catalogue(), { named: [], variables: new Map() });
}

const cut = "so many ways lead to gate that not all of them were followed";

/** What is assumed for the port of the store that nothing hands on to; nothing where nobody gets there. */
function otherDoor({ exposures }: Report): readonly string[] | undefined {
  const other = exposures.find(({ door, reach }) => door.name === "listen 5000" && reach !== "latent");
  return other?.assuming;
}

test("a hundred ways to one endpoint are all followed", () => {
  const report = reportOn(100);
  expect(report.problems.map(({ message }) => message)).not.toContain(cut);
  expect(otherDoor(report)).toBeUndefined();
});

test("where there are more than anybody reads that is said, and what the rest bring is assumed", () => {
  const report = reportOn(1100);
  expect(report.problems.map(({ message }) => message)).toContain(cut);
  expect(otherDoor(report)).toContain("the ways that were not followed bring more than the others");
});
