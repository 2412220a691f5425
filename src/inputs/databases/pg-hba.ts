import { addresses, everyAddress, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { placeOf, type FilePlace, type Problem, type SourceText } from "../../model/source";
import { loopback } from "../../model/zones";
import { linesOf, notUnderstood, reasonAt } from "./settings";

/** A record that lets clients in or keeps them out by their address. */
export interface HostRecord {
  readonly effect: "allow" | "deny";
  readonly addresses: Bounds<AddressSet>;
  /** `trust` asks nobody for a password. */
  readonly method: string;
  readonly at: FilePlace;
  readonly addressAt: FilePlace;
}

export interface HostRecords {
  readonly records: readonly HostRecord[];
  readonly problems: readonly Problem[];
}

/** A record of a socket in the file system, or of the encryption of a connection alone. */
const types = ["local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"];
const includes = ["include", "include_if_exists", "include_dir"];

/**
 * The records of a `pg_hba.conf` in order, of which the first that fits a client decides (PostgreSQL 17, "The pg_hba.conf
 * File"). A rejection of some databases or users keeps none of the others out, so it is none of an address.
 */
export function hostRecords(source: SourceText): HostRecords {
  const records: HostRecord[] = [];
  const problems: Problem[] = [];
  for (const line of linesOf(source)) {
    const words = wordsIn(line.text);
    const [type, database, user, address, ...rest] = words;
    if (!type || type.text === "local") continue;
    const at = placeOf(source, { start: line.start, end: line.start + line.text.length });
    if (includes.includes(type.text)) {
      const unseen = addressBounds.between(noAddress, everyAddress, [reasonAt("construct", type.text, at)]);
      records.push({ effect: "allow", addresses: unseen, method: type.text, at, addressAt: at });
      continue;
    }
    const mask = address && isAddress(address.text) && isAddress(rest[0]?.text ?? "") ? rest[0] : undefined;
    const method = (mask ? rest[1] : rest[0])?.text;
    if (!types.includes(type.text) || !address || method === undefined) {
      problems.push(notUnderstood("this is no record; write host DATABASE USER ADDRESS METHOD", at));
      continue;
    }
    const end = line.start + (mask ?? address).end;
    const addressAt = placeOf(source, { start: line.start + address.start, end });
    const isAll = database?.text === "all" && user?.text === "all";
    if (method === "reject" && !isAll) continue;
    const effect = method === "reject" ? "deny" : "allow";
    records.push({ effect, addresses: clientsOf(address.text, mask?.text, addressAt), method, at, addressAt });
  }
  return { records, problems };
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words up to a comment; quotes hold blanks together and come off. */
function wordsIn(line: string): readonly Word[] {
  const words: Word[] = [];
  for (const found of line.matchAll(/#.*|(?:"[^"]*"|[^\s"#])+/g)) {
    const [text] = found;
    if (text.startsWith("#")) break;
    words.push({ text: text.replaceAll('"', ""), start: found.index, end: found.index + text.length });
  }
  return words;
}

function isAddress(text: string): boolean {
  return !text.includes("/") && parseCidr(text) !== undefined;
}

function clientsOf(address: string, mask: string | undefined, at: FilePlace): Bounds<AddressSet> {
  if (address === "all") return addressBounds.certain(everyAddress);
  const block = parseCidr(mask === undefined ? address : `${address}/${prefixOf(mask)}`);
  if (block) return addressBounds.certain(block);
  const local = address === "samehost" || address === "samenet" ? loopback : noAddress;
  const reason = reasonAt("value", `the addresses of ${address}`, at);
  return addressBounds.between(local, addresses.union(local, everyAddress), [reason]);
}

/** `255.255.0.0` is 16; what is no mask of leading ones is no prefix either. */
function prefixOf(mask: string): number {
  const ones = mask.includes(":")
    ? parseInt6(mask)
    : mask.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0"));
  return ones.join("").replace(/0+$/, "").length;
}

function parseInt6(mask: string): readonly string[] {
  const set = parseCidr(mask)?.v6[0]?.[0] ?? 0n;
  return [set.toString(2).padStart(128, "0")];
}
