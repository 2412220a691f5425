import { scan } from "../../src/engine";
import { explainSafe, type Question } from "../../src/report/explain-safe";
import { catalogue, filesOf } from "../support/catalogue";

const project = `services:
  db:
    image: postgres
    ports: ["127.0.0.1:5432:5432"]
  cache:
    image: redis
    ports: ["6379:6379"]
    networks: [inner]
  box:
    image: box
    networks: [default]
  maybe:
    image: redis
    ports: ["\${BIND:?where}:6380:6379"]
  lan:
    image: mysql
    ports: ["10.0.0.5:3306:3306"]
  both:
    image: box
    ports: ["127.0.0.1:7001:7001", "7002:7002/udp"]
networks:
  inner: { internal: true }
  default: {}
`;

function answer(target: string, port?: Question["port"], compose = project): ReturnType<typeof explainSafe> {
  const report = scan(filesOf({ "compose.yaml": compose }), catalogue(), { variables: new Map(), named: [] });
  return explainSafe(report, { target, port });
}

const cases: readonly (readonly [string, string, Question["port"], readonly [string, string]])[] = [
  [
    "what is bound to loopback",
    "db",
    { number: 5432, transport: "tcp" },
    [
      "safe",
      `db on tcp port 5432 cannot be reached from the internet

  tcp 5432 by published port services.db.ports[0] (compose.yaml:4:13): bound to loopback, where only the host itself gets in
`,
    ],
  ],
  [
    "what an internal network closes today",
    "cache",
    undefined,
    [
      "safe",
      `cache cannot be reached from the internet

  tcp 6379 by published port services.cache.ports[0] (compose.yaml:7:13): open to 0.0.0.0/0, ::/0
    internal network networks.inner.internal (compose.yaml:22:22) stops every way to it today
`,
    ],
  ],
  [
    "what nothing opens",
    "box",
    undefined,
    [
      "safe",
      `box cannot be reached from the internet

  nothing that was read opens a port of it to others
`,
    ],
  ],
  [
    "a port that nothing opens",
    "db",
    { number: 22, transport: "tcp" },
    [
      "safe",
      `db on tcp port 22 cannot be reached from the internet

  nothing that was read opens this port of it to others
`,
    ],
  ],
  [
    "the same port of another transport",
    "both",
    { number: 7002, transport: "tcp" },
    [
      "safe",
      `both on tcp port 7002 cannot be reached from the internet

  nothing that was read opens this port of it to others
`,
    ],
  ],
  [
    "what depends on a variable",
    "maybe",
    undefined,
    [
      "reached",
      `maybe can perhaps be reached from the internet

  tcp 6380 by published port services.maybe.ports[0] (compose.yaml:14:13): may let in 0.0.0.0/0, ::/0
    depends on BIND (compose.yaml:14:13)
    high: public-database at compose.yaml:14:13
`,
    ],
  ],
  [
    "what can be reached by one of its doors",
    "both",
    undefined,
    [
      "reached",
      `both can be reached from the internet

  udp 7002 by published port services.both.ports[1] (compose.yaml:20:36): lets in 0.0.0.0/0, ::/0
    medium: published-on-all-interfaces at compose.yaml:20:36

  tcp 7001 by published port services.both.ports[0] (compose.yaml:20:13): bound to loopback, where only the host itself gets in
`,
    ],
  ],
  ["what nothing is called", "dab", undefined, ["nameless", ""]],
];

test.each(cases)("%s", (_, target, port, [kind, text]) => {
  expect(answer(target, port)).toEqual({ kind, text });
});

test("an address of a private network rests on what is assumed", () => {
  expect(answer("lan").text).toMatch(
    /^lan cannot be reached[^]*, which no stranger has\n\nAssuming:\n[^]*no address translation leads to the private address of services\.lan\.ports\[0\]\n/,
  );
});

test("it has its id for a name, too", () => {
  expect(answer("compose.yaml#services.box").kind).toBe("safe");
});

test("where something was not understood, that nobody gets in is not said for certain", () => {
  const { kind, text } = answer("box", undefined, project.replace("image: box", "image: box\n    frob: 1"));
  expect(kind).toBe("safe");
  expect(text).toContain("no way from the internet to box was found\n");
  expect(text).toContain("1 problem with what was read: portcullis scan lists what may hide a way\n");
});

test("nothing from an input acts on a terminal", () => {
  const compose = `services:\n  "\\e]0;owned\\a":\n    image: "x"\n    ports: ["80:80"]\n`;
  const { text } = answer("\u001b]0;owned\u0007", undefined, compose);
  expect(text).toContain("\\x1b]0;owned\\x07 can be reached");
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});
