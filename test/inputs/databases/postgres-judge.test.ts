import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastOf } from "../../../src/inputs/databases/settings";
import { postgresqlSettings } from "../../../src/inputs/databases/postgresql";
import { sourceText } from "../../../src/model/source";
import { describeWith, found } from "../../support/judges";

describeWith(found("postgres", "/usr/lib/postgresql/15/bin/postgres"), "postgres itself", (postgres) => {
  test.each([
    "listen_addresses = '*'",
    "listen_addresses='*'   # all",
    "listen_addresses '*'",
    "listen_addresses\t=\t'10.0.0.1, localhost'",
    "LISTEN_ADDRESSES = '::'",
    "  listen_addresses = localhost",
    "listen_addresses = ''",
    "listen_addresses = '0.0.0.0'\nlisten_addresses = '127.0.0.1'",
    "# listen_addresses = '*'\nport = 5433",
    "listen_addresses = 'a''b'",
    "listen_addresses = '*' 'x'",
    "listen_addresses = 0.0.0.0",
    "listen_addresses = a.b-c",
    "listen_addresses = 'open",
    "listen_addresses =",
    "listen_addresses = '*'; port = 1",
  ])("reads %j the same", (text) => {
    const folder = mkdtempSync(join(tmpdir(), "portcullis-postgres-"));
    try {
      writeFileSync(join(folder, "postgresql.conf"), `${text}\n`);
      writeFileSync(join(folder, "PG_VERSION"), "15\n");
      const { status, stdout } = spawnSync(postgres, ["-C", "listen_addresses", "-D", folder], { encoding: "utf8" });
      const ours = postgresqlSettings(sourceText("postgresql.conf", `${text}\n`));
      if (status !== 0) expect(ours.problems).not.toEqual([]);
      else expect(lastOf(ours, "listen_addresses")?.value ?? "localhost").toBe(stdout.trimEnd());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
