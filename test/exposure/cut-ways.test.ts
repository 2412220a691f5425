import { scan } from "../../src/engine";
import type { Report } from "../../src/model/finding";
import { catalogue, filesOf } from "../support/catalogue";

/** Many proxies before one server, all of which but the last hand on to one of its two ports. */
function reportOn(proxies: number): Report {
  const numbers = Array.from({ length: proxies }, (_, i) => i);
  const service = (name: string, ports = ""): string =>
    `  ${name}:\n    image: nginx:1.27\n    volumes: ["./${name}.conf:/etc/nginx/nginx.conf:ro"]\n${ports}`;
  const gate = (i: number): string => service(`gate${i}`, `    ports: ["${8000 + i}:80"]\n`);
  const stream = (servers: string): string => `events {}\nstream {\n${servers}}\n`;
  const handsOn = (i: number): string =>
    stream(`  server {\n    listen 80;\n    proxy_pass store:${i === proxies - 1 ? 5000 : 9000};\n  }\n`);
  const files = filesOf({
    "compose.yaml": `services:\n${service("store")}${numbers.map(gate).join("")}`,
    "store.conf": stream("  server { listen 5000; return a; }\n  server { listen 9000; return b; }\n"),
    ...Object.fromEntries(numbers.map((i) => [`gate${i}.conf`, handsOn(i)])),
  });
  return scan(files, catalogue(), { named: [], variables: new Map() });
}

const cut = "so many ways lead to store that not all of them were followed";

/** How the port is reached that only the last proxy hands on to, and what is assumed for it. */
function lastDoor({ exposures }: Report): unknown {
  const [exposure] = exposures.filter(({ door, entry }) => door.name === "listen 5000" && entry === "handed-on");
  return exposure && [exposure.reach, exposure.assuming];
}

const published = "the host of compose.yaml can be reached from the internet";

test("up to sixty-four ways to one endpoint are all followed", () => {
  const report = reportOn(64);
  expect(report.problems.map(({ message }) => message)).not.toContain(cut);
  expect(lastDoor(report)).toEqual(["assumed", [published]]);
});

test("that there are more is said, and what they bring is assumed rather than passed over", () => {
  const report = reportOn(70);
  expect(report.problems.map(({ message }) => message)).toContain(cut);
  const rest = "the ways that were not followed bring more than the others";
  expect(lastDoor(report)).toEqual(["assumed", [published, rest]]);
});
