import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const common = { bundle: true, platform: "node", format: "cjs", target: "node20", minify: true, logLevel: "warning" };

/** What only the build and rare commands need: in the file of every scan it would be paid for at each start. */
const tooHeavy = ["node_modules/ajv/", "node_modules/@aws-sdk/"];

/** Sources that the command loads when it needs them, each from a file of its own beside it. */
const apart = {
  "./aws/sdk": { source: "src/main/aws/sdk.ts", file: "./aws.cjs" },
  "./validators": { source: "src/settings/validators.ts", file: "./validators.cjs" },
};

const leftApart = {
  name: "left apart",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/aws\/sdk$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: apart[path].file, external: true } : undefined,
    );
  },
};

/**
 * The action runs from a checkout of this repository, where nothing installs or builds: its files are committed.
 * They hold nothing that depends on the machine, so that they change with the sources only.
 */
async function bundleAction(folder) {
  await build({
    ...common,
    entryPoints: { main: "src/main/action.ts", validators: "src/settings/validators.ts" },
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    mainFields: ["module", "main"],
    plugins: [leftApart],
  });
  await compileCatalogue(join(folder, "catalogue.json"));
}

async function bundleApart() {
  for (const { source, file } of Object.values(apart)) {
    // Their modules as they can be shaken: half of the SDK is calls that nobody makes.
    await build({ ...common, entryPoints: [source], outfile: `dist/${file}`, mainFields: ["module", "main"] });
  }
}

/** The program is one function of `require` and the folder that it lies in; `start` calls it. */
async function bundleProgram(folder) {
  const { metafile } = await build({
    ...common,
    entryPoints: { program: "src/main/portcullis.ts" },
    outdir: folder,
    // Prefer modules that can be shaken: half of yaml is not used.
    mainFields: ["module", "main"],
    banner: { js: "(function (require, __dirname) {" },
    footer: { js: "})" },
    plugins: [leftApart],
    // A script from the cache cannot import; `require` loads what is left apart as well.
    supported: { "dynamic-import": false },
    metafile: true,
  });
  const heavy = Object.keys(metafile.inputs).find((input) => tooHeavy.some((path) => input.startsWith(path)));
  if (heavy) throw new Error(`${folder}/program.js must start fast and holds ${heavy}: load it where it is needed`);
}

async function bundleStart(outfile) {
  await build({ ...common, entryPoints: ["src/main/start.ts"], outfile, banner: { js: "#!/usr/bin/env node" } });
  chmodSync(outfile, 0o755);
}

/** Runs a small scan and keeps what V8 has compiled by its end, so that starting again need not compile it. */
function compileAhead(folder) {
  const script = `
    const { Script } = require("node:vm");
    const { readFileSync, writeFileSync } = require("node:fs");
    const [program, compiled, ...args] = process.argv.slice(1);
    const made = new Script(readFileSync(program, "utf8"), { filename: program });
    process.argv = [process.execPath, program, ...args];
    process.on("exit", () => {
      process.exitCode = 0;
      writeFileSync(compiled, made.createCachedData());
    });
    made.runInThisContext()(require("node:module").createRequire(program), require("node:path").dirname(program));`;
  const files = [join(folder, "program.js"), join(folder, "program.v8")].map((file) => resolve(file));
  const { status } = spawnSync(process.execPath, ["-e", script, "--", ...files, "scan", "fixtures/first-look"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`${folder}/program.js does not run`);
}

/** Runs the compiler of the catalogue straight from its sources. */
async function compileCatalogue(target) {
  const { outputFiles } = await build({ ...common, entryPoints: ["src/main/compile-catalogue.ts"], write: false });
  const module = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  module.exports.compileCatalogue(target);
}

async function buildAll() {
  await bundleProgram("dist");
  await bundleStart("dist/portcullis.cjs");
  await bundleApart();
  await compileCatalogue("dist/catalogue.json");
  compileAhead("dist");
  await bundleAction("action");
}

/** `node esbuild.config.mjs` builds everything; with a folder, the files of the action into it, for comparison. */
try {
  const [folder] = process.argv.slice(2);
  await (folder === undefined ? buildAll() : bundleAction(folder));
} catch (error) {
  // esbuild has already said what is wrong with a source.
  if (!error.errors) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
