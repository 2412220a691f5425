import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { refused, type Refused } from "./account";

/**
 * Refuses a profile that no file of the user has. The SDK would look for other credentials in its place, and ask the
 * machine's metadata service until that times out.
 */
export function profileMistake(asked: string | undefined): Refused | undefined {
  const profile = asked ?? process.env["AWS_PROFILE"];
  if (profile === undefined || profile === "" || profile === "default") return undefined;
  const profiles = profilesIn(
    textOf(process.env["AWS_CONFIG_FILE"] ?? join(homedir(), ".aws/config")),
    textOf(process.env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(homedir(), ".aws/credentials")),
  );
  if (profiles.includes(profile)) return undefined;
  const message = `there is no AWS profile "${profile}": aws configure list-profiles lists them`;
  return { ...refused("usage", message), meant: { word: profile, among: profiles } };
}

/** Names of profiles; the two files write them differently (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). */
export function profilesIn(config: string, credentials: string): readonly string[] {
  const inConfig = sectionsIn(config).flatMap((section) => {
    const name = /^profile\s+(.+)$/.exec(section)?.[1];
    return name === undefined ? (section === "default" ? [section] : []) : [name.replace(/^(["'])(.*)\1$/, "$2")];
  });
  return [...new Set([...inConfig, ...sectionsIn(credentials)])];
}

function sectionsIn(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*\[([^\]\n]+)\]/gm)].map(([, name = ""]) => name.trim());
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A file that is not there or may not be read has no profiles, for the SDK neither.
    return "";
  }
}
