import { build } from "esbuild";
import { chmodSync } from "node:fs";
import { createRequire } from "node:module";

const common = { bundle: true, platform: "node", format: "cjs", target: "node20", minify: true, logLevel: "warning" };

/** What only the build and rare commands need: in the file of every scan it would be paid for at each start. */
const tooHeavy = ["node_modules/ajv/"];

async function bundleCommand(outfile) {
  const { metafile } = await build({
    ...common,
    entryPoints: ["src/main/portcullis.ts"],
    outfile,
    // Prefer modules that can be shaken: half of yaml is not used.
    mainFields: ["module", "main"],
    banner: { js: "#!/usr/bin/env node" },
    metafile: true,
  });
  const heavy = Object.keys(metafile.inputs).find((input) => tooHeavy.some((folder) => input.startsWith(folder)));
  if (heavy) throw new Error(`${outfile} must start fast and holds ${heavy}: load it where it is needed`);
  chmodSync(outfile, 0o755);
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

try {
  await bundleCommand("dist/portcullis.cjs");
  await compileCatalogue("dist/catalogue.json");
} catch (error) {
  // esbuild has already said what is wrong with a source.
  if (!error.errors) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
