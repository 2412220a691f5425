const { transformSync } = require("esbuild");

/** Strips types; type errors are `tsc`'s to find. */
module.exports = {
  process: (code, path) =>
    transformSync(code, { loader: "ts", format: "cjs", target: "node20", sourcemap: "inline", sourcefile: path }),
};
