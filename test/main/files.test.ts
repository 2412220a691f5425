import { rmSync } from "node:fs";
import { join } from "node:path";
import { findFiles } from "../../src/main/files";
import { largestFile } from "../../src/main/reading";
import { folderOf, removeFolders, type Content } from "./folders";

afterAll(removeFolders);

interface Case {
  readonly files: Readonly<Record<string, Content>>;
  readonly paths?: readonly string[];
  readonly found: readonly string[];
  readonly problems?: readonly RegExp[];
}

const cases: Readonly<Record<string, Case>> = {
  "names that a format could want, in order": {
    files: {
      "z.tf": "",
      "b/compose.yaml": "",
      "a.json": "",
      "readme.md": "",
      "main.py": "",
      nginx: "",
      Dockerfile: "",
    },
    found: ["Dockerfile", "a.json", "b/compose.yaml", "nginx", "z.tf"],
  },
  "any name where nginx's packages keep configuration": {
    files: { "etc/sites-enabled/default": "", "etc/sites-available/x": "", "etc/conf.d/a/b": "", "etc/other": "" },
    found: ["etc/conf.d/a/b", "etc/sites-available/x", "etc/sites-enabled/default"],
  },
  "any name where nginx's users keep configuration, but no sources or pages": {
    files: { "sites/a1": "", "sites/a.php": "", "vhosts/x": "", "sites/a/b/c": "", "streams-enabled/db": "" },
    found: ["sites/a1", "streams-enabled/db", "vhosts/x"],
  },
  "what git ignores is left out, the nearest file deciding": {
    files: {
      ".gitignore": "secret/\n*.json\n/only-here.tf\nbuild/**\n# comment\n",
      "secret/main.tf": "",
      "a.json": "",
      "only-here.tf": "",
      "sub/only-here.tf": "",
      "sub/.gitignore": "!keep.json\nX.tf",
      "sub/keep.json": "",
      "sub/drop.json": "",
      "sub/X.tf": "",
      "sub/x.tf": "",
      "build/deep/main.tf": "",
    },
    found: ["sub/keep.json", "sub/only-here.tf", "sub/x.tf"],
  },
  "a file below an ignored folder cannot be taken back": {
    files: { ".gitignore": "out/\n!out/main.tf\n", "out/main.tf": "", "out/.gitignore": "!main.tf" },
    found: [],
  },
  "compose's .env is read even where git ignores it": {
    files: { ".gitignore": ".env*\n", ".env": "", ".env.local": "", "app/.env": "" },
    found: [".env", "app/.env"],
  },
  "folders of tools are left out, but not the modules that Terraform installed": {
    files: {
      ".gitignore": ".terraform/\n",
      ".git/config.yaml": "",
      "node_modules/a/compose.yaml": "",
      ".terraform/providers/x/main.tf": "",
      ".terraform/modules/modules.json": "",
      ".terraform/modules/vpc/main.tf": "",
      ".terraform/modules/vpc/.git/a.json": "",
    },
    found: [".terraform/modules/modules.json", ".terraform/modules/vpc/main.tf"],
  },
  "a file that is named is taken, whatever its name and git say": {
    files: { ".gitignore": "notes\n", notes: "", "other.tf": "" },
    paths: ["notes"],
    found: ["notes"],
  },
  "a folder that is ignored and named is looked into": {
    files: { ".git/HEAD": "", ".gitignore": "dist/\n*.json\n", "dist/main.tf": "", "dist/sub/a.tf": "" },
    paths: ["dist"],
    found: ["dist/main.tf", "dist/sub/a.tf"],
  },
  "the ignore files above a folder hold in it": {
    files: {
      ".git/HEAD": "",
      ".gitignore": "generated.tf\n/a/b/x.tf\n",
      "a/b/generated.tf": "",
      "a/b/x.tf": "",
      "a/b/y.tf": "",
    },
    paths: ["a/b"],
    found: ["a/b/y.tf"],
  },
  "paths that overlap give each file once": {
    files: { "a/main.tf": "", "a/b/x.tf": "" },
    paths: ["a", "a/b", "./a/main.tf"],
    found: ["a/b/x.tf", "a/main.tf"],
  },
  "links within are followed": {
    files: {
      "shared/common.tf": "",
      "prod/common.tf": { link: "../shared/common.tf" },
      "prod/module": { link: "../shared" },
    },
    found: ["prod/common.tf", "prod/module/common.tf", "shared/common.tf"],
  },
  "links that make a loop end": {
    files: { "a/main.tf": "", "a/up": { link: ".." }, "a/self": { link: "." }, "b/x": { link: "../a" } },
    found: ["a/main.tf", "b/x/main.tf"],
  },
  "a link out is said and not followed": {
    files: { "main.tf": { link: "/etc/hostname" }, "etc/x": { link: "/etc" }, "notes.txt": { link: "/etc/hostname" } },
    found: [],
    problems: [
      /^main\.tf: unreadable: is a link out of what is scanned/,
      /^etc\/x: unrecognised: is a link out of what is scanned and was not followed/,
    ],
  },
  "a link out of a folder that nobody wants is not worth a word": {
    files: {
      ".gitignore": "result/\n",
      node_modules: { link: "/etc" },
      result: { link: "/etc" },
      "a/up": { link: "../../" },
      "a/top": { link: ".." },
    },
    found: [],
    problems: [/^a\/up: unrecognised: /],
  },
  "a link that leads nowhere, and one that leads to itself": {
    files: { "gone.tf": { link: "missing" }, "loop.tf": { link: "loop.tf" }, "gone.txt": { link: "missing" } },
    found: [],
    problems: [/^gone\.tf: unreadable: there is no such file/, /^loop\.tf: unreadable: is a link that leads to itself/],
  },
  "a path that is not there, beside one that is": {
    files: { "main.tf": "" },
    paths: ["main.tf", "mian.tf", "main.tf/x"],
    found: ["main.tf"],
    problems: [/^mian\.tf: unreadable: there is no such file or folder/, /^main\.tf\/x: unreadable: there is no such/],
  },
};

test.each(Object.entries(cases))("%s", (_, { files, paths = ["."], found, problems = [] }) => {
  const result = findFiles(paths, folderOf(files));
  expect(result.files.paths).toEqual(found);
  const said = result
    .problems()
    .map(({ code, message, at }) => `${at.kind === "file" ? at.file : ""}: ${code}: ${message}`);
  expect(said).toHaveLength(problems.length);
  for (const [i, problem] of problems.entries()) expect(said[i]).toMatch(problem);
});

test("what lies outside of the folder is called by its whole path", () => {
  const folder = folderOf({ "in/main.tf": "", "out/main.tf": "", "..dots/a.tf": "" });
  const { files } = findFiles([join(folder, "out"), ".."], join(folder, "in"));
  expect(files.paths).toEqual([`${folder}/..dots/a.tf`, `${folder}/out/main.tf`, "main.tf"]);
  expect(findFiles(["."], folder).files.paths).toContain("..dots/a.tf");
});

const readings: readonly (readonly [string, Content, string | undefined, RegExp | undefined])[] = [
  ["a byte order mark stays", "\ufeffa", "\ufeffa", undefined],
  ["bytes that are no UTF-8 are replaced", Buffer.from([0x61, 0xff, 0x62]), "a\ufffdb", undefined],
  ["UTF-16 as PowerShell writes it", Buffer.from("\ufeff{}\r\n", "utf16le"), "\ufeff{}\r\n", undefined],
  ["a binary file that is named", Buffer.from([0x7f, 0x45, 0, 1]), undefined, /unreadable: is a binary file/],
  ["a NUL after the first 8 KiB", `${"a".repeat(8192)}\0`, `${"a".repeat(8192)}\0`, undefined],
  ["a file of the largest size", Buffer.alloc(largestFile, "a"), "a".repeat(largestFile), undefined],
  ["a file that is larger", Buffer.alloc(largestFile + 1, "a"), undefined, /limit: the file has 8\.0 MiB/],
];

test.each(readings)("%s", (_, content, text, problem) => {
  const { files, problems } = findFiles(["a.tf"], folderOf({ "a.tf": content }));
  expect(files.text("a.tf") === text).toBe(true);
  files.text("a.tf");
  const said = problems().map(({ code, message }) => `${code}: ${message}`);
  expect(said).toHaveLength(problem ? 1 : 0);
  if (problem) expect(said[0]).toMatch(problem);
});

test("a binary file that nobody named is a problem only where its ending promises a text", () => {
  const { files, problems } = findFiles(["."], folderOf({ "a.tf": Buffer.from([0]), nginx: Buffer.from([0]) }));
  expect(files.text("a.tf")).toBeUndefined();
  expect(files.text("nginx")).toBeUndefined();
  expect(problems()).toMatchObject([{ code: "unreadable", at: { file: "a.tf" } }]);
});

test("a file is read when it is asked for, and once", () => {
  const folder = folderOf({ "a.tf": "a", "b.tf": "b" });
  const { files, problems } = findFiles(["."], folder);
  expect(files.text("a.tf")).toBe("a");
  rmSync(join(folder, "a.tf"));
  rmSync(join(folder, "b.tf"));
  expect(files.text("a.tf")).toBe("a");
  expect(files.text("b.tf")).toBeUndefined();
  expect(problems()).toMatchObject([{ code: "unreadable", at: { file: "b.tf", line: 1 } }]);
});

test("nothing but what was found can be read", () => {
  const folder = folderOf({ "in/a.tf": "a", "secret.tf": "s" });
  const { files } = findFiles(["in"], folder);
  for (const path of ["secret.tf", "../secret.tf", "in/../secret.tf", join(folder, "secret.tf"), "/etc/passwd"])
    expect(files.text(path)).toBeUndefined();
});

test("many links between folders end in time", () => {
  const links = Array.from({ length: 12 }, (_, i) =>
    ["a", "b", "c"].map((name): [string, Content] => [`d${i}/${name}`, { link: `../d${(i + 1) % 12}` }]),
  );
  const files = Object.fromEntries([...links.flat(), ...links.map((_, i): [string, Content] => [`d${i}/m.tf`, ""])]);
  const { paths } = findFiles(["."], folderOf(files)).files;
  expect(paths.length).toBeGreaterThanOrEqual(12);
  expect(paths.length).toBeLessThan(200);
});
