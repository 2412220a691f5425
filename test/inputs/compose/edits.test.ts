import type { Edit } from "../../../src/model/facts";
import { publishedBy } from "./published";
import { forwardsOf, readTexts, type Texts } from "./reading";

function editsOf(texts: Texts): readonly Edit[] {
  return forwardsOf(readTexts(texts).facts).flatMap(({ statement }) => statement.edit ?? []);
}

function applied(text: string, { at, text: written }: Edit): string {
  const lines = text.split("\n");
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return text.slice(0, offset(at.line, at.column)) + written + text.slice(offset(at.endLine, at.endColumn));
}

describe("an edit binds a port to the host itself and changes nothing else", () => {
  test.each([
    ['- "8080:80"', "web tcp 127.0.0.1/32 8080 -> 80"],
    ["- 22:22", "web tcp 127.0.0.1/32 22 -> 22"],
    ["- 0.0.0.0:53:53/udp", "web udp 127.0.0.1/32 53 -> 53"],
    ["- '[::]:8080:80'", "web tcp ::1/128 8080 -> 80"],
    ["- 3000", "web tcp 127.0.0.1/32 32768-60999 -> 3000"],
    ["- target: 80\n        published: 8080", "web tcp 127.0.0.1/32 8080 -> 80"],
    ["- {target: 80, published: 8080}", "web tcp 127.0.0.1/32 8080 -> 80"],
    ["- target: 80\n        published: 8080\n        host_ip: 0.0.0.0", "web tcp 127.0.0.1/32 8080 -> 80"],
    ["- {target: 80, published: 8080, host_ip: '::'}", "web tcp ::1/128 8080 -> 80"],
  ])("%s", (port, expected) => {
    const text = `services:\n  web:\n    image: x\n    ports:\n      ${port}\n`;
    const [edit, ...others] = editsOf({ "compose.yaml": text });
    expect(others).toEqual([]);
    expect(publishedBy(readTexts({ "compose.yaml": applied(text, edit!) }).facts)).toEqual([expected]);
  });
});

describe("there is none", () => {
  const web = (ports: string): string => `services:\n  web:\n    image: x\n    ports: ${ports}\n`;
  test.each([
    ["where the port is bound already", { "compose.yaml": web('["127.0.0.1:80:80", "192.0.2.1:81:80"]') }],
    ["where a variable is a part of it", { "compose.yaml": web('["${PORT:-80}:80"]') }],
    ["where others share it", { "compose.yaml": `${web('&p ["80:80"]')}  db: {image: y, ports: *p}\n` }],
    ["in a template", { "compose.yaml": `x-web: &web\n  ports: ["80:80"]\nservices: {web: {image: x, <<: *web}}\n` }],
    [
      "in a file of another project",
      { "compose.yaml": "include: [b/compose.yaml]\n", "b/compose.yaml": web('["80:80"]') },
    ],
  ] as const)("%s", (_, texts: Texts) => {
    expect(editsOf(texts)).toEqual([]);
  });
});
