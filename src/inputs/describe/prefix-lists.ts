import type { AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import { known, unknown } from "../../model/bounds";
import { placeOf, type Problem } from "../../model/source";
import { valueOf } from "../../syntax/tree";
import { addressesOf } from "../shared/cidr-list";
import type { Written } from "../shared/ec2-permission";
import type { AnswerFile } from "./answers";

export interface PrefixLists {
  readonly byId: ReadonlyMap<string, Bounds<AddressSet>>;
  readonly problems: readonly Problem[];
}

/** The addresses of the prefix lists whose entries are among the answers; pages of one list are put together. */
export function prefixListsIn(files: readonly AnswerFile[]): PrefixLists {
  const byId = new Map<string, Bounds<AddressSet>>();
  const problems: Problem[] = [];
  for (const file of files) {
    const entries = file.answers.get("Entries");
    if (!entries) continue;
    const { source, prefixList } = file;
    if (prefixList === undefined) {
      const message =
        'these entries do not say of which prefix list they are; name the file after it or add "PrefixListId"';
      problems.push({ code: "unrecognised", message, at: placeOf(source, { start: 0, end: 1 }) });
      continue;
    }
    const cidrs = entries.map((entry): Written<string> => {
      const node = valueOf(entry, "Cidr");
      const at = placeOf(source, node ?? entry);
      const value =
        node?.kind === "scalar" ? known(node.text) : unknown({ kind: "value", name: "an entry without Cidr", at });
      return { value, at };
    });
    const read = addressesOf(cidrs, "any");
    problems.push(...read.problems);
    const before = byId.get(prefixList);
    byId.set(prefixList, before ? addressBounds.union(before, read.addresses) : read.addresses);
  }
  return { byId, problems };
}
