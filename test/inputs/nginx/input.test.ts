import type { Reading } from "../../../src/model/reading";
import { nginx } from "../../../src/inputs/nginx/input";
import { filesOf } from "../../support/catalogue";

type Texts = Readonly<Record<string, string>>;

function readingOf(texts: Texts): Reading {
  return nginx.read(filesOf(texts), { variables: new Map() });
}

/** The files `f0.conf` to `f10.conf`, each of which includes the next ten times. */
function explosion(before: string): Texts {
  const files = Array.from({ length: 10 }, (_, i) => [`f${i}.conf`, before + `include f${i + 1}.conf;\n`.repeat(10)]);
  return { ...Object.fromEntries(files), "f10.conf": "server { listen 80; }" };
}

describe("includes that multiply are read up to a limit, in time", () => {
  test.each([
    ["below a root", { ...explosion(""), "nginx.conf": "http { include f0.conf; }" }],
    ["as fragments", explosion("server { listen 81; location / { proxy_pass http://a; } }\n")],
  ])("%s", (_, texts) => {
    const start = performance.now();
    const { problems } = readingOf(texts);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(problems).toContainEqual(expect.objectContaining({ code: "limit" }));
  });
});
