import * as fc from "fast-check";
import type { Span } from "../../../src/model/source";
import { placeOf, sourceText } from "../../../src/model/source";
import { parseNginx } from "../../../src/syntax/nginx/parse";
import type { NginxDirective, NginxWord } from "../../../src/syntax/nginx/tree";

const configuration = `user www; # runs as
http {
\tlog_format main '$remote_addr "$request"';
  map $host $backend { default 127.0.0.1:\${port}; }
  server { listen [::]:443 ssl;
    location ~ "^/(\\d{2})\\.php$" { proxy_pass http://$backend; if ($a = "b") { return 403; } }
    location /lua { content_by_lua_block { ngx.say("}") } }
  }
}
`;

function everyDirective(tree: readonly NginxDirective[]): readonly NginxDirective[] {
  return tree.flatMap((directive) => [directive, ...everyDirective(directive.body ?? [])]);
}

describe("spans cut out what they stand for", () => {
  const { tree, source, problems } = parseNginx(sourceText("nginx.conf", configuration));
  const written = (at: { start: number; end: number }) => configuration.slice(at.start, at.end);
  const named = (name: string) => everyDirective(tree).filter((directive) => directive.name.text === name);

  test("the text is sound", () => {
    expect(problems).toEqual([]);
  });

  const directives: readonly (readonly [name: string, text: string])[] = [
    ["user", "user www;"],
    ["log_format", `log_format main '$remote_addr "$request"';`],
    ["map", "map $host $backend { default 127.0.0.1:${port}; }"],
    ["listen", "listen [::]:443 ssl;"],
    ["if", 'if ($a = "b") { return 403; }'],
    ["content_by_lua_block", 'content_by_lua_block { ngx.say("}") }'],
  ];
  test.each(directives)("directive %s", (name, text) => {
    expect(named(name).map(written)).toEqual([text]);
  });

  const words: readonly (readonly [directive: string, texts: readonly string[], styles: readonly string[]])[] = [
    ["log_format", ["main", `'$remote_addr "$request"'`], ["bare", "single"]],
    ["default", ["127.0.0.1:${port}"], ["bare"]],
    ["if", ["($a", "=", '"b"', ")"], ["bare", "bare", "double", "bare"]],
  ];
  test.each(words)("words of %s", (name, texts, styles) => {
    const [directive] = named(name);
    expect(directive?.args.map(written)).toEqual(texts);
    expect(directive?.args.map(({ style }) => style)).toEqual(styles);
  });

  test("lines and columns count from 1, with a tab as one column", () => {
    expect(placeOf(source, named("log_format")[0]!)).toMatchObject({ line: 3, column: 2, endLine: 3, endColumn: 44 });
  });
});

/** Text that looks enough like nginx to get the parser into every corner. */
const scraps = fc
  .array(
    fc.oneof(
      fc.constantFrom("{", "}", ";", "#", '"', "'", "\\", "$", "${", ")", " ", "\n", "\r\n", "[[", "]]", "--", "[=["),
      fc.constantFrom("server", "listen 80", "a", "a_by_lua_block", "x {", "é", "😀", "\ufeff", "\0"),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

const texts = fc.oneof(
  scraps,
  fc.nat(configuration.length).map((at) => configuration.slice(0, at)),
  fc.nat(configuration.length).map((at) => configuration.slice(at)),
  fc.nat(10).map((dropped) =>
    configuration
      .split("\n")
      .filter((_, line) => line !== dropped)
      .join("\n"),
  ),
  fc
    .tuple(fc.nat(configuration.length), scraps)
    .map(([at, put]) => configuration.slice(0, at) + put + configuration.slice(at)),
);

describe("whatever the text", () => {
  test("nothing is thrown, spans nest in order, and problems stand inside the text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const source = sourceText("nginx.conf", text);
        const { tree, problems } = parseNginx(source);
        expect(misplaced(tree, { text, start: 0, end: text.length })).toEqual([]);
        const outside = problems.filter(({ at }) => at.kind !== "file" || at.endLine > source.lineStarts.length);
        expect(outside).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("a sound text stays sound, and reads the same, when its words are put into quotes", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "{", "}", ";", "#", " ", "'", "$", "é"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (values) => {
        const text = `${values.map((value) => `"${value}"`).join(" ")};`;
        const { tree, problems } = parseNginx(sourceText("nginx.conf", text));
        expect(problems).toEqual([]);
        expect(tree.map(({ name, args }) => [name, ...args].map((read) => read.text))).toEqual([values]);
      }),
    );
  });
});

/** The directives that stand before their elder sibling's end, outside of their block, or whose words do. */
function misplaced(
  tree: readonly NginxDirective[],
  within: Span & { readonly text: string },
): readonly NginxDirective[] {
  let from = within.start;
  return tree.flatMap((directive) => {
    const { start, end, name, args, body } = directive;
    let behind = start;
    const ordered = [name, ...args].every((word) => {
      const inOrder = word.start >= behind && word.end <= end && isWritten(word, within.text);
      behind = word.end;
      return inOrder;
    });
    const placed = ordered && start >= from && end > start && end <= within.end;
    from = end;
    const inside = body === undefined ? [] : misplaced(body, { ...within, start: behind, end });
    return placed ? inside : [directive, ...inside];
  });
}

function isWritten({ start, end, style, text: value }: NginxWord, text: string): boolean {
  const written = text.slice(start, end);
  switch (style) {
    case "single":
      return written.startsWith("'");
    case "double":
      return written.startsWith('"');
    case "bare":
      return written === value || written.includes("\\");
  }
}
