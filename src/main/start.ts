import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

// Compiling the program takes longer than a small scan, so the build keeps what V8 made of it. V8 refuses what another
// version or kind of machine made, and then compiles the text as ever.
const program = join(__dirname, "program.js");
const compiled = join(__dirname, "program.v8");
const script = new Script(readFileSync(program, "utf8"), {
  filename: program,
  ...(existsSync(compiled) ? { cachedData: readFileSync(compiled) } : {}),
});

type Program = (require: NodeJS.Require, folder: string) => void;

function isProgram(value: unknown): value is Program {
  return typeof value === "function";
}

const run: unknown = script.runInThisContext();
if (!isProgram(run)) throw new Error(`${program} is not the program: build portcullis again`);
run(createRequire(program), __dirname);
