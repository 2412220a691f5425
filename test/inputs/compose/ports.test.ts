import { everyAddress, noAddress } from "../../../src/model/addresses";
import { noTraffic, portsOf } from "../../../src/model/traffic";
import { publishedBy } from "./published";
import { forwardsOf, readTexts } from "./reading";

function readEntry(entry: string) {
  return readTexts({ "compose.yaml": `services:\n  web:\n    image: nginx\n    ports:\n      - ${entry}\n` });
}

const everywhere = "0.0.0.0/0,::/0";

describe("every spelling of a port", () => {
  test.each([
    ["3000", [`tcp ${everywhere} 32768-60999 -> 3000`]],
    ['"3000"', [`tcp ${everywhere} 32768-60999 -> 3000`]],
    ['"3000-3001"', [`tcp ${everywhere} 32768-60999 -> 3000`, `tcp ${everywhere} 32768-60999 -> 3001`]],
    ['"8080:80"', [`tcp ${everywhere} 8080 -> 80`]],
    ["22:22", [`tcp ${everywhere} 22 -> 22`]],
    ["017:80", [`tcp ${everywhere} 17 -> 80`]],
    ["017", [`tcp ${everywhere} 32768-60999 -> 15`]],
    ["0x50", [`tcp ${everywhere} 32768-60999 -> 80`]],
    ["1_000", [`tcp ${everywhere} 32768-60999 -> 1000`]],
    ['"0:80"', [`tcp ${everywhere} 32768-60999 -> 80`]],
    ['":8080:80"', [`tcp ${everywhere} 8080 -> 80`]],
    ['"::80"', [`tcp ${everywhere} 32768-60999 -> 80`]],
    ['"0.0.0.0:8080:80"', ["tcp 0.0.0.0/0 8080 -> 80"]],
    ['"0.0.0.0::80"', ["tcp 0.0.0.0/0 32768-60999 -> 80"]],
    ['"[::]:8080:80"', ["tcp ::/0 8080 -> 80"]],
    ['"[::1]:8080:80"', ["tcp ::1/128 8080 -> 80"]],
    ['"[]:8080:80"', [`tcp ${everywhere} 8080 -> 80`]],
    ['"127.0.0.1:8080:80"', ["tcp 127.0.0.1/32 8080 -> 80"]],
    ['"[::ffff:192.0.2.1]:8080:80"', ["tcp 192.0.2.1/32 8080 -> 80"]],
    ['"8000-8001:80-81"', [`tcp ${everywhere} 8000 -> 80`, `tcp ${everywhere} 8001 -> 81`]],
    ['"8000-9000:80"', [`tcp ${everywhere} 8000-9000 -> 80`]],
    ['"1-2-3:80"', [`tcp ${everywhere} 1-2 -> 80`]],
    ['"53:53/UDP"', [`udp ${everywhere} 53 -> 53`]],
    ['"53:53/"', [`tcp ${everywhere} 53 -> 53`]],
    ["{target: 80}", [`tcp ${everywhere} 32768-60999 -> 80`]],
    ["{target: 80, published: 8080}", [`tcp ${everywhere} 8080 -> 80`]],
    ['{target: "80", published: "8080-8090"}', [`tcp ${everywhere} 8080-8090 -> 80`]],
    ['{target: 80, published: "", mode: host}', [`tcp ${everywhere} 32768-60999 -> 80`]],
    ["{target: 80, published: 8080, host_ip: 127.0.0.1}", ["tcp 127.0.0.1/32 8080 -> 80"]],
    ['{target: 53, published: 53, host_ip: "::", protocol: udp}', ["udp ::/0 53 -> 53"]],
  ])("%s", (entry, expected) => {
    const { facts, problems } = readEntry(entry);
    expect(publishedBy(facts)).toEqual(expected.map((line) => `web ${line}`));
    expect(problems).toEqual([]);
  });
});

describe("what compose refuses is a problem at its place", () => {
  test.each([
    '"70000:80"',
    '"80:70000"',
    "80.0",
    "080",
    "true",
    "null",
    '""',
    '"80:"',
    '"80:0"',
    '"8002-8000:80"',
    '"8000-8002:80-81"',
    '"localhost:80:80"',
    '"*:80:80"',
    '"::1:80:80"',
    '"010.0.0.1:80:80"',
    '"[fe80::1%eth0]:80:80"',
    '"80:80/icmp"',
    '"80 :80"',
    "0o17:80",
    "-80:80",
    "[80]",
    "{published: 80}",
    "{target: 80-81}",
    "{target: 80, host_ip: localhost}",
    '{target: 80, host_ip: "[::1]"}',
    "{target: 80, colour: red}",
  ])("%s", (entry) => {
    const { problems } = readEntry(entry);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ at: { file: "compose.yaml", line: 5 } });
  });

  test("the other entries are read all the same", () => {
    const { facts } = readEntry('"70000:80"\n      - "8080:80"');
    expect(publishedBy(facts)).toEqual([`web tcp ${everywhere} 8080 -> 80`]);
  });
});

describe("a host port that is not known is one port of its transport", () => {
  test.each([
    ['"${PORT:?}:6379"', "one", "tcp"],
    ['"${PORT:?}:53/udp"', "one", "udp"],
    ['"127.0.0.1:${PORT:?}:6379"', "one", "tcp"],
    ['"${PORTS:?}"', "one", "tcp"],
    ['"${PORTS}"', "one", "tcp"],
    ['"${PORTS:?}:6379-6380"', "all", "tcp"],
  ] as const)("%s", (entry, opens, transport) => {
    const forwards = forwardsOf(readEntry(entry).facts);
    expect(forwards).toEqual([expect.objectContaining({ opens })]);
    expect(forwards[0]!.traffic).toMatchObject({ must: noTraffic, may: portsOf(transport) });
  });
});

describe("an address that compose refuses leaves a door to nobody knows whom", () => {
  test.each([
    ['":::6380:6379"', '":::6380:6379" is no port mapping: an IPv6 address stands in brackets; write "[::]:6380:6379"'],
    [
      '"::1:6381:6379"',
      '"::1:6381:6379" is no port mapping: an IPv6 address stands in brackets; write "[::1]:6381:6379"',
    ],
    [
      '"localhost:6381:6379"',
      '"localhost:6381:6379" is no port mapping: what stands before the ports is no IP address; write "127.0.0.1:8080:80" or a mapping with target',
    ],
  ])("%s", (entry, message) => {
    const { facts, problems } = readEntry(entry);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
    const forwards = forwardsOf(facts);
    expect(forwards).toHaveLength(1);
    expect(forwards[0]!.bind).toMatchObject({ must: noAddress, may: everyAddress });
  });
});

test.each(["${PASS}:80", "80:${PASS}", "80/${PASS}", "${PASS}:80:80", "[${PASS}]:80:80", "${PASS}"])(
  "%s: the value of a variable is in no message",
  (entry) => {
    for (const value of ["hunter2", "10.99.1", "8071-8073", "fd99::1"]) {
      const { problems } = readTexts({
        "compose.yaml": `services: {web: {image: nginx, ports: ["${entry}"]}}`,
        ".env": `PASS=${value}\n`,
      });
      expect(problems.map(({ message }) => message).join()).not.toContain(value);
    }
    const { problems } = readTexts({
      "compose.yaml": `services: {web: {image: nginx, ports: ["${entry}"]}}`,
      ".env": "PASS=hunter2\n",
    });
    expect(problems).toHaveLength(1);
  },
);

test("a published port stands where it is written, and the address is what decides in the long syntax", () => {
  const { facts } = readEntry("target: 80\n        published: 8080\n        host_ip: 0.0.0.0");
  expect(facts[0]).toMatchObject({
    statement: {
      what: "published port",
      name: "services.web.ports[0]",
      at: { line: 5, column: 9, endLine: 7, endColumn: 25 },
      focus: { line: 7, column: 18, endLine: 7, endColumn: 25 },
    },
    from: { id: "compose.yaml#host", name: "the host of compose.yaml" },
    to: { id: "compose.yaml#services.web", name: "web" },
    evidence: [
      { by: "image", value: "nginx" },
      { by: "container-port", value: "80/tcp" },
    ],
  });
});

test("well-known host ports are told", () => {
  const { facts } = readEntry('"1000-1100:1000-1100/udp"');
  expect(facts).toContainEqual(expect.objectContaining({ trait: "binds-privileged-port", detail: "1000-1100/udp" }));
});
