import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./catalogue";

/** What a test reads of `portcullis/report/v1`. */
export interface JsonReport {
  readonly exposures: readonly JsonExposure[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

export interface JsonExposure {
  readonly verdict: string;
  readonly reach: string;
  readonly layer: string;
  readonly entry: string;
  readonly target: string;
  readonly transport: string;
  readonly ports: readonly string[];
  readonly sources: readonly string[];
  readonly maybe: { readonly ports: readonly string[]; readonly sources: readonly string[] };
  readonly service: { readonly name: string } | null;
  readonly hops: readonly JsonHop[];
  readonly otherWays?: readonly (readonly JsonHop[])[];
  readonly blockedBy: JsonHop | null;
  readonly assuming: readonly string[];
}

export interface JsonHop {
  readonly what: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** What the built program reports of a folder when it runs there, so that every name begins in that folder. */
export function builtReportOn(folder: string): JsonReport {
  const program = join(root, "dist/portcullis.cjs");
  const { stdout, stderr } = spawnSync(process.execPath, [program, "scan", "--format", "json", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(`no report: ${stderr}`);
  return JSON.parse(stdout) as JsonReport;
}
