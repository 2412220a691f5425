import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Debian's packages hold these modules apart from the program. */
const modules = ["stream", "mail"]
  .map((name) => `/usr/lib/nginx/modules/ngx_${name}_module.so`)
  .filter((path) => existsSync(path));

/** What a configuration needs in front of it to run in a folder of its own: modules, and where nginx writes. */
export function preamble(folder: string): string {
  return [...modules.map((path) => `load_module ${path};`), `pid ${folder}/nginx.pid;`].join(" ");
}

/** A key and a certificate of its own for `site`, as `tls/site.key` and `tls/site.crt`; whether openssl made them. */
export function certify(folder: string): boolean {
  mkdirSync(join(folder, "tls"), { recursive: true });
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=site", "-days", "2"];
  const files = ["-keyout", join(folder, "tls/site.key"), "-out", join(folder, "tls/site.crt")];
  return spawnSync("openssl", [...request, ...files]).status === 0;
}

/** Lines of a shell that give a network namespace of its own, in which any address may be bound. */
export const anyAddress = [
  "ip link set lo up",
  "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind",
  "echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind",
] as const;

/** Runs a script in a network namespace of its own. */
export function inOwnNetwork(folder: string, script: readonly string[], input = ""): ReturnType<typeof run> {
  const path = join(folder, "judge.sh");
  writeFileSync(path, script.join("\n"));
  return run(["-n", "sh", path], input);
}

function run(args: readonly string[], input: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("unshare", args, { encoding: "utf8", input, maxBuffer: 1 << 26 });
}
