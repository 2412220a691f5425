import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { isCandidate } from "../../src/main/candidates";
import { describeWith, found } from "../support/judges";
import { folderOf, removeFolders } from "./folders";

afterAll(removeFolders);

const root = join(__dirname, "../..");
const minutes = 60_000;

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly files: string;
}

const [hook] = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as readonly [Hook];

test("the last argument keeps names of files from being taken for options", () => {
  expect(hook.args.at(-1)).toBe("--");
});

const names = [
  "main.tf",
  "a/main.tf.json",
  "a.tfvars",
  "a.auto.tfvars.json",
  "compose.yaml",
  "docker-compose.yml",
  "stack.json",
  "a.template",
  "a/b.conf",
  "a.nginx",
  "prod.env",
  ".env",
  ".env.local",
  "nginx",
  "nginx.conf.j2",
  "Dockerfile.web",
  "sites-enabled/default",
  "vhosts/shop",
  "a/conf.d/b",
  "README.md",
  "src/a.ts",
  "environment.py",
];
test.each(names)("the hook is given %s if portcullis reads it", (name) => {
  // Python's (?x) leaves blanks out of a pattern.
  const pattern = new RegExp(hook.files.replace("(?x)", "").replaceAll(/\s/g, ""));
  expect(pattern.test(name)).toBe(isCandidate(name));
});

/** Without what npm tells to the programs that it runs, which would make another npm install elsewhere. */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle|command)|npm_config_.*prefix$|GIT_)/i.test(name),
    ),
  ),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

function run(folder: string, [program = "", ...args]: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(program, args, { cwd: folder, env, encoding: "utf8", timeout: 4 * minutes });
}

function done(folder: string, command: readonly string[]): string {
  const { status, stdout, stderr } = run(folder, command);
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

/** This project as it is now, with what is not committed yet, as a repository of its own; answers its folder and commit. */
function published(): { readonly repo: string; readonly rev: string } {
  const repo = folderOf({});
  const paths = done(root, ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]).split("\0");
  for (const path of new Set(paths.filter((one) => one !== "" && existsSync(join(root, one))))) {
    mkdirSync(dirname(join(repo, path)), { recursive: true });
    copyFileSync(join(root, path), join(repo, path));
  }
  done(repo, ["git", "init", "--quiet"]);
  done(repo, ["git", "add", "--all"]);
  done(repo, ["git", "commit", "--quiet", "--message", "all"]);
  return { repo, rev: done(repo, ["git", "rev-parse", "HEAD"]).trim() };
}

const service = (ports: string): string => `services:\n  db:\n    image: postgres\n    ports: [${ports}]\n`;
const group = (cidr: string): string => `module "db" {\n  source = "./db"\n  from   = ${JSON.stringify([cidr])}\n}\n`;
const databaseModule = [
  'variable "from" {}',
  'resource "aws_security_group" "db" {',
  '  description = "db"',
  "  ingress {",
  '    description = "db"',
  "    from_port   = 5432",
  "    to_port     = 5432",
  '    protocol    = "tcp"',
  "    cidr_blocks = var.from",
  "  }",
  "}",
  "",
].join("\n");

/** What is committed before the hook is there. */
const before = {
  "app/compose.yaml": service('"127.0.0.1:5432:5432"'),
  "open/compose.yaml": service('"5432:5432"'),
  "infra/main.tf": group("0.0.0.0/0"),
  "infra/db/main.tf": databaseModule,
  "nginx/nginx.conf": "events {}\nhttp {\n  include conf.d/*.conf;\n}\nstream {\n  server { listen 3306; }\n}\n",
};

type Changes = Readonly<Record<string, string>>;

const commits: readonly (readonly [string, Changes, string | undefined])[] = [
  ["a database that is opened", { "app/compose.yaml": service('"5432:5432"') }, "app/compose.yaml:4:"],
  ["a database for this host alone", { "app/compose.yaml": service('"127.0.0.1:5433:5432"') }, undefined],
  [
    "an override of an open project",
    { "open/compose.override.yaml": "services:\n  db:\n    restart: always\n" },
    "open/compose.yaml:4:",
  ],
  ["a module that its caller opens", { "infra/db/main.tf": `${databaseModule}\n` }, "infra/db/main.tf:9:"],
  ["what no format reads", { "README.md": "a\n", "values.yaml": "a: 1\n" }, undefined],
  ["a file that is named like an option", { "--fail-on=info.yaml": "a: 1\n" }, undefined],
  [
    "an included file of an open root",
    { "nginx/conf.d/a.conf": "server { listen 127.0.0.1:81; }\n" },
    "nginx/nginx.conf:6:",
  ],
  ["a file that is broken", { "broken/main.tf": "resource {{{\n" }, "broken/main.tf:1:"],
];

describeWith(found("pre-commit"), "pre-commit runs the hook on", (program) => {
  let folder = "";

  beforeAll(() => {
    const { repo, rev } = published();
    const configuration = { repos: [{ repo, rev, hooks: [{ id: hook.id }] }] };
    folder = folderOf(before);
    env["PRE_COMMIT_HOME"] = folderOf({});
    done(folder, ["git", "init", "--quiet"]);
    writeFileSync(join(folder, ".pre-commit-config.yaml"), JSON.stringify(configuration));
    done(folder, ["git", "add", "--all"]);
    done(folder, ["git", "commit", "--quiet", "--message", "before"]);
    done(folder, [program, "install", "--install-hooks"]);
  }, 5 * minutes);

  afterEach(() => {
    done(folder, ["git", "reset", "--quiet", "--hard"]);
  });

  test.each(commits)(
    "%s",
    (_, changes, blockedBy) => {
      for (const [path, content] of Object.entries(changes)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      done(folder, ["git", "add", "--all"]);
      const { status, stdout, stderr } = run(folder, ["git", "commit", "--message", "change"]);
      if (blockedBy === undefined)
        expect([status, stderr]).toEqual([
          0,
          expect.stringMatching(/portcullis\.+(Passed|\(no files to check\)Skipped)/),
        ]);
      else {
        expect(status).toBe(1);
        expect(`${stdout}${stderr}`).toContain(blockedBy);
      }
    },
    minutes,
  );
});
