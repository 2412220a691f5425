// Measures the tracer on systems of growing size: `node bench/ways.mjs`.
//
// Each system is balancers before instances: every instance has a group of its own with ten rules, a network ACL in common
// with the others of its subnet, a published port, and a container behind it; every hundredth is behind a balancer, too.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = (path) => JSON.stringify(join(root, "src", path));

async function loaded() {
  const work = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
  try {
    const entry = join(work, "ways.ts");
    writeFileSync(
      entry,
      [
        `export { trace } from ${source("exposure/trace")};`,
        `export { indexOf } from ${source("model/services")};`,
        `export { addressBounds, trafficBounds, known, unknown } from ${source("model/bounds")};`,
        `export { everyAddress } from ${source("model/addresses")};`,
        `export { parseCidr } from ${source("model/cidr")};`,
        `export { portsOf } from ${source("model/traffic")};`,
      ].join("\n"),
    );
    const outfile = join(work, "ways.cjs");
    await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
    return (await import(outfile)).default;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const at = { kind: "file", file: "main.tf", line: 1, column: 1, endLine: 1, endColumn: 2 };
const subject = (name) => ({ id: `system#${name}`, name });
const statement = (what, name) => ({ what, name, at, focus: at });

function systemOf(instances, model) {
  const { addressBounds, trafficBounds, known, unknown, everyAddress, parseCidr, portsOf } = model;
  const certainly = addressBounds.certain(everyAddress);
  const tcp = (port) => trafficBounds.certain(portsOf("tcp", [port, port]));
  const rule = (name, cidr, port) => ({
    effect: "allow",
    peers: { kind: "addresses", addresses: addressBounds.certain(parseCidr(cidr)) },
    traffic: tcp(port),
    statement: statement("ingress rule", name),
  });
  const boundary = (layer, name, admissions) => ({
    kind: "boundary",
    subject: subject(name),
    layer,
    direction: "ingress",
    decides: layer === "network-acl" ? "first-match" : "union",
    admissions,
    otherwise: "deny",
    at,
  });
  const attached = (layer, name, endpoint) => ({
    kind: "attachment",
    boundary: known(subject(name)),
    layer,
    endpoint: subject(endpoint),
    doubt: [],
    at,
  });
  const handing = (how, from, to, rest) => ({
    kind: "forward",
    how,
    from: subject(from),
    to: subject(to),
    bind: certainly,
    opens: "all",
    cleartext: unknown(),
    evidence: [],
    statement: statement(how, `${from} ${to}`),
    ...rest,
  });
  const facts = [];
  for (let i = 0; i < instances; i++) {
    const [host, group, acl] = [`instance${i}`, `group${i}`, `acl${i % 100}`];
    const cidrs = ["0.0.0.0/0", "::/0", `${(i % 200) + 11}.0.0.0/8`, `10.${i % 256}.0.0/16`];
    if (i < 100) facts.push(boundary("network-acl", acl, [rule(acl, "0.0.0.0/0", 443), rule(acl, "0.0.0.0/0", 8080)]));
    facts.push(
      boundary(
        "security-group",
        group,
        Array.from({ length: 10 }, (_, n) => rule(`${group}[${n}]`, cidrs[n % 4], n === 0 ? 443 : 8000 + n * 8)),
      ),
      attached("security-group", group, host),
      attached("network-acl", acl, host),
      { kind: "route", endpoint: subject(host), from: "internet", leads: certainly, along: [statement("route", host)] },
      handing("publish", host, `container${i}`, { traffic: tcp(443), arriving: tcp(8443), sender: "client" }),
    );
    if (i % 100 === 0)
      for (let n = 0; n < 100 && i + n < instances; n++)
        facts.push(
          handing("balance", `balancer${i}`, `instance${i + n}`, {
            traffic: tcp(80),
            arriving: tcp(443),
            sender: "forwarder",
          }),
        );
  }
  return facts;
}

async function ways() {
  const model = await loaded();
  const services = model.indexOf([]);
  let before;
  for (const instances of [1250, 2500, 5000, 10000]) {
    const facts = systemOf(instances, model);
    const start = process.hrtime.bigint();
    const { exposures } = model.trace(facts, services);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const growth = before === undefined ? "" : `, ${(seconds / before).toFixed(1)} times the time of half as many`;
    console.log(
      `ways: ${String(instances).padStart(5)} instances, ${instances * 10} rules: ${seconds.toFixed(2)} s, ${exposures.length} exposures, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB${growth}`,
    );
    before = seconds;
  }
}

await ways();
