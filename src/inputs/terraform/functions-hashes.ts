import { createHash } from "node:crypto";
import { failed, pure, type Arguments, type Fn, type Outcome } from "./function";

/** Digests of texts; those of passwords (`bcrypt`) differ from call to call and are not worked out. */
export const hashFunctions: readonly (readonly [string, Fn])[] = [
  ["md5", digestOf("md5", "hex")],
  ["sha1", digestOf("sha1", "hex")],
  ["sha256", digestOf("sha256", "hex")],
  ["sha512", digestOf("sha512", "hex")],
  ["base64sha256", digestOf("sha256", "base64")],
  ["base64sha512", digestOf("sha512", "base64")],
  ["uuidv5", pure(nameBasedUuid)],
];

function digestOf(algorithm: Algorithm, encoding: "hex" | "base64"): Fn {
  return pure((a) => digest(a.text(0), algorithm, encoding));
}

export type Algorithm = "md5" | "sha1" | "sha256" | "sha512";

export function digest(text: string, algorithm: Algorithm, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(text, "utf8").digest(encoding);
}

/** The namespaces that have a name (RFC 4122, appendix C). */
const namespaces: ReadonlyMap<string, string> = new Map([
  ["dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
  ["url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"],
  ["oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"],
  ["x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"],
]);

/** A UUID of version 5 (RFC 4122, section 4.3). */
function nameBasedUuid(a: Arguments): Outcome {
  const namespace = namespaces.get(a.text(0)) ?? a.text(0);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(namespace)) return failed;
  const hash = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(a.text(1), "utf8");
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
