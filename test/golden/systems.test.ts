import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { builtReportOn, type JsonExposure, type JsonHop } from "../support/built";
import { root } from "../support/catalogue";

/**
 * Whole systems, whose README argues what reaches what, with a twin in which one line is changed (`twin.json`): `ways.txt`
 * has every door that a stranger may pass and every open one that none can get to, `closed.txt` what the twin closes.
 * `UPDATE_GOLDEN=1 npx jest test/golden` writes what is so now.
 */
const folder = join(root, "fixtures/systems");
const systems = readdirSync(folder).toSorted();
const isUpdated = (process.env["UPDATE_GOLDEN"] ?? "") !== "";

interface Twin {
  readonly file: string;
  readonly line: number;
  readonly to: string;
}

const ours = new Set(["README.md", "twin.json", "ways.txt", "closed.txt"]);

/** The exposures of a system that stands somewhere by itself, as a user's would. */
function exposuresOf(system: string, twin?: Twin): readonly JsonExposure[] {
  const work = mkdtempSync(join(tmpdir(), "system-"));
  try {
    cpSync(join(folder, system), work, { recursive: true, filter: (path) => !ours.has(basename(path)) });
    if (twin) {
      const path = join(work, twin.file);
      const lines = readFileSync(path, "utf8").split("\n");
      expect(lines[twin.line - 1]).not.toBe(twin.to);
      writeFileSync(path, lines.with(twin.line - 1, twin.to).join("\n"));
    }
    const { exposures, problems } = builtReportOn(work);
    expect(problems.filter(({ code }) => code !== "unrecognised")).toEqual([]);
    return exposures.filter(({ verdict }) => verdict !== "safe");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function headline({ verdict, reach, layer, target, transport, ports, sources, maybe, service }: JsonExposure): string {
  const [shownPorts, shownSources] = verdict === "exposed" ? [ports, sources] : [maybe.ports, maybe.sources];
  const what = service ? ` (${service.name})` : "";
  return `${verdict} ${reach} ${layer}: ${target}${what} on ${transport} ${shownPorts.join(", ")} from ${shownSources.slice(0, 3).join(", ")}`;
}

function hopLine({ what, name, file, line }: JsonHop): string {
  return `  ${what} ${name} (${file}:${line})`;
}

function written(exposure: JsonExposure): string {
  const { hops, blockedBy, otherWays = [], assuming } = exposure;
  const lines = [
    headline(exposure),
    ...hops.map(hopLine),
    ...otherWays.flatMap((way) => ["  or", ...way.map(hopLine)]),
    ...(blockedBy ? [`  stopped by${hopLine(blockedBy).slice(1)}`] : []),
    ...assuming.map((each) => `  assuming that ${each}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function expectFile(path: string, text: string): void {
  if (isUpdated) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, "utf8"));
}

/** What strangers get to, a line each. */
function reachedIn(exposures: readonly JsonExposure[]): readonly string[] {
  return exposures.filter(({ reach }) => reach !== "latent").map(headline);
}

describe.each(systems)("%s", (system) => {
  const twin = JSON.parse(readFileSync(join(folder, system, "twin.json"), "utf8")) as Twin;
  const open = exposuresOf(system);

  test("its ways are those that its README argues", () => {
    expectFile(join(folder, system, "ways.txt"), open.map(written).join("\n"));
  });

  test("one line closes a way, and opens none", () => {
    const before = reachedIn(open);
    const after = reachedIn(exposuresOf(system, twin));
    expect(after.filter((line) => !before.includes(line))).toEqual([]);
    const closed = before.filter((line) => !after.includes(line));
    expect(closed).not.toEqual([]);
    expectFile(join(folder, system, "closed.txt"), closed.map((line) => `${line}\n`).join(""));
  });
});
