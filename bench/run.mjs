// Measures Portcullis and prints ratios, each pair side by side in one run: `npm run bench`.
//
//   start-up    a scan of one compose file against an empty Node process, and against a build without the AWS SDK
//   parsing     megabytes a second of the grammars of HCL, JSON and nginx alone, warm
//   throughput  megabytes a second of each reader on generated input, warm; small compose projects a second
//   ways        the tracer on systems of growing size
//   modules     how the time of a scan grows with the number of Terraform modules
//   memory      the most that a scan of a Terraform plan of 50 MB takes
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { modulesOf, planOf, samples } from "./samples.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const command = join(root, "dist/portcullis.cjs");
const rounds = 30;

function milliseconds(args) {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, args, { stdio: "ignore", cwd: root });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Each set one after the other, so that a busy moment of the machine strikes all of them. */
function startUp() {
  const file = join(root, "fixtures/first-look/app/compose.yaml");
  const work = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
  try {
    cpSync(join(root, "dist"), work, { recursive: true, filter: (path) => !path.endsWith("aws.cjs") });
    const empty = [];
    const scan = [];
    const withoutSdk = [];
    for (let round = 0; round < rounds; round++) {
      empty.push(milliseconds(["-e", "0"]));
      scan.push(milliseconds([command, "scan", file]));
      withoutSdk.push(milliseconds([join(work, "portcullis.cjs"), "scan", file]));
    }
    const against = (others) => median(scan.map((time, i) => time / others[i])).toFixed(2);
    console.log(
      `start-up: scan of one compose file ${median(scan).toFixed(0)} ms, node -e 0 ${median(empty).toFixed(0)} ms, ratio ${against(empty)}`,
    );
    console.log(`start-up: with the AWS SDK beside the program against without it, ratio ${against(withoutSdk)}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const inputs = ["terraform", "plan", "cloudformation", "describe", "compose", "nginx"];

/** The readers and grammars in one bundle; plans are read by the reader of Terraform. */
async function built(work) {
  const from = (names, file) => `export { ${names} } from ${JSON.stringify(join(root, "src", file))};`;
  const entry = join(work, "readers.ts");
  writeFileSync(
    entry,
    [
      ...inputs.filter((name) => name !== "plan").map((name) => from(name, `inputs/${name}/input`)),
      from("parseHcl", "syntax/hcl/parse"),
      from("parseJson", "syntax/json"),
      from("parseNginx", "syntax/nginx/parse"),
      from("sourceText", "model/source"),
    ].join("\n"),
  );
  const outfile = join(work, "readers.cjs");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
    nodePaths: [join(root, "node_modules")],
  });
  const { default: readers } = await import(outfile);
  return readers;
}

/** Seconds of the median of five runs after one to get warm. */
function seconds(run) {
  run();
  return median(
    Array.from({ length: 5 }, () => {
      const start = process.hrtime.bigint();
      run();
      return Number(process.hrtime.bigint() - start) / 1e9;
    }),
  );
}

const speed = (text, time) => `${(text.length / 1e6 / time).toFixed(1).padStart(6)} MB/s`;
const nothingSaid = { variables: new Map() };

function parsing({ parseHcl, parseJson, parseNginx, sourceText }) {
  for (const [name, parse, sample] of [
    ["HCL", parseHcl, samples.terraform()],
    ["JSON", parseJson, samples.plan()],
    ["nginx", parseNginx, samples.nginx()],
  ]) {
    const time = seconds(() => parse(sourceText(sample.path, sample.text)));
    console.log(`parsing: ${name.padEnd(18)} ${speed(sample.text, time)}`);
  }
}

function throughput(readers) {
  for (const name of inputs) {
    const { path, text } = samples[name]();
    const files = { paths: [path], text: (asked) => (asked === path ? text : undefined) };
    const reader = readers[name === "plan" ? "terraform" : name];
    const time = seconds(() => reader.read(files, nothingSaid));
    const { facts } = reader.read(files, nothingSaid);
    const size = (text.length / 1e6).toFixed(1);
    console.log(`throughput: ${name.padEnd(15)} ${speed(text, time)} (${size} MB, ${facts.length} facts)`);
  }
}

/** Projects as most are: one file of two services. */
function smallProjects({ compose }) {
  const text = samples.smallCompose();
  const paths = Array.from({ length: 2000 }, (_, i) => `project${i}/compose.yaml`);
  const files = { paths, text: (path) => (path.endsWith(".yaml") ? text : undefined) };
  const time = seconds(() => compose.read(files, nothingSaid));
  console.log(
    `throughput: ${(paths.length / time).toFixed(0)} small compose projects a second (${text.length} bytes each)`,
  );
}

function modules({ terraform }) {
  const times = [250, 500, 1000].map((count) => {
    const texts = modulesOf(count);
    const files = { paths: [...texts.keys()].sort(), text: (path) => texts.get(path) };
    return { count, time: seconds(() => terraform.read(files, nothingSaid)) };
  });
  const each = times.map(({ count, time }) => `${((time / count) * 1e6).toFixed(0)} µs each of ${count}`);
  console.log(`modules: ${each.join(", ")}`);
}

function memory(work) {
  const file = join(work, "plan.json");
  const text = planOf(18_000);
  writeFileSync(file, text);
  const preload = join(work, "usage.cjs");
  writeFileSync(
    preload,
    'process.on("exit", () => process.stderr.write(`maxRSS ${process.resourceUsage().maxRSS}\\n`));',
  );
  const args = ["--require", preload, command, "scan", "--format", "json", file];
  const { stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: root, maxBuffer: 1 << 30 });
  const most = Number(/maxRSS (\d+)/.exec(stderr)?.[1] ?? 0) * 1024;
  console.log(`memory: a plan of ${(text.length / 1e6).toFixed(0)} MB takes at most ${(most / 1e6).toFixed(0)} MB`);
}

startUp();
const work = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
try {
  const readers = await built(work);
  parsing(readers);
  throughput(readers);
  smallProjects(readers);
  modules(readers);
  memory(work);
} finally {
  rmSync(work, { recursive: true, force: true });
}
// In a process of its own, so that the memory is its own.
spawnSync(process.execPath, [join(root, "bench/ways.mjs")], { stdio: "inherit" });
