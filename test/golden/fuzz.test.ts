import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import type { Files } from "../../src/model/files";
import { json } from "../../src/report/json";
import { filesUnder, root } from "../support/catalogue";
import { reportOn } from "./answers";

/** How many lines are removed in all; the same ones on every machine. */
const removals = 300;
const seed = 20261123;

const schema = JSON.parse(readFileSync(join(root, "docs/report-v1.schema.json"), "utf8")) as object;
const isReport = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(schema);

const { paths, text: textIn } = filesUnder("fixtures");
const inputs = paths.filter((path) => !/\/expected\.(json|txt)$/.test(path));
const texts = new Map(inputs.map((path) => [path, textIn(path) ?? ""]));

/** The files that belong together: `fixtures/nginx/includes`, and one level deeper where formats stand side by side. */
function systemOf(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("fixtures/defects/") ? 4 : 3)
    .join("/");
}

interface Removal {
  readonly path: string;
  readonly line: number;
}

const everyRemoval = inputs.flatMap((path): readonly Removal[] => linesOf(path).map((_, line) => ({ path, line })));

function linesOf(path: string): readonly string[] {
  return (texts.get(path) ?? "").split("\n");
}

/** Numbers from 0 up to 1 that look random and are the same in every run (mulberry32). */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Some of them, each at most once: the first ones of a shuffle (Fisher and Yates). */
function sampleOf<T>(all: readonly T[], count: number): readonly T[] {
  const random = randomNumbers(seed);
  const left = [...all];
  for (let i = 0; i < Math.min(count, left.length); i++) {
    const j = i + Math.floor(random() * (left.length - i));
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left.slice(0, count);
}

function without({ path, line }: Removal): Files {
  const system = systemOf(path);
  const shortened = linesOf(path)
    .filter((_, i) => i !== line)
    .join("\n");
  return {
    paths: inputs.filter((other) => systemOf(other) === system),
    text: (name) => (name === path ? shortened : texts.get(name)),
  };
}

test(`no report breaks on ${removals} removed lines`, () => {
  const broken = sampleOf(everyRemoval, removals).flatMap((removal) => {
    const wrong = wrongWith(removal);
    return wrong === undefined ? [] : [`${removal.path}:${removal.line + 1} removed: ${wrong}`];
  });
  expect(broken).toEqual([]);
});

function wrongWith(removal: Removal): string | undefined {
  try {
    const report: unknown = JSON.parse(json(reportOn(without(removal)), { version: "0.0.0" }));
    return isReport(report) ? undefined : JSON.stringify(isReport.errors?.[0]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
