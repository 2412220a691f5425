import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { sourceText } from "../../src/model/source";
import { parseNginx } from "../../src/syntax/nginx/parse";
import type { NginxDirective } from "../../src/syntax/nginx/tree";

/** What nginx says of a text: which error it met first, and whether its tokenizer or a directive raised it. */
interface Judgement {
  readonly by: "nobody" | "tokenizer" | "directive";
  readonly line: number;
  readonly message: string;
}

const hasNginx = spawnSync("nginx", ["-v"]).status === 0;
const modules = ["ndk_http_module.so", "ngx_http_lua_module.so"].map((name) => join("/usr/lib/nginx/modules", name));
const hasLua = hasNginx && modules.every((path) => existsSync(path));
if (!hasNginx) process.stderr.write("skipped: nginx-judge needs the nginx program\n");
else if (!hasLua) process.stderr.write("skipped: Lua in nginx-judge needs Debian's libnginx-mod-http-lua\n");

const home = join(tmpdir(), `portcullis-nginx-${process.pid}`);
beforeAll(() => {
  mkdirSync(join(home, "logs"), { recursive: true });
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** A directive that no nginx knows: as long as it stands last, nginx reads all before it and never opens a socket. */
const stop = "portcullis_stops_here;";

/** What `ngx_conf_read_token` and the code around it complain of, and no directive does. */
const tokenizer = /^(unexpected |too long (parameter|lua code)|Lua code block missing)/;

function judge(text: string): Judgement {
  const file = join(home, "nginx.conf");
  writeFileSync(file, text);
  const { status, stderr } = spawnSync("nginx", ["-t", "-p", `${home}/`, "-c", file], { encoding: "utf8" });
  if (status === 0 || stderr.includes("syntax is ok")) return { by: "nobody", line: Infinity, message: "" };
  const said = /\[emerg\] (?:\d+#\d+: )?(.*?) in \S+nginx\.conf:(\d+)\n/s.exec(stderr);
  // What a directive says at the end of its block has no line, and so tells nothing of the text.
  if (said?.[1] === undefined) return { by: "directive", line: 0, message: stderr };
  return { by: tokenizer.test(said[1]) ? "tokenizer" : "directive", line: Number(said[2]), message: said[1] };
}

/** Our problems, cut down to the terms that nginx uses as well, before our advice; and whether we read the stop as a directive. */
function read(text: string) {
  const { tree, problems } = parseNginx(sourceText("nginx.conf", text));
  const stopsIn = (all: readonly NginxDirective[]): boolean =>
    all.some(({ name, body }) => `${name.text};` === stop || stopsIn(body ?? []));
  const terms = problems.map(({ message, at }) => {
    if (at.kind !== "file") throw new Error("a grammar reads files");
    return { line: at.line, message: message.split("; ")[0]!.replace("long comment", "long parameter") };
  });
  const endless = ({ message }: { readonly message: string }) => message.startsWith("unexpected end of file");
  return { stops: stopsIn(tree), within: terms.filter((term) => !endless(term)), endless: terms.filter(endless) };
}

/** Holds us to nginx: the same first error on the same line, and none on the lines that nginx has passed without one. */
function expectAgreement(text: string): Judgement {
  const judgement = judge(text);
  const { stops, within, endless } = read(text);
  if (judgement.by === "nobody") {
    expect([...within, ...endless]).toEqual([]);
  } else if (judgement.by === "directive") {
    // What is not closed is missed at the end of the file, which nginx has not seen yet, and reported where it opens.
    expect(within.filter(({ line }) => line < judgement.line)).toEqual([]);
    if (judgement.message === `unknown directive "${stop.slice(0, -1)}"`)
      expect({ stops, within }).toEqual({ stops: true, within: [] });
  } else if (/^(unexpected end of file|Lua code block)/.test(judgement.message)) {
    // Where a quote is not closed, we read on behind it and may find more.
    const [first] = endless;
    expect(first).toBeDefined();
    expect(within.filter(({ line }) => line < first!.line)).toEqual([]);
  } else if (/^too long parameter, probably/.test(judgement.message)) {
    expect([...within, ...endless]).not.toEqual([]);
  } else {
    const terms = "unexpected '}'".length;
    expect([within[0]?.line, within[0]?.message.slice(0, terms)]).toEqual([
      judgement.line,
      judgement.message.slice(0, terms),
    ]);
  }
  return judgement;
}

(hasNginx ? describe : describe.skip)("nginx reads and rejects the same (needs nginx)", () => {
  const long = "b".repeat(4093);
  const cases: readonly (readonly [name: string, text: string, by: Judgement["by"]])[] = [
    ["nothing", "", "directive"],
    ["escapes", String.raw`env "A=\"\\\t"; env A\ b\;\{; env \#;`, "directive"],
    ["a hash inside a word", "env a#b;", "directive"],
    ["a comment between words", "env # x;}\na;", "directive"],
    ["a carriage return in a comment", "# a\r}\n", "directive"],
    ["variables in braces", "env ${a}; env a${b}c; env a${{b;", "directive"],
    ["an escaped dollar", String.raw`env \${a};`, "directive"],
    ["a parenthesis behind a quote", 'env "a")', "directive"],
    ["a parenthesis behind a quote, ended", 'http { geo "$a") { } }', "directive"],
    ["a word behind a quote", 'env "a"b;', "tokenizer"],
    ["a quote behind a quote", `env "a"'b';`, "tokenizer"],
    ["a comment behind a quote", 'env "a"#b\n;', "tokenizer"],
    ["a line end behind a quote", 'env "a"\n;', "directive"],
    ["a closing brace behind a quote", 'http { gzip_types "a"}', "tokenizer"],
    ["a closing brace in a word", "env a};", "directive"],
    ["a closing brace behind a word", "http { gzip_types a }", "tokenizer"],
    ["a closing brace too many", "events { } }", "tokenizer"],
    ["a semicolon too many", "env a;\n;", "tokenizer"],
    ["a brace without a directive", "events { {", "tokenizer"],
    ["an empty quoted word", 'http { gzip_types ""; }', "directive"],
    ["a quoted name", '"env" a;', "directive"],
    ["a block that is not closed", "http { gzip_types a;", "directive"],
    ["a quote that is not closed", 'env "a;', "tokenizer"],
    ["a quote that is not closed, over lines", 'http {\n gzip_types "a;\n}\n', "tokenizer"],
    ["blanks that are none", "env\u00a0a;", "directive"],
    ["a word that fits", `env ab${long};`, "directive"],
    ["a word that does not", `env abc${long};`, "tokenizer"],
    ["a quoted word that fits", `env "a${long}";`, "directive"],
    ["a quoted word that does not", `env "ab${long}";`, "tokenizer"],
    ["a word of long characters that fits", `env ${"é".repeat(2047)};`, "directive"],
    ["a word of long characters that does not", `env ${"é".repeat(2048)};`, "tokenizer"],
    ["a comment that fits", `#ab${long.slice(1)}\n`, "directive"],
    ["a comment that does not", `#ab${long}\n`, "tokenizer"],
    ["long blanks", `env${" ".repeat(9000)}a;${"\n".repeat(9000)}`, "directive"],
  ];
  test.each(cases)("%s", (_, text, by) => {
    expect(expectAgreement(`${text}\n${stop}`).by).toBe(by);
  });

  test.each(["env", "env a", 'env "a"', "env a\\", "events {", "http { gzip_types", "#", "env a;", '"', "e"])(
    "a file that ends behind %s",
    (text) => {
      expectAgreement(text);
    },
  );

  const word = fc.oneof(
    fc.constantFrom(
      "a",
      "a#b",
      "${a}",
      "x${b}y",
      "a}",
      `b"c`,
      "d'e",
      String.raw`\;`,
      String.raw`\{`,
      String.raw`a\ b`,
      "(",
    ),
    fc.constantFrom('"a b"', "'a;b'", `"{}'"`, String.raw`"\""`, String.raw`'\\'`, '"${a}"', '"#\n"', '"a"\n)', '""'),
  );
  const gap = fc.constantFrom(" ", "\n", "\t", "\r\n", " # { ; }\n", "  ");
  const statement = fc
    .array(fc.tuple(gap, word), { minLength: 1, maxLength: 4 })
    .map((words) => `gzip_types${words.flat().join("")};\n`);
  const sound = fc
    .array(fc.array(statement, { maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map((servers) => `http {\n${servers.map((all) => `server {\n${all.join("")}}\n`).join("")}}\n`);

  test("any signs whatever, down to the value of the first word", () => {
    const signs = fc.constantFrom(
      "a",
      "t",
      "n",
      "\\",
      "\\",
      '"',
      "'",
      "$",
      "{",
      "}",
      ";",
      "#",
      " ",
      "\n",
      "\r",
      "\t",
      ")",
    );
    fc.assert(
      fc.property(fc.string({ unit: signs, maxLength: 16 }), (text) => {
        const { message } = expectAgreement(`${text}\n${stop}`);
        const unknown = /^unknown directive "(.*)"$/s.exec(message)?.[1];
        const [first] = parseNginx(sourceText("nginx.conf", `${text}\n${stop}`)).tree;
        if (unknown !== undefined) expect(first?.name.text).toBe(unknown);
      }),
      { numRuns: 250 },
    );
  });

  test("texts made of sound words", () => {
    fc.assert(
      fc.property(sound, (text) => {
        expect(expectAgreement(text + stop).message).toContain("portcullis_stops_here");
      }),
      { numRuns: 60 },
    );
  });

  test("the same, cut anywhere", () => {
    fc.assert(
      fc.property(sound, fc.double({ min: 0, max: 0.99, noNaN: true }), (text, part) => {
        expectAgreement(text.slice(0, Math.floor((text.length - 1) * part)));
      }),
      { numRuns: 60 },
    );
  });

  test("the same, with a sign put anywhere", () => {
    const sign = fc.constantFrom("{", "}", ";", '"', "'", "\\", "#", "$", ")", " ", "\n", '"a"', "\n}\n");
    fc.assert(
      fc.property(sound, fc.double({ min: 0, max: 1, noNaN: true }), sign, (text, part, put) => {
        const at = Math.floor(text.length * part);
        expectAgreement(`${text.slice(0, at)}${put}${text.slice(at)}${stop}`);
      }),
      { numRuns: 150 },
    );
  });
});

(hasLua ? describe : describe.skip)("lua-nginx-module ends its code where we do (needs its Debian package)", () => {
  const load = modules.map((path) => `load_module ${path};`).join(" ");
  const codes: readonly string[] = [
    "return {}",
    `x = "}"`,
    `x = '}'`,
    String.raw`x = "\"}"`,
    "-- }\n",
    "--[[ } ]]",
    "--[==[ } ]] ]==]",
    "x = [[ } ]]",
    "x = [=[ } ]] ]=]",
    "x = a[b[1]]",
    "[== {}",
    "---[[ }\n",
    "--[= }\n",
    ']] ] " { }\n',
    '" } \n',
    '"{\n"',
    "it's {\n",
    `"'}"'`,
    '"\\\n}"',
    '"\r}"',
    "'a\n}'",
    "[[x",
    "--",
    "{",
    "}",
    String.raw`"\"{\"`,
  ];
  test.each(codes.map((code) => [JSON.stringify(code), code] as const))("%s", (_, code) => {
    expectAgreement(`${load}\nhttp {\ninit_by_lua_block { ${code}}\n}\n${stop}`);
  });
});
