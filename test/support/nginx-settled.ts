import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sourceText } from "../../src/model/source";
import { parseNginx } from "../../src/syntax/nginx/parse";
import { contextOf, mayBeNginx } from "../../src/inputs/nginx/roots";
import { anyAddress, certify, inOwnNetwork, preamble } from "./real-nginx";

/** Every file below a folder that our reader takes for one of nginx's. */
export function configurationsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && mayBeNginx(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => contextIn(path) !== undefined)
    .toSorted();
}

function contextIn(path: string): ReturnType<typeof contextOf> {
  return contextOf(parseNginx(sourceText(path, readFileSync(path, "utf8"))).tree, path);
}

/** Lines of what a machine has or lacks, and of what bears on no socket. */
const ofTheMachine =
  /^(\s*)(access_log|error_log|pid|user|load_module|daemon|master_process|\w+_temp_path|\w+_cache_path|ssl_(dhparam|password_file|stapling\w*)|worker_\w+|include\s+[^;]*(mime\.types|modules-enabled|_params|fastcgi\.conf))\b[^;{}]*;/gm;

/**
 * Copies a configuration into an empty folder as its `nginx.conf`, wrapped in the context that it needs, without what only its
 * own machine has: files, names, modules. Gives what nginx refuses after that, or nothing.
 */
export function settle(binary: string, path: string, work: string): string | undefined {
  mkdirSync(work, { recursive: true });
  cpSync(dirname(path), work, { recursive: true, filter: (from) => !/[/\\](\.git|node_modules)$/.test(from) });
  certify(work);
  const context = contextIn(path);
  const text = readFileSync(path, "utf8");
  const part =
    context === "main"
      ? text
      : `events {}\n${context === "server" ? `http { server {\n${text}\n} }` : `${context} {\n${text}\n}`}`;
  writeFileSync(join(work, "nginx.conf"), part);
  for (const each of configurationsBelow(work)) {
    const written = readFileSync(each, "utf8")
      .replaceAll(ofTheMachine, "$1")
      .replaceAll(/(ssl_(?:client_|trusted_)?certificate)\s+[^;]+;/g, "$1 tls/site.crt;")
      .replaceAll(/(ssl_certificate_key)\s+[^;]+;/g, "$1 tls/site.key;")
      .replaceAll(/\/etc\/nginx\/(?=[^;]*;)/g, "");
    writeFileSync(each, written);
  }
  for (let tries = 0; tries < 80; tries++) {
    const said = refusedIn(binary, work);
    if (said === undefined || !neutralised(said, work)) return said;
  }
  return "too many directives that this nginx does not know";
}

function refusedIn(binary: string, work: string): string | undefined {
  writeFileSync(join(work, "judged.conf"), `${preamble(work)} ${readFileSync(join(work, "nginx.conf"), "utf8")}`);
  const script = [...anyAddress, `timeout 1 ${binary} -t -e /dev/null -p ${work}/ -c ${work}/judged.conf`];
  const { status, stderr } = inOwnNetwork(work, script);
  return status === 0 ? undefined : (/\[emerg\] ([\s\S]*?)(\nnginx:|$)/.exec(stderr)?.[1] ?? "killed");
}

/** Takes out the line that nginx stopped at for what its machine lacks. */
function neutralised(said: string, work: string): boolean {
  if (said.startsWith('no "events" section')) {
    appendFileSync(join(work, "nginx.conf"), "\nevents {}\n");
    return true;
  }
  const [, file = "", line = ""] = /in (\S+):(\d+)\s*$/.exec(said) ?? [];
  const path = file.endsWith("judged.conf") ? join(work, "nginx.conf") : file;
  if (!existsSync(path)) return false;
  const lines = readFileSync(path, "utf8").split("\n");
  const text = lines[Number(line) - 1] ?? "";
  const host = /host not found in (?:upstream )?"([^":]+)/.exec(said)?.[1];
  if (host !== undefined) lines[Number(line) - 1] = text.replaceAll(host, "127.0.0.1");
  else if (
    /unknown (directive|"\w+" variable)|invalid parameter "(resolve|slow_start|route|drain|service)|open\(\)|not found/.test(
      said,
    )
  )
    lines[Number(line) - 1] = text.includes(";") && !/[{}]/.test(text) ? `# ${text}` : text;
  else return false;
  writeFileSync(path, lines.join("\n"));
  return lines[Number(line) - 1] !== text;
}
