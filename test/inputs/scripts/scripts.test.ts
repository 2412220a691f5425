import { scripts } from "../../../src/inputs/scripts/input";
import { filesOf } from "../../support/catalogue";

/** What is told, and where. */
function told(path: string, text: string): readonly string[] {
  return scripts.read(filesOf({ [path]: text }), { variables: new Map() }).facts.flatMap((fact) => {
    if (fact.kind !== "trait" || fact.at.kind !== "file") return [];
    return [`${fact.subject.name}: ${fact.detail} @${fact.at.line}:${fact.at.column}`];
  });
}

function packageWith(script: string): string {
  return `{\n  "scripts": {\n    "dev": ${JSON.stringify(script)}\n  }\n}\n`;
}

describe("a script of package.json", () => {
  test.each([
    ["vite --host 0.0.0.0", "vite --host 0.0.0.0"],
    ["tsc && vite --host", "vite --host"],
    ["cross-env HOST=0.0.0.0 react-scripts start", "HOST=0.0.0.0"],
    ["export HOST=:: && react-scripts start", "HOST=::"],
    ["dotenv -e .env -- next dev -H 0.0.0.0", "next -H 0.0.0.0"],
    ['concurrently -n a,b "tsc -w" "nodemon --inspect=0.0.0.0:9229 app.js"', "nodemon --inspect=0.0.0.0:9229"],
    ["npm run serve -- --host 0.0.0.0", "npm --host 0.0.0.0"],
    ["wrangler dev --ip 0.0.0.0", "wrangler --ip 0.0.0.0"],
    ["nest start --debug 0.0.0.0:9229 --watch", "nest --debug 0.0.0.0:9229"],
    ["prisma studio --hostname 0.0.0.0", "prisma studio --hostname 0.0.0.0"],
    ["serverless offline --host 0.0.0.0", "serverless offline --host 0.0.0.0"],
  ])("%s", (script, expected) => {
    expect(told("package.json", packageWith(script))).toEqual([`scripts.dev: ${expected} @3:12`]);
  });

  test.each([
    "vite",
    "vite --host localhost",
    "next dev -H 127.0.0.1",
    "node --inspect app.js",
    "node --inspect=9229 app.js",
    // What follows apart is a file to run.
    "node --inspect 0.0.0.0:9229",
    "serverless deploy --host 0.0.0.0",
    "prisma migrate --hostname 0.0.0.0",
    // The platform chooses the port, and asks from elsewhere.
    "next start -H 0.0.0.0 -p $PORT",
    "vite preview --host 0.0.0.0 --port ${PORT:-3000}",
  ])("not told so: %s", (script) => {
    expect(told("package.json", packageWith(script))).toEqual([]);
  });
});

test("each process of a Procfile, in its line", () => {
  const text =
    "web: bundle exec rails s -b 0.0.0.0\n# worker: x -b 0.0.0.0\ncss: yarn build --watch\ndj: python manage.py runserver 0:8000\n";
  expect(told("Procfile.dev", text)).toEqual(["web: rails -b 0.0.0.0 @1:6", "dj: manage.py runserver 0:8000 @4:5"]);
});

test("what a platform starts on its own port is meant for others", () => {
  expect(told("Procfile", "web: gunicorn -b 0.0.0.0:$PORT app:app\n")).toEqual([]);
});

test.each([
  ["no scripts", "package.json", '{"name": "x"}'],
  ["scripts that are none", "package.json", '{"scripts": ["vite --host"]}'],
  ["no JSON", "package.json", '"scripts"'],
  ["no process", "Procfile", "just words\n"],
  ["another file", "tsconfig.json", packageWith("vite --host")],
] as const)("is none: %s", (_, path, text) => {
  expect(scripts.read(filesOf({ [path]: text }), { variables: new Map() })).toEqual({
    facts: [],
    problems: [],
    sources: [],
  });
});
