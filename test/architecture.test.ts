import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";

/** Texts of source files by their paths below `src`. */
type Sources = ReadonlyMap<string, string>;

/** A row of the table of ARCHITECTURE.md: `*` stands for one folder. */
interface Row {
  readonly folder: string;
  readonly mayImport: readonly string[];
}

const root = join(__dirname, "..");
const sources = sourcesIn(join(root, "src"));
const table = tableOf(readFileSync(join(root, "ARCHITECTURE.md"), "utf8"));

const mostLines = 300;
/** Folders from the root of the repository on, `src` included. */
const mostFolders = 3;

describe("the source", () => {
  test("imports only what ARCHITECTURE.md allows", () => {
    expect(forbiddenImports(table, sources)).toEqual([]);
  });

  test("has every folder that ARCHITECTURE.md names, and no file that it does not speak of", () => {
    expect(unmatched(table, sources)).toEqual([]);
  });

  test("has no cycle of files", () => {
    expect(cycleIn(importsOf(sources))).toEqual([]);
  });

  test("has no cycle of folders", () => {
    expect(cycleIn(foldersOf(importsOf(sources)))).toEqual([]);
  });

  test(`has no file of more than ${mostLines} lines`, () => {
    expect(longFiles(sources)).toEqual([]);
  });

  test(`has no file more than ${mostFolders} folders deep`, () => {
    expect(deepFiles(sources)).toEqual([]);
  });

  afterAll(() => {
    const lines = [...sources.values()].map(linesOf).toSorted((a, b) => a - b);
    process.stdout.write(`${lines.length} source files: median ${lines[lines.length >> 1] ?? 0} lines\n`);
  });
});

describe("what the checks say of a small tree", () => {
  const document = [
    "Prose with a | in it.",
    "",
    "| folder | makes | may import |",
    "|---|---|---|",
    "| `model/` | what is true | nothing of ours |",
    "| `inputs/*/` | facts | model/facts, inputs/shared |",
    "| `engine.ts` | the flow | all of the above |",
    "| `main/` | the edges | engine, inputs |",
    "",
    "| other | table |",
  ].join("\n");
  const rows = tableOf(document);
  const tree: Sources = new Map([
    ["model/facts.ts", ""],
    ["model/zones.ts", 'import type { Fact } from "./facts";'],
    ["inputs/shared/list.ts", 'import {\n  a,\n  b,\n} from "../../model/facts";'],
    ["inputs/compose/input.ts", 'import { list } from "../shared/list";\nexport { x } from "./ports";'],
    ["inputs/compose/ports.ts", 'import { readFileSync } from "node:fs";'],
    ["engine.ts", 'import { input } from "./inputs/compose/input";\nimport "./model/zones";'],
    ["main/cli.ts", 'const engine = await import("../engine");\nimport schema from "../../rules/schema.json";'],
  ]);
  const withFile = (path: string, text: string): Sources => new Map([...tree, [path, text]]);

  test("the table is read row by row", () => {
    expect(rows).toEqual([
      { folder: "model", mayImport: [] },
      { folder: "inputs/*", mayImport: ["model/facts", "inputs/shared"] },
      { folder: "engine", mayImport: ["model", "inputs/*"] },
      { folder: "main", mayImport: ["engine", "inputs"] },
    ]);
    expect(() => tableOf("no table")).toThrow("no table");
  });

  test("a tree that keeps to the table is fine", () => {
    expect(forbiddenImports(rows, tree)).toEqual([]);
    expect(unmatched(rows, tree)).toEqual([]);
    expect(cycleIn(importsOf(tree))).toEqual([]);
    expect(cycleIn(foldersOf(importsOf(tree)))).toEqual([]);
    expect(longFiles(tree)).toEqual([]);
    expect(deepFiles(tree)).toEqual([]);
  });

  test.each([
    [
      "a folder that is not named",
      "model/bad.ts",
      'import { a } from "../inputs/compose/ports";',
      "inputs/compose/ports.ts",
    ],
    ["a neighbour", "inputs/nginx/input.ts", 'import type { A } from "../compose/ports";', "inputs/compose/ports.ts"],
    [
      "another file of a folder of which one file is named",
      "inputs/nginx/input.ts",
      'import "../../model/zones";',
      "model/zones.ts",
    ],
    ["what only the flow may", "main/bad.ts", 'export * from "../model/facts";', "model/facts.ts"],
    ["what comes after", "engine.ts", 'import { cli } from "./main/cli";', "main/cli.ts"],
    ["what does not exist", "model/bad.ts", 'import { a } from "./gone";', "model/gone.ts, which is not there"],
  ])("an import of %s is found", (_, path, text, target) => {
    expect(forbiddenImports(rows, withFile(path, text))).toEqual([`${path} imports ${target}`]);
  });

  test("a folder or an import of the table that does not exist is found, and a file that it does not speak of", () => {
    expect(unmatched([...rows, { folder: "report", mayImport: [] }], tree)).toEqual(["report is not there"]);
    expect(unmatched([...rows, { folder: "model", mayImport: ["modle"] }], tree)).toEqual(["modle is not there"]);
    expect(unmatched(rows, withFile("stray/a.ts", ""))).toEqual(["stray/a.ts is in no row"]);
    expect(unmatched(rows, withFile("inputs/stray.ts", ""))).toEqual(["inputs/stray.ts is in no row"]);
  });

  test("a cycle of files, or of folders through files that make none, is found", () => {
    const files = withFile("model/facts.ts", 'import type { Zone } from "./zones";');
    expect(cycleIn(importsOf(files))).toEqual(["model/facts.ts", "model/zones.ts", "model/facts.ts"]);
    const folders = withFile("inputs/shared/b.ts", 'import { a } from "../compose/ports";');
    expect(cycleIn(importsOf(folders))).toEqual([]);
    expect(cycleIn(foldersOf(importsOf(folders)))).toEqual(["inputs/shared", "inputs/compose", "inputs/shared"]);
  });

  test("a long file and a deep one are found", () => {
    expect(longFiles(withFile("model/long.ts", "x\n".repeat(mostLines)))).toEqual([]);
    expect(longFiles(withFile("model/long.ts", "x\n".repeat(mostLines + 1)))).toEqual(["model/long.ts: 301 lines"]);
    expect(deepFiles(withFile("inputs/compose/deep/a.ts", ""))).toEqual(["inputs/compose/deep/a.ts"]);
  });
});

function sourcesIn(folder: string): Sources {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
  return new Map(
    paths
      .filter((path) => path.endsWith(".ts"))
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

/** The rows below the header whose columns are `folder` and `may import`. */
function tableOf(document: string): readonly Row[] {
  const lines = document.split("\n").map(cellsOf);
  const header = lines.findIndex((cells) => cells[0] === "folder" && cells.includes("may import"));
  if (header === -1) throw new Error("ARCHITECTURE.md has no table of folders and what they may import");
  const column = lines[header]!.indexOf("may import");
  const rows: Row[] = [];
  for (const cells of lines.slice(header + 2)) {
    if (cells.length === 0) break;
    rows.push({ folder: pathOf(cells[0]!), mayImport: allowedBy(cells[column] ?? "", rows) });
  }
  return rows;
}

function cellsOf(line: string): readonly string[] {
  return line.startsWith("|")
    ? line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim())
    : [];
}

function allowedBy(cell: string, above: readonly Row[]): readonly string[] {
  if (cell === "nothing of ours") return [];
  if (cell === "all of the above") return above.map(({ folder }) => folder);
  return cell.split(",").map(pathOf);
}

/** A path as the table writes it, without code marks, closing slash and extension. */
function pathOf(text: string): string {
  return text
    .replaceAll("`", "")
    .trim()
    .replace(/\/$|\.ts$/, "");
}

/** Whether a file is what a path of the table names, or lies in it. */
function isIn(path: string, file: string): boolean {
  const wanted = path.split("/");
  const parts = file.replace(/\.ts$/, "").split("/");
  return (
    wanted.length <= parts.length &&
    wanted.every((part, i) => part === parts[i] || (part === "*" && i < parts.length - 1))
  );
}

/** The folder that a file belongs to, `*` replaced by its name: within it, all may import each other. */
function homeOf({ folder }: Row, file: string): string {
  return file.split("/").slice(0, folder.split("/").length).join("/").replace(/\.ts$/, "");
}

function forbiddenImports(rows: readonly Row[], files: Sources): readonly string[] {
  return [...importsOf(files)].flatMap(([file, targets]) => {
    const row = rows.find(({ folder }) => isIn(folder, file));
    if (!row) return [];
    const allowed = [homeOf(row, file), ...row.mayImport];
    return targets
      .filter((target) => !files.has(target) || !allowed.some((path) => isIn(path, target)))
      .map((target) => `${file} imports ${target}${files.has(target) ? "" : ", which is not there"}`);
  });
}

function unmatched(rows: readonly Row[], files: Sources): readonly string[] {
  const paths = [...files.keys()];
  const named = new Set(rows.flatMap(({ folder, mayImport }) => [folder, ...mayImport]));
  return [
    ...[...named].filter((path) => !paths.some((file) => isIn(path, file))).map((path) => `${path} is not there`),
    ...paths.filter((file) => !rows.some(({ folder }) => isIn(folder, file))).map((file) => `${file} is in no row`),
  ];
}

/** The source files that each file imports, for types too, in any form of import; packages and data files are left out. */
function importsOf(files: Sources): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...files].map(([file, text]) => [
      file,
      [...text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.[^"']*)["']/g)]
        .map(([, path]) => normalize(join(dirname(file), path!)))
        .filter((path) => !/\.(?!ts$)[a-z]+$/.test(path))
        .map((path) => `${path.replace(/\.ts$/, "")}.ts`),
    ]),
  );
}

function foldersOf(imports: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, string[]>();
  for (const [file, targets] of imports) {
    const from = dirname(file);
    const others = targets.map((target) => dirname(target)).filter((to) => to !== from);
    out.set(from, [...(out.get(from) ?? []), ...others]);
  }
  return out;
}

/** One way that leads back to where it began, or nothing. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (node: string, way: readonly string[]): readonly string[] => {
    const back = way.indexOf(node);
    if (back !== -1) return [...way.slice(back), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...way, node]);
      if (cycle.length > 0) return cycle;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function longFiles(files: Sources): readonly string[] {
  return [...files]
    .filter(([, text]) => linesOf(text) > mostLines)
    .map(([file, text]) => `${file}: ${linesOf(text)} lines`);
}

function linesOf(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function deepFiles(files: Sources): readonly string[] {
  return [...files.keys()].filter((file) => file.split("/").length > mostFolders);
}
