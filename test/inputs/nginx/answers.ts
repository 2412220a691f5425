import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/catalogue";
import { certify } from "../../support/real-nginx";

/** A request from one of the addresses of the network to one of the ports of nginx. */
export interface Asked {
  readonly from: string;
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly over?: "tls";
}

export interface Answered {
  readonly status: number;
  /** The header by which a location says its name. */
  readonly location: string | undefined;
}

/** Addresses that one network namespace has on its loopback interface, so that requests can come from each. */
export const clients = [
  "127.0.0.1",
  "10.1.0.1",
  "10.2.0.1",
  "192.0.2.1",
  "198.51.100.1",
  "fd00::1",
  "2001:db8::1",
] as const;

/** Asks in one process, because hundreds of programs would take minutes. */
const asking = `
const over = { clear: require("node:http").request, tls: require("node:https").request };
const { readFileSync } = require("node:fs");
const all = JSON.parse(readFileSync(0, "utf8"));
const ask = ({ from, path, over: how = "clear", ...rest }) => new Promise((resolve) => {
  const host = from.includes(":") ? "fd00::9" : "10.9.9.9";
  over[how]({ host, localAddress: from, path, agent: false, rejectUnauthorized: false, ...rest }, (response) => {
    response.resume();
    response.on("end", () => resolve({ status: response.statusCode, location: response.headers["x-location"] }));
  }).on("error", (error) => resolve({ status: 0, location: String(error) })).end();
});
(async () => {
  const out = [];
  for (let i = 0; i < all.length; i += 50) out.push(...(await Promise.all(all.slice(i, i + 50).map(ask))));
  console.log(JSON.stringify(out));
})();
`;

/** What the real nginx answers, with a configuration whose \`users\` file has nobody in it. */
export function answersOf(binary: string, configuration: string, asked: readonly Asked[]): readonly Answered[] {
  const work = mkdtempSync(join(tmpdir(), "nginx-"));
  try {
    writeFileSync(join(work, "users"), "");
    if (configuration.includes("tls/")) certify(work);
    for (const folder of ["data", "data/images", "data/images-old", "data/imagesi-old"]) {
      mkdirSync(join(work, folder));
      if (folder !== "data/images") writeFileSync(join(work, folder, "secret"), "secret");
    }
    writeFileSync(join(work, "ask.cjs"), asking);
    writeFileSync(join(work, "nginx.conf"), configuration);
    const senders = new Set(asked.map(({ from }) => from).filter((from) => from !== "127.0.0.1"));
    const addresses = [...senders, "10.9.9.9", "fd00::9"];
    const script = [
      "set -e",
      "ip link set lo up",
      ...addresses.map((address) => `ip address add ${address}/${address.includes(":") ? "128 nodad" : "32"} dev lo`),
      `globals="pid ${work}/nginx.pid; error_log ${work}/error.log;"`,
      `${binary} -e ${work}/error.log -p ${work}/ -c ${work}/nginx.conf -g "$globals"`,
      `${process.execPath} ${work}/ask.cjs`,
      `kill $(cat ${work}/nginx.pid)`,
    ].join("\n");
    writeFileSync(join(work, "judge.sh"), script);
    const { status, stdout, stderr } = spawnSync("unshare", ["-n", "sh", join(work, "judge.sh")], {
      encoding: "utf8",
      cwd: root,
      input: JSON.stringify(asked),
      maxBuffer: 1 << 26,
    });
    if (status !== 0) throw new Error(`nginx did not answer: ${stderr}`);
    return JSON.parse(stdout) as readonly Answered[];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
