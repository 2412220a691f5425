import { everyAddress, noAddress } from "../../model/addresses";
import { addressBounds, trafficBounds } from "../../model/bounds";
import { portsIn, portsOf } from "../../model/traffic";
import { loopback } from "../../model/zones";
import type { SourceText } from "../../model/source";
import { addressesIn, familyWildcards, portIn } from "./addresses";
import type { Listening } from "./listening";
import { lastOf, linesOf, notUnderstood, reasonAt, settingOn, type Setting, type Settings } from "./settings";

/** `NAME VALUE…`, comments on lines of their own, values quoted or not (redis src/config.c, loadServerConfigFromString). */
export function redisSettings(source: SourceText): Settings {
  const all: Setting[] = [];
  const problems: ReturnType<typeof notUnderstood>[] = [];
  for (const line of linesOf(source)) {
    if (line.text.startsWith("#")) continue;
    const [, name = "", blank = "", value = ""] = /^(\S+)(\s*)(.*)$/.exec(line.text) ?? [];
    const valueStart = name.length + blank.length;
    all.push(settingOn(source, line, { name: name.toLowerCase(), value, valueStart, length: value.length }));
    const setting = all.at(-1);
    if (setting && (value.match(/"/g) ?? []).length % 2 === 1)
      problems.push(notUnderstood("a quote is opened on this line and not closed; redis refuses the file", setting.at));
  }
  return { all, problems };
}

/**
 * Where Redis listens. Without `bind` it listens everywhere, and without a password `protected-mode` then answers nobody but
 * the machine itself; from version 7 on it does so with `bind`, too. Its default is on, and off in the official images, so
 * that nothing is said of what is not written.
 */
export function redisListening(settings: Settings): readonly Listening[] {
  const bind = lastOf(settings, "bind");
  const protection = lastOf(settings, "protected-mode");
  const setting = bind ?? protection;
  if (!setting) return [];
  const port = lastOf(settings, "port");
  if (port?.value === "0" && !isOn(lastOf(settings, "tls-port")))
    return [{ bind: addressBounds.certain(noAddress), ports: portIn(undefined, standardPort), setting: port }];
  const isProtected = isYes(protection) && !hasPassword(settings);
  const told = isProtected || hasPassword(settings) ? "" : ", and asks nobody for a password";
  const bound = {
    ...(bind ? boundTo(bind, isProtected ? protection : undefined) : unbound(isProtected)),
    setting,
    ...(told === "" ? {} : { beside: told }),
  };
  const tls = lastOf(settings, "tls-port");
  return [
    ...(port?.value === "0" ? [] : [{ ...bound, ports: withBus(portIn(port, standardPort), settings) }]),
    ...(isOn(tls) ? [{ ...bound, ports: portIn(tls, standardPort), cleartext: "encrypted" as const }] : []),
  ];
}

const standardPort = 6379;

function unbound(isProtected: boolean): Pick<Listening, "bind"> {
  return { bind: addressBounds.certain(isProtected ? loopback : everyAddress) };
}

function boundTo(bind: Setting, protection: Setting | undefined): Pick<Listening, "bind" | "answering"> {
  const listed = addressesIn(bind, wordsIn(bind.value), familyWildcards);
  if (!protection) return { bind: listed };
  const local = addressBounds.intersection(listed, addressBounds.certain(loopback));
  const reason = reasonAt("value", "the version of Redis, which from 7 on minds protected-mode", protection.at);
  return {
    bind: listed,
    answering: addressBounds.between(local.must, listed.may, [...listed.because, reason]),
  };
}

/** Addresses with their `-`, which lets one fail, taken off. */
function wordsIn(value: string): readonly string[] {
  return value.split(/\s+/).flatMap((word) => {
    const address = word.replace(/^["']?-?|["']$/g, "");
    return address === "" ? [] : [address === "::*" ? "::" : address];
  });
}

/** The nodes of a cluster speak to each other on a port of its own, 10000 above the first (redis.conf, "cluster-port"). */
function withBus(port: Listening["ports"], settings: Settings): Listening["ports"] {
  if (!isYes(lastOf(settings, "cluster-enabled"))) return port;
  const written = lastOf(settings, "cluster-port");
  if (written && written.value !== "0") return trafficBounds.union(port, portIn(written, 16379));
  const [[first] = [0]] = portsIn(port.must, "tcp");
  return first === 0 || first > 55535
    ? port
    : trafficBounds.union(port, trafficBounds.certain(portsOf("tcp", [first + 10000, first + 10000])));
}

function hasPassword(settings: Settings): Setting | undefined {
  const password = lastOf(settings, "requirepass");
  return password && !/^(?:""|'')?$/.test(password.value) ? password : lastOf(settings, "user", "aclfile");
}

function isYes(setting: Setting | undefined): boolean {
  return setting?.value.replace(/["']/g, "").toLowerCase() === "yes";
}

function isOn(port: Setting | undefined): boolean {
  return port !== undefined && port.value !== "0";
}
