import { placeOf, sourceText } from "../../../src/model/source";
import { parseNginx } from "../../../src/syntax/nginx/parse";
import type { NginxDirective } from "../../../src/syntax/nginx/tree";

/** The words of every directive, a block as its words followed by the list of what is in it. */
type Outline = readonly (string | Outline)[];

function outline(directives: readonly NginxDirective[]): Outline {
  return directives.map(({ name, args, body, raw }) => {
    const words = [name, ...args].map(({ text }) => text);
    if (raw !== undefined) return [...words, [raw]];
    return body === undefined ? words : [...words, outline(body)];
  });
}

function parse(text: string) {
  const { tree, problems } = parseNginx(sourceText("nginx.conf", text));
  return {
    tree,
    outline: outline(tree),
    problems: problems.map(({ code, message, at }) => {
      if (at.kind !== "file") throw new Error("a grammar reads files");
      return `${at.line}:${at.column} ${code}: ${message}`;
    }),
  };
}

describe("what nginx reads", () => {
  const cases: readonly (readonly [name: string, text: string, outline: Outline])[] = [
    ["an empty file", "", []],
    ["blanks and comments alone", " \t\r\n# listen 80;\n#", []],
    ["a directive without arguments", "ip_hash;", [["ip_hash"]]],
    ["a directive over several lines", "listen\n\t80\r\n default_server ;", [["listen", "80", "default_server"]]],
    [
      "two directives on a line",
      "a 1;b 2;",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["an empty block", "events {}", [["events", []]]],
    ["a block right behind its name", "events{worker_connections 1;}", [["events", [["worker_connections", "1"]]]]],
    ["nested blocks", "http { server { listen 80; } }", [["http", [["server", [["listen", "80"]]]]]]],
    ["a block with arguments", "location ~ ^/a { }", [["location", "~", "^/a", []]]],
    ["a comment between words", "listen # the port\n80;", [["listen", "80"]]],
    ["a comment that hides a brace", "server { # }\n}", [["server", []]]],
    ["a comment that a carriage return does not end", "# a\rlisten 80;\nb;", [["b"]]],
    ["a hash inside a word", "set $a b#c;", [["set", "$a", "b#c"]]],
    ["a hash behind a quoted word and a blank", 'set "a" #b\n;', [["set", "a"]]],
    ["quotes", `a "b c" 'd e';`, [["a", "b c", "d e"]]],
    ["the other quote inside quotes", `a "it's" 'say "x"';`, [["a", "it's", 'say "x"']]],
    ["signs inside quotes", `a "{ } ; #" '{ } ; #';`, [["a", "{ } ; #", "{ } ; #"]]],
    ["a line end inside quotes", 'a "b\nc";', [["a", "b\nc"]]],
    ["empty quotes", `a "" '';`, [["a", "", ""]]],
    ["a quoted name", '"listen" 80;', [["listen", "80"]]],
    ["a quote inside a word", `a b"c d'e;`, [["a", 'b"c', "d'e"]]],
    ["a quoted word before a block", 'if "a"{ }', [["if", "a", []]]],
    ["a quoted word before a parenthesis", 'if ($a = "b") { }', [["if", "($a", "=", "b", ")", []]]],
    ["a word that begins with what follows the quote", 'a "b")c;', [["a", "b", ")c"]]],
    ["escaped quotes", String.raw`a "b\"c" 'd\'e' f\"g\'h;`, [["a", 'b"c', "d'e", "f\"g'h"]]],
    ["an escaped backslash", String.raw`a "b\\" \\c;`, [["a", "b\\", "\\c"]]],
    ["an escaped backslash before an n", String.raw`a \\n;`, [["a", String.raw`\n`]]],
    ["control escapes", String.raw`a "\t\r\n" b\tc;`, [["a", "\t\r\n", "b\tc"]]],
    ["an escaped blank, whose backslash stays", String.raw`a b\ c;`, [["a", String.raw`b\ c`]]],
    ["escaped signs, whose backslashes stay", String.raw`a b\;c\{d\#e;`, [["a", String.raw`b\;c\{d\#e`]]],
    ["other backslashes, which stay", String.raw`location ~ \.php$ { }`, [["location", "~", String.raw`\.php$`, []]]],
    ["an escaped quote at the start of a word", String.raw`a \"b c;`, [["a", '"b', "c"]]],
    ["an escaped hash at the start of a word", String.raw`a \#b;`, [["a", String.raw`\#b`]]],
    ["a variable in braces at the start of a word", "a ${b};", [["a", "${b}"]]],
    ["variables in braces inside a word", "a /x${b}/${c}y;", [["a", "/x${b}/${c}y"]]],
    ["a variable in braces before a block", "a ${b}{ }", [["a", "${b}", []]]],
    ["braces behind a variable's brace", "a ${{{b;", [["a", "${{{b"]]],
    ["a variable without braces before a block", "if $b{ }", [["if", "$b", []]]],
    ["an escaped dollar, which opens no variable", String.raw`a \${ }`, [["a", String.raw`\$`, []]]],
    ["a dollar alone", "a $ b$;", [["a", "$", "b$"]]],
    ["a closing brace inside a word", "location ~ a{2} b;}", [["location", "~", "a", [["2}", "b"]]]]],
    ["a repetition in quotes", 'location ~ "a{2}" { }', [["location", "~", "a{2}", []]]],
    ["blanks that are none to nginx", "a\u00a0b\u000bc\u2003d;", [["a\u00a0b\u000bc\u2003d"]]],
    ["a byte order mark, which belongs to the word", "\ufeffuser www;", [["\ufeffuser", "www"]]],
    ["characters beyond the first plane", 'a "😀" 😀;', [["a", "😀", "😀"]]],
  ];
  test.each(cases)("%s", (_, text, expected) => {
    const read = parse(text);
    expect(read.outline).toEqual(expected);
    expect(read.problems).toEqual([]);
  });
});

describe("Lua code is left as text", () => {
  const codes: readonly (readonly [name: string, code: string])[] = [
    ["nothing", ""],
    ["a table", " local t = { a = { 1 } } "],
    ["a brace in a string", ` ngx.say("}{", '}') `],
    ["an escaped quote in a string", String.raw` ngx.say("\"}") `],
    ["a brace in a comment", " -- it's }\n return "],
    ["a brace in a long comment", " --[[ } ]] --[==[ ]] } ]==] "],
    ["a brace in a long string", " x = [[ } ]] .. [=[ ]] } ]=] "],
    ["brackets that are an index", " x = a[b[1]] .. a[=1] "],
    ["a quote that is not closed on its line", ' " \n { } '],
    ["a quote whose line ends behind a backslash", ' "\\\n { " } '],
    ["signs of nginx", " a = b; # c\n d = '#{;' "],
  ];
  test.each(codes)("%s", (_, code) => {
    const read = parse(`location / { content_by_lua_block {${code}} a; } b;`);
    expect(read.outline).toEqual([["location", "/", [["content_by_lua_block", [code]], ["a"]]], ["b"]]);
    expect(read.problems).toEqual([]);
  });

  test("a directive with arguments before its code", () => {
    expect(parse("set_by_lua_block $a { return {} } b;").outline).toEqual([
      ["set_by_lua_block", "$a", [" return {} "]],
      ["b"],
    ]);
  });

  test("only a block of that name is code", () => {
    expect(parse("content_by_lua_file a; lua { b; }").outline).toEqual([
      ["content_by_lua_file", "a"],
      ["lua", [["b"]]],
    ]);
  });
});

describe("where nginx gives up, reading goes on", () => {
  const cases: readonly (readonly [name: string, text: string, outline: Outline, problems: readonly string[]])[] = [
    [
      "a closing brace too many",
      "a; }\nb;",
      [["a"], ["b"]],
      ['1:4 syntax: unexpected "}"; no block is open here, remove it or open one'],
    ],
    [
      "a directive without its semicolon at the end of a block",
      "server {\n  listen 80\n}\na;",
      [["server", [["listen", "80"]]], ["a"]],
      ['3:1 syntax: unexpected "}"; directive "listen" is not terminated by ";"'],
    ],
    [
      "the same where no block is open",
      "a }\nb;",
      [["a"], ["b"]],
      ['1:3 syntax: unexpected "}"; directive "a" is not terminated by ";"'],
    ],
    [
      "the same behind a quoted word",
      'x { a "b"} c;',
      [["x", [["a", "b"]]], ["c"]],
      ['1:10 syntax: unexpected "}"; directive "a" is not terminated by ";"'],
    ],
    [
      "a semicolon too many",
      "a;; b;",
      [["a"], ["b"]],
      ['1:3 syntax: unexpected ";"; no directive stands before it, remove it'],
    ],
    [
      "a block without a directive",
      "x { a; { b; } c; } d;",
      [["x", [["a"], ["b"], ["c"]]], ["d"]],
      ['1:8 syntax: unexpected "{"; no directive stands before it, its block is read as a part of the one around it'],
    ],
    [
      "a word right behind a quoted one",
      'a "b"c;\nd;',
      [["a", "b", "c"], ["d"]],
      ['1:6 syntax: unexpected "c"; a quoted parameter ends with its quote, put a space or ";" behind it'],
    ],
    [
      "a character of two units right behind a quoted word",
      'a "b"😀;',
      [["a", "b", "😀"]],
      ['1:6 syntax: unexpected "😀"; a quoted parameter ends with its quote, put a space or ";" behind it'],
    ],
    [
      "a comment right behind a quoted word",
      'a "b"#c\n;',
      [["a", "b"]],
      ['1:6 syntax: unexpected "#"; a quoted parameter ends with its quote, put a space or ";" behind it'],
    ],
    [
      "a file that ends in a word",
      "a;\nlisten 80",
      [["a"], ["listen", "80"]],
      ['2:1 syntax: unexpected end of file, expecting ";" or "}"; directive "listen" is not terminated by ";"'],
    ],
    [
      "a file that ends behind a quoted word",
      'a "b"',
      [["a", "b"]],
      ['1:1 syntax: unexpected end of file, expecting ";" or "}"; directive "a" is not terminated by ";"'],
    ],
    [
      "a file that ends behind a backslash",
      "a \\",
      [["a", "\\"]],
      ['1:1 syntax: unexpected end of file, expecting ";" or "}"; directive "a" is not terminated by ";"'],
    ],
    [
      "blocks that are not closed",
      "a;\nhttp {\n  server {\n    listen 80;",
      [["a"], ["http", [["server", [["listen", "80"]]]]]],
      ['3:3 syntax: unexpected end of file, expecting "}"; block "server" and 1 around it are not closed'],
    ],
    [
      "a block that is not closed, found far below",
      "http {\n  server {\n  a;\n  server { b; }\n}\n",
      [["http", [["server", [["a"], ["server", [["b"]]]]]]]],
      ['1:1 syntax: unexpected end of file, expecting "}"; block "http" is not closed'],
    ],
    [
      "a quote that is never closed",
      'server_name "a;\nlisten 80;',
      [
        ["server_name", "a"],
        ["listen", "80"],
      ],
      ['1:13 syntax: unexpected end of file; the quote " that opens here is never closed'],
    ],
    [
      "both quotes, never closed",
      `a "b;\nc 'd\ne;`,
      [
        ["a", "b"],
        ["c", "d", "e"],
      ],
      [
        '1:3 syntax: unexpected end of file; the quote " that opens here is never closed',
        "2:3 syntax: unexpected end of file; the quote ' that opens here is never closed",
      ],
    ],
    [
      "a quote that is never closed, at the end of a file",
      "a 'b",
      [["a", "b"]],
      [
        "1:3 syntax: unexpected end of file; the quote ' that opens here is never closed",
        '1:1 syntax: unexpected end of file, expecting ";" or "}"; directive "a" is not terminated by ";"',
      ],
    ],
    [
      "Lua code that is not closed",
      "x { a_by_lua_block { {} \n",
      [["x", [["a_by_lua_block", [" {} \n"]]]]],
      ['1:5 syntax: unexpected end of file, expecting "}"; block "a_by_lua_block" and 1 around it are not closed'],
    ],
  ];
  test.each(cases)("%s", (_, text, expected, problems) => {
    const read = parse(text);
    expect(read.outline).toEqual(expected);
    expect(read.problems).toEqual(problems);
  });
});

describe("a problem stands where the text is wrong", () => {
  const cases: readonly (readonly [name: string, text: string, marked: string])[] = [
    ["at the brace", "a; } b;", "}"],
    ["at the semicolon", "a; ; b;", ";"],
    ["at the character behind a quote", 'a "b"😀 c;', "😀"],
    ["at the quote that is not closed", 'a "b; c;', '"'],
    ["at the directive that the file cuts off", "a; listen 80 \n", "listen 80"],
    ["from the name to the brace of a block that is not closed", "location ~ /a {\n b;", "location ~ /a {"],
  ];
  test.each(cases)("%s", (_, text, marked) => {
    const start = text.indexOf(marked === ";" ? "; b" : marked);
    const source = sourceText("nginx.conf", text);
    const places = parseNginx(source).problems.map(({ at }) => at);
    expect(places).toEqual([placeOf(source, { start, end: start + marked.length })]);
  });
});

describe("what does not fit into nginx's buffer of 4096 bytes", () => {
  const parameter = "syntax: too long parameter; nginx reads at most 4095 bytes of one, shorten it";
  const comment = "syntax: too long comment; nginx reads at most 4095 bytes of one, shorten it";
  const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
    ["a word of 4095 bytes fits", `a ${"b".repeat(4095)};`, []],
    ["a word of 4096 does not", `a ${"b".repeat(4096)};`, [`1:3 ${parameter}`]],
    ["bytes count, not characters", `a ${"é".repeat(2048)};`, [`1:3 ${parameter}`]],
    ["a word of 4094 bytes in two of 2047 fits", `a ${"é".repeat(2047)};`, []],
    ["a quoted word of 4094 bytes fits with its closing quote", `a "${"b".repeat(4094)}";`, []],
    ["a quoted word of 4095 does not", `a "${"b".repeat(4095)}";`, [`1:3 ${parameter}`]],
    ["a comment of 4095 bytes fits", `#${"b".repeat(4094)}\na;`, []],
    ["a comment of 4096 does not", `#${"b".repeat(4095)}\na;`, [`1:1 ${comment}`]],
    ["at the end of a file it does", `#${"b".repeat(4095)}`, []],
    ["blanks may be as long as they like", `a${" ".repeat(5000)}b;${"\n".repeat(5000)}`, []],
  ];
  test.each(cases)("%s", (_, text, problems) => {
    expect(parse(text).problems).toEqual(problems);
  });

  test("a word that is too long is read all the same", () => {
    expect(parse(`a ${"b".repeat(5000)};`).outline).toEqual([["a", "b".repeat(5000)]]);
  });
});

describe("limits", () => {
  function depthOf(directives: readonly NginxDirective[]): number {
    return Math.max(0, ...directives.map(({ body }) => (body === undefined ? 0 : 1 + depthOf(body))));
  }

  test("200 nested blocks are read", () => {
    const read = parse("a{".repeat(200) + "}".repeat(200));
    expect(depthOf(read.tree)).toBe(200);
    expect(read.problems).toEqual([]);
  });

  test("deeper ones are not, and say so once", () => {
    const read = parse("a{".repeat(5000) + "}".repeat(5000) + "b;");
    expect(depthOf(read.tree)).toBe(200);
    expect(read.outline.at(-1)).toEqual(["b"]);
    expect(read.problems).toEqual([
      "1:401 limit: blocks are nested deeper than 200; this one and what is in it is not read",
    ]);
  });

  test("a file that is no nginx configuration has a hundred problems and not a million", () => {
    const { problems } = parse(";".repeat(1_000_000));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe("1:101 limit: more than 100 problems; the rest is not listed");
  });

  test("a name that is too long for a message is cut", () => {
    expect(parse("a".repeat(1000)).problems[0]).toContain(`directive "${"a".repeat(40)}…" is not`);
  });

  const hostile: readonly (readonly [name: string, unit: string])[] = [
    ["quotes", `" '`],
    ["quotes without partners", `"' `],
    ["escaped quotes", `"\\`],
    ["blocks that are not closed", "a{"],
    ["variables that are not closed", "${"],
    ["strings of Lua that are not closed", String.raw`x_by_lua_block{"\"`],
    ["brackets of Lua that are not closed", "x_by_lua_block{[=[--["],
  ];
  test.each(hostile)("a megabyte of %s takes linear time", (_, unit) => {
    const text = unit.repeat(Math.floor(1_000_000 / unit.length));
    const begun = performance.now();
    parseNginx(sourceText("nginx.conf", text));
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test("a megabyte of escaped quotes in Lua takes linear time", () => {
    const begun = performance.now();
    parseNginx(sourceText("nginx.conf", `x_by_lua_block{${String.raw`"\"`.repeat(300_000)}`));
    parseNginx(sourceText("nginx.conf", `x_by_lua_block{"${String.raw`\"`.repeat(300_000)}`));
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
