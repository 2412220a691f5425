// Measures Portcullis and prints ratios, each pair side by side in one run: `npm run bench`.
//
//   start-up    a scan of one compose file against an empty Node process, and against a build without the AWS SDK
//   throughput  megabytes a second of each reader on generated input, warm
//   ways        the tracer on systems of growing size
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { samples } from "./samples.mjs";
import { ways } from "./ways.mjs";

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

async function throughput() {
  const work = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
  try {
    const entry = join(work, "readers.ts");
    const inputs = ["terraform", "cloudformation", "describe", "compose", "nginx"];
    writeFileSync(
      entry,
      inputs
        .map((name) => `export { ${name} } from ${JSON.stringify(join(root, `src/inputs/${name}/input`))};`)
        .join("\n"),
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
    for (const name of inputs) {
      const { path, text } = samples[name]();
      const files = { paths: [path], text: (asked) => (asked === path ? text : undefined) };
      const once = () => {
        const start = process.hrtime.bigint();
        const { facts } = readers[name].read(files, { variables: new Map() });
        return { seconds: Number(process.hrtime.bigint() - start) / 1e9, facts: facts.length };
      };
      once();
      const runs = Array.from({ length: 5 }, once);
      const seconds = median(runs.map((run) => run.seconds));
      console.log(
        `throughput: ${name.padEnd(15)} ${(text.length / 1e6 / seconds).toFixed(1).padStart(6)} MB/s (${(text.length / 1e6).toFixed(1)} MB, ${runs[0].facts} facts)`,
      );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

startUp();
await throughput();
await ways();
