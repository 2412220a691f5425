import { everyAddress, everyIPv4 } from "../../model/addresses";
import { addressBounds } from "../../model/bounds";
import { placeOf, type SourceText } from "../../model/source";
import type { DocumentNode } from "../../syntax/tree";
import { parseYaml } from "../../syntax/yaml";
import { addressesIn, familyWildcards, portIn } from "./addresses";
import type { Listening } from "./listening";
import { lastOf, linesOf, settingOn, type Setting, type Settings } from "./settings";

/** What the form before version 2.6 calls settings that the one in YAML calls otherwise. */
const formerNames: Readonly<Record<string, string>> = {
  bind_ip: "net.bindIp",
  bind_ip_all: "net.bindIpAll",
  port: "net.port",
  ipv6: "net.ipv6",
  auth: "security.authorization",
};

/** YAML, or `NAME = VALUE` where lines are written so (MongoDB, "Configuration File Options", "Deprecated"). */
export function mongodbSettings(source: SourceText): Settings {
  const lines = linesOf(source).filter(({ text }) => !text.startsWith("#"));
  if (lines.some(({ text }) => /^\w+\s*=/.test(text)))
    return { all: lines.flatMap((line) => formerSetting(source, line)), problems: [] };
  const { tree, problems } = parseYaml(source);
  return { all: tree.flatMap((document) => leavesOf(document, [], source)), problems };
}

function formerSetting(source: SourceText, line: ReturnType<typeof linesOf>[number]): readonly Setting[] {
  const [, name = "", between = "", value = ""] = /^(\w+)(\s*=\s*)([^\s#]*)/.exec(line.text) ?? [];
  if (name === "") return [];
  const known = Object.hasOwn(formerNames, name) ? formerNames[name] : undefined;
  const valueStart = name.length + between.length;
  return [settingOn(source, line, { name: known ?? name, value, valueStart, length: value.length })];
}

/** Every scalar under its keys, joined by dots as the manual joins them. */
function leavesOf(node: DocumentNode, path: readonly string[], source: SourceText): readonly Setting[] {
  if (node.kind === "sequence") return [];
  if (node.kind === "scalar") return [];
  return node.entries.flatMap(({ key, value }): readonly Setting[] => {
    const name = [...path, key.text];
    if (value.kind !== "scalar") return leavesOf(value, name, source);
    const at = placeOf(source, { start: key.start, end: value.end });
    return [{ name: name.join("."), value: value.text, at, valueAt: placeOf(source, value) }];
  });
}

/** Since 3.6 it listens on localhost unless told otherwise; IPv6 wants `net.ipv6` (MongoDB, "net.bindIp", "net.ipv6"). */
export function mongodbListening(settings: Settings): readonly Listening[] {
  const all = lastOf(settings, "net.bindIpAll");
  const listed = lastOf(settings, "net.bindIp");
  const ports = portIn(lastOf(settings, "net.port"), 27017);
  const authorization = lastOf(settings, "security.authorization");
  const told = authorization && isTrue(authorization) ? {} : { beside: ", without security.authorization" };
  if (all && isTrue(all)) {
    const ipv6 = lastOf(settings, "net.ipv6");
    const everywhere = ipv6 && isTrue(ipv6) ? everyAddress : everyIPv4;
    return [{ bind: addressBounds.certain(everywhere), ports, setting: all, ...told }];
  }
  if (!listed) return [];
  const written = listed.value.split(/[,;]/).map((one) => one.trim());
  const sockets = written.filter((one) => one !== "" && !one.startsWith("/"));
  return [{ bind: addressesIn(listed, sockets, familyWildcards), ports, setting: listed, ...told }];
}

function isTrue({ value }: Setting): boolean {
  return /^(?:true|1|yes|enabled)$/i.test(value);
}
