import { everyAddress, everyIPv4, everyIPv6, noAddress } from "../../../src/model/addresses";
import { parseCidr } from "../../../src/model/cidr";
import { portsOf } from "../../../src/model/traffic";
import { loopback } from "../../../src/model/zones";
import { readListen } from "../../../src/inputs/nginx/listen";
import { somewhere } from "../../support/places";

describe("listen addresses that are certain", () => {
  test.each([
    ["80", everyIPv4, 80],
    ["*:8080", everyIPv4, 8080],
    ["0.0.0.0:80", everyIPv4, 80],
    ["[::]:80", everyIPv6, 80],
    ["192.0.2.1", parseCidr("192.0.2.1"), 80],
    ["192.0.2.1:81", parseCidr("192.0.2.1"), 81],
    ["127.0.0.1:81", parseCidr("127.0.0.1"), 81],
    ["[::1]:81", parseCidr("::1"), 81],
    ["[2001:db8::1]", parseCidr("2001:db8::1"), 80],
    ["localhost:80", loopback, 80],
  ] as const)("%s", (text, bind, port) => {
    const read = readListen(text, "tcp", somewhere, 80);
    expect(read).toMatchObject({
      kind: "socket",
      address: { bind: { must: bind, may: bind }, ports: { must: portsOf("tcp", [port, port]) } },
    });
  });

  test("a range is every port in it", () => {
    const read = readListen("192.0.2.1:12345-12399", "udp", somewhere, undefined);
    expect(read).toMatchObject({ address: { ports: { must: portsOf("udp", [12345, 12399]) } } });
  });
});

const port80 = portsOf("tcp", [80, 80]);

describe("listen addresses that start decides", () => {
  test.each([
    ["shop.example:80", { must: noAddress, may: everyAddress }, { must: port80, may: port80 }],
    ["${ADDRESS}:80", { must: noAddress, may: everyAddress }, { must: port80, may: port80 }],
    ["*:${PORT}", { must: everyIPv4, may: everyIPv4 }, { must: [], may: portsOf("tcp") }],
    ["${PORT}", { must: noAddress, may: everyAddress }, { must: [], may: portsOf("tcp") }],
  ] as const)("%s", (text, bind, ports) => {
    expect(readListen(text, "tcp", somewhere, 80)).toMatchObject({ kind: "socket", address: { bind, ports } });
  });
});

test.each(["0", "65536", "80-79", "a b:80", "[::1:80", "256.0.0.1/8:80", "::1:80:80x"])("%s is no address", (text) => {
  expect(readListen(text, "tcp", somewhere, 80).kind).toBe("invalid");
});

test("without a port the system picks one", () => {
  const bind = { must: parseCidr("192.0.2.1"), may: parseCidr("192.0.2.1") };
  expect(readListen("192.0.2.1", "tcp", somewhere, undefined)).toMatchObject({
    address: { bind, ports: { must: [], may: portsOf("tcp") }, opens: "one" },
  });
});

test("a unix socket is no way from a network", () => {
  expect(readListen("unix:/run/app.sock", "tcp", somewhere, 80)).toEqual({ kind: "unix" });
});
