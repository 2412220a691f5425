import { conflictsIn } from "../../src/exposure/conflicts";
import type { Fact } from "../../src/model/facts";
import { compose } from "../../src/inputs/compose/input";
import { nginx } from "../../src/inputs/nginx/input";

/** `web tcp port 80 with services.db.ports[0]`, one a conflict, of everything in the files. */
function conflicts(texts: Readonly<Record<string, string>>, together: readonly Fact[] = []): readonly string[] {
  const files = { paths: Object.keys(texts).toSorted(), text: (path: string) => texts[path] };
  const settings = { variables: new Map<string, unknown>() };
  const facts = [compose, nginx].flatMap((input) => input.read(files, settings).facts);
  return conflictsIn([...facts, ...together]).map(
    ({ subject, detail, other }) => `${subject.name} ${detail} with ${other?.name}`,
  );
}

const two = (a: string, b: string, rest = ""): Readonly<Record<string, string>> => ({
  "compose.yaml": `services: {a: {image: x, ${a}}, b: {image: y, ${b}}}\n${rest}`,
});
const ports = (...written: readonly string[]): string => `ports: ${JSON.stringify(written)}`;

describe("within one project", () => {
  test.each([
    ["the same port", two(ports("80:80"), ports("80:8080")), ["b tcp port 80 with services.a.ports[0]"]],
    [
      "a wildcard and an address",
      two(ports("80:80"), ports("127.0.0.1:80:80")),
      ["b tcp port 80 with services.a.ports[0]"],
    ],
    [
      "a wildcard of IPv6 and one of its addresses",
      two(ports("[::]:80:80"), ports("[::1]:80:80")),
      ["b tcp port 80 with services.a.ports[0]"],
    ],
    [
      "ranges that meet",
      two(ports("80-85:80-85"), ports("84-90:84-90")),
      ["b tcp port 84-85 with services.a.ports[0]"],
    ],
    ["one service twice", two(ports("80:80", "80:81"), ""), ["a tcp port 80 with services.a.ports[0]"]],
    ["two addresses", two(ports("127.0.0.1:80:80"), ports("127.0.0.2:80:80")), []],
    ["two families", two(ports("0.0.0.0:80:80"), ports("[::]:80:80")), []],
    ["two transports", two(ports("53:53"), ports("53:53/udp")), []],
    ["a range that needs one free port", two(ports("80:80"), ports("80-81:80")), []],
    ["a range of one port", two(ports("80:80"), ports("80-80:80")), ["b tcp port 80 with services.a.ports[0]"]],
    ["ports that the runtime picks", two(ports("80"), ports("80")), []],
    ["an address that is not known", two(ports("80:80"), ports("${A:?}:80:80")), []],
    ["profiles that share nothing", two(`profiles: [p], ${ports("80:80")}`, `profiles: [q], ${ports("80:80")}`), []],
    [
      "profiles that share one",
      two(`profiles: [p, q], ${ports("80:80")}`, `profiles: [q], ${ports("80:80")}`),
      ["b tcp port 80 with services.a.ports[0]"],
    ],
    [
      "a profile and none",
      two(ports("80:80"), `profiles: [q], ${ports("80:80")}`),
      ["b tcp port 80 with services.a.ports[0]"],
    ],
    ["no replicas", two(ports("80:80"), `scale: 0, ${ports("80:80")}`), []],
    ["no way out", two(ports("80:80"), `networks: [n], ${ports("80:80")}`, "networks: {n: {internal: true}}"), []],
    ["the container's port alone", two(ports("80:80"), ports("81:80")), []],
  ])("%s", (_, texts, expected) => {
    expect(conflicts(texts)).toEqual(expected);
  });
});

describe("across files", () => {
  const apart = {
    "a/compose.yaml": "services: {a: {image: x, ports: ['80:80']}}",
    "b/compose.yaml": "services: {b: {image: x, ports: ['127.0.0.1:80:80']}}",
  };
  const at = { kind: "file", file: "portcullis.yaml", line: 1, column: 1, endLine: 1, endColumn: 1 } as const;
  const within = (project: string): Fact => ({
    kind: "resides",
    endpoint: { id: `${project}#host`, name: "" },
    within: { id: "portcullis.yaml#hosts.one", name: "one" },
    at,
  });

  test("two projects have a host each", () => {
    expect(conflicts(apart)).toEqual([]);
  });

  test("two projects on one host", () => {
    expect(conflicts(apart, [within("a/compose.yaml"), within("b/compose.yaml")])).toEqual([
      "b tcp port 80 with services.a.ports[0]",
    ]);
  });

  const site = "events {}\nhttp { server { listen 80; } server { listen 80; server_name b; } }";
  const runs = (conf: string, service: string): Fact => ({
    kind: "resides",
    endpoint: { id: `${conf}#main`, name: conf },
    within: { id: `compose.yaml#services.${service}`, name: service },
    at,
  });

  test("an nginx on the host's network meets a published port", () => {
    const texts = { ...two("network_mode: host", ports("80:80")), "nginx.conf": site };
    const [endpoint] = nginx
      .read({ paths: ["nginx.conf"], text: () => site }, { variables: new Map() })
      .facts.flatMap((fact) => (fact.kind === "listener" ? [fact.endpoint] : []));
    expect(conflicts(texts)).toEqual([]);
    expect(conflicts(texts, [{ ...runs("nginx.conf", "a"), endpoint: endpoint! } as Fact])).toHaveLength(1);
    expect(conflicts(texts, [{ ...runs("nginx.conf", "b"), endpoint: endpoint! } as Fact])).toEqual([]);
  });
});
