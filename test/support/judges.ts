import { spawnSync } from "node:child_process";

/** The first of some programs that is on this machine. */
export function found(...programs: readonly string[]): string | undefined {
  return programs.find((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);
}

/** `describe` where a judge is at hand; otherwise its tests are skipped, and the name of what is missing is in theirs. */
export function describeWith(judge: string | undefined, name: string, tests: (judge: string) => void): void {
  if (judge !== undefined)
    describe(name, () => {
      tests(judge);
    });
  else
    describe.skip(`${name} (no such program on this machine)`, () => {
      tests("");
    });
}
