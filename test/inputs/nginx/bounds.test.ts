import { nginx } from "../../../src/inputs/nginx/input";
import { libraryOf, unfold } from "../../../src/inputs/nginx/includes";
import type { Directive } from "../../../src/inputs/nginx/directive";
import { filesOf } from "../../support/catalogue";

/** How often each file is asked for, and what is made of all of them. */
function workOn(texts: Readonly<Record<string, string>>) {
  const asked = new Map<string, number>();
  const { paths, text } = filesOf(texts);
  const counted = (path: string): string | undefined => {
    asked.set(path, (asked.get(path) ?? 0) + 1);
    return text(path);
  };
  const { facts, problems } = nginx.read({ paths, text: counted }, { variables: new Map() });
  return { facts: facts.length, problems, most: Math.max(...asked.values()) };
}

const web = (text: string): string => `events {}\nhttp {\n${text}\n}`;
const count = (list: readonly Directive[]): number =>
  list.reduce((sum, { body }) => sum + 1 + (body ? count(body) : 0), 0);

describe("what grows without end is cut", () => {
  test("blocks within blocks", () => {
    const deep = `server { listen 80; ${"location /a { ".repeat(20_000)} proxy_pass http://a; ${"}".repeat(20_000)} }`;
    const { facts, problems } = workOn({ "nginx.conf": web(deep) });
    expect(problems).toContainEqual(expect.objectContaining({ code: "limit" }));
    expect(facts).toBeLessThan(20);
  });

  test("includes of includes: no file is parsed twice, and no more is put together than may be", () => {
    const texts: Record<string, string> = { "nginx.conf": web("include f0.conf;") };
    for (let i = 0; i < 15; i++) texts[`f${i}.conf`] = `include f${i + 1}.conf;\n`.repeat(15);
    texts["f15.conf"] = "server { listen 80; }";
    const { problems, most } = workOn(texts);
    expect(problems).toContainEqual(expect.objectContaining({ code: "limit" }));
    expect(most).toBeLessThan(4);
    expect(count(unfold("nginx.conf", libraryOf(filesOf(texts)), "whole").directives)).toBeLessThanOrEqual(50_000);
  });

  test("a file that includes itself", () => {
    const { problems, most } = workOn({ "nginx.conf": web("include a;"), a: "include a; include nginx.conf;" });
    expect(problems.map(({ message }) => message)).toEqual([
      "a includes itself; it is not read again here",
      "nginx.conf includes itself; it is not read again here",
    ]);
    expect(most).toBeLessThan(4);
  });
});

describe("what is large is taken for what it is", () => {
  test("a map of many rows is one unknown, not as many ways", () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `name${i} host${i};`).join("\n");
    const server = "server { listen 80; location / { proxy_pass http://$to; } }";
    const { facts, problems } = workOn({ "nginx.conf": web(`map $host $to { default a;\n${rows} }\n${server}`) });
    expect(problems).toEqual([]);
    expect(facts).toBeLessThan(20);
  });

  test("variables that multiply are one unknown, too", () => {
    const sets = Array.from({ length: 30 }, (_, i) => `set $v${i + 1} $v${i}$v${i}$m;`).join("\n");
    const server = `server { listen 80; set $v0 a; ${sets} location / { proxy_pass http://$v30; } }`;
    const { facts } = workOn({ "nginx.conf": web(`map $host $m { default a; b c; d e; }\n${server}`) });
    expect(facts).toBeLessThan(20);
  });

  test("an allow list of a program is one boundary", () => {
    const list = Array.from({ length: 20_000 }, (_, i) => `allow 10.${i >> 8}.${i & 255}.1;`).join("\n");
    const { facts } = workOn({
      "nginx.conf": web(`${list}\ndeny all;\nserver { listen 80; location / { proxy_pass http://a; } }`),
    });
    expect(facts).toBeLessThan(20);
  });

  test("internal locations and upstreams that choose among them make ways for each, not for each pair", () => {
    const inside = Array.from({ length: 300 }, (_, i) => `location /in${i} { internal; proxy_pass http://i${i}; }`);
    const open = Array.from({ length: 300 }, (_, i) => `location /out${i} { proxy_pass http://o${i}; }`);
    const { facts } = workOn({ "nginx.conf": web(`server { listen 80; ${[...inside, ...open].join("\n")} }`) });
    expect(facts).toBeLessThan(300 * 8);
  });
});
