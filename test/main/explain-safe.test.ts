import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { folderOf, removeFolders } from "./folders";

afterAll(removeFolders);

const program = join(__dirname, "../../dist/portcullis.cjs");
const folder = folderOf({
  "compose.yaml": `services:
  db:
    image: postgres
    ports: ["127.0.0.1:5432:5432", "6000:6000"]
`,
  "broken/compose.yaml": "services: [\n",
});

const cases: readonly (readonly [readonly string[], number, RegExp, RegExp])[] = [
  [["db:5432", "compose.yaml"], 0, /^db on tcp port 5432 cannot be reached from the internet\n/, /^$/],
  [["db", "compose.yaml"], 1, /^db can be reached from the internet\n/, /^$/],
  [["db:6000/tcp", "compose.yaml"], 1, /^db on tcp port 6000 can be reached/, /^$/],
  [
    ["dbs", "compose.yaml"],
    2,
    /^$/,
    /^portcullis: nothing that was read is called dbs; did you mean "db": portcullis scan --format json lists/,
  ],
  [
    ["db:5432"],
    3,
    /^no way from the internet to db on tcp port 5432 was found\n[^]*problems? with what was read/,
    /^$/,
  ],
  [["db", "nowhere"], 3, /^$/, /^portcullis: nothing to look at in nowhere/],
];

test.each(cases)("--explain-safe %j exits %d", ([asked, ...paths], status, out, error) => {
  const args = [program, "scan", "--explain-safe", asked!, ...paths];
  const { stdout, stderr, ...ran } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect(ran.status).toBe(status);
  expect(stdout).toMatch(out);
  expect(stderr).toMatch(error);
});
