import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join } from "node:path";
import { folderOf, removeFolders } from "./folders";

afterAll(removeFolders);

const program = join(__dirname, "../../dist/portcullis.cjs");

const files = {
  "open/compose.yaml": "services:\n  db:\n    image: postgres\n    ports: [5432:5432]\n",
  "open/compose.override.yaml": "services:\n  db:\n    restart: always\n",
  "closed/compose.yaml": "services:\n  db:\n    image: postgres\n",
  "broken/main.tf": 'resource "aws_security_group" "a" {',
  "notes.yaml": "a: 1\n",
  "README.md": "",
};

function scan(...changed: readonly string[]): SpawnSyncReturns<string> {
  const args = [program, "scan", "--changed", "--", ...changed];
  return spawnSync(process.execPath, args, { cwd: folderOf(files), encoding: "utf8" });
}

const cases: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ["a file whose project is open", ["open/compose.override.yaml"], 1, /^open\/compose\.yaml:4:\d+: high: /],
  ["a file whose project is closed", ["closed/compose.yaml"], 0, /^no findings, 1 file /],
  ["a file that was removed from an open project", ["open/.env"], 1, /^open\/compose\.yaml:4:/],
  ["no input", ["README.md", "notes.yaml"], 0, /^nothing was looked at/],
  ["a path that is not there", ["gone.tf"], 0, /^nothing was looked at/],
  ["no file at all", [], 0, /^nothing was looked at/],
  ["a broken file", ["broken/main.tf"], 3, /^ {2}broken\/main\.tf:1:\d+: /m],
  ["a file elsewhere", ["../main.tf"], 3, /main\.tf:1:1: lies outside of the folder/],
];
test.each(cases)("%s", (_, changed, status, said) => {
  const ran = scan(...changed);
  expect(ran.stdout).toMatch(said);
  expect([ran.status, ran.stderr]).toEqual([status, ""]);
});
