import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forwardsOf, readTexts } from "./reading";
import { rows, sound } from "./refusals";

/** What is said of a compose file, by line. */
function said(text: string): readonly number[] {
  return readTexts({ "compose.yaml": text }).problems.flatMap(({ at }) => (at.kind === "file" ? [at.line] : []));
}

describe("what docker compose refuses is said at its line, and what is sound beside it is read", () => {
  // It names nothing to include, which docker compose takes for nothing to do.
  const strict = ["include bad key"];

  test.each(rows)("%s", (name, body, verdict, line) => {
    const text = `${sound}${body}\n`;
    if (verdict === "refused" || strict.includes(name)) expect(said(text)).toContain(line);
    else expect(said(text)).toEqual([]);
    expect(forwardsOf(readTexts({ "compose.yaml": text }).facts).map(({ to }) => to.name)).toContain("sound");
  });
});

const binary = process.env["PORTCULLIS_DOCKER_COMPOSE"];
const isThere = binary !== undefined && existsSync(binary);
(isThere ? describe : describe.skip)("docker compose (PORTCULLIS_DOCKER_COMPOSE)", () => {
  test.each(rows)("says so itself: %s", (_, body, verdict) => {
    const folder = mkdtempSync(join(tmpdir(), "portcullis-refusals-"));
    try {
      writeFileSync(join(folder, "compose.yaml"), `${sound}${body}\n`);
      const { status } = spawnSync(binary ?? "", ["--profile", "*", "config", "-q"], { cwd: folder, env: {} });
      expect(status === 0 ? "taken" : "refused").toBe(verdict === "left to others" ? "refused" : verdict);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  afterAll(() => {
    const count = (wanted: string): number => rows.filter(([, , verdict]) => verdict === wanted).length;
    const [told, left] = [count("refused"), count("left to others")];
    process.stdout.write(
      `docker compose refuses ${told + left} of ${rows.length}; ${told} are said, ${left} left to others\n`,
    );
  });
});
