// Prints how much of what a scan finds is not known, and why: `node bench/unknowns.mjs FOLDER…`, after `npm run build`.
//
//   exposures   how many are exposed, safe and unknown, and how many of them are known in part only
//   findings    how many depend on something that is not known
//   reasons     what is missing, by kind, and the names that are missing most often
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const command = join(fileURLToPath(new URL("..", import.meta.url)), "dist/portcullis.cjs");
const mostNames = 8;

/** What kind of thing is missing, by how its name is written. */
const kinds = [
  ["variables without a value", /^var\./],
  ["data sources", /^data\./],
  ["modules that are not there", /^(the rest of )?module\..* \(/],
  ["outputs of modules", /^module\./],
  ["attributes of resources", /^(\w+\.)?aws_\w+\./],
  ["groups, lists and tables elsewhere", /^(sg|pl|rtb|subnet|vpc|acl|igw)-/],
  ["parameters and pseudo parameters", /^[A-Z]\w*(::\w+)*$/],
];

function kindOf(name) {
  return kinds.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}

function counted(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

const share = (part, whole) => `${part} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error("name a folder: node bench/unknowns.mjs FOLDER…");
  process.exit(2);
}
for (const folder of folders) {
  const { stdout, stderr } = spawnSync(process.execPath, [command, "scan", "--format", "json", folder], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (!stdout) throw new Error(stderr);
  const { looked, exposures, findings, problems } = JSON.parse(stdout);
  const partly = exposures.filter(({ missing }) => missing.length > 0);
  const names = partly.flatMap(({ missing }) => [...new Set(missing.map(({ name }) => name))]);
  console.log(`${folder}: ${looked.files} files, ${exposures.length} exposures, ${problems.length} problems`);
  for (const [verdict, count] of counted(exposures.map((each) => each.verdict)))
    console.log(`  ${verdict}: ${share(count, exposures.length)}`);
  console.log(`  known in part only: ${share(partly.length, exposures.length)}`);
  console.log(
    `  findings that depend on it: ${share(findings.filter(({ verdict }) => verdict === "unknown").length, findings.length)}`,
  );
  console.log(`  reasons, of ${names.length}:`);
  for (const [kind, count] of counted(names.map(kindOf))) console.log(`    ${share(count, names.length)} ${kind}`);
  console.log(`  missing most often:`);
  for (const [name, count] of counted(names).slice(0, mostNames))
    console.log(`    ${share(count, names.length)} ${name}`);
}
