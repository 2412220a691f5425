import { addresses, type AddressSet } from "../model/addresses";
import { writeCidrs } from "../model/cidr";
import type { Exposure } from "../model/exposure";
import type { Finding, Report } from "../model/finding";
import { isSubset } from "../model/sets";
import { byTransport, portsOf, rangesOf, traffic, type PortTransport } from "../model/traffic";
import { loopback } from "../model/zones";
import { counted } from "./counted";
import { visible } from "./visible";
import { rowsOf, servedIn, treeLines } from "./ways";
import { hopText, where } from "./where";

/** What is asked about: a name as reports show it, and one of its ports where not all are meant. */
export interface Question {
  readonly target: string;
  readonly port: { readonly number: number; readonly transport: PortTransport } | undefined;
}

export interface Answer {
  /** `reached`: surely or perhaps. `nameless`: nothing that was read is called so. */
  readonly kind: "reached" | "safe" | "nameless";
  readonly text: string;
}

/** How many blocks are named before the rest is only counted. */
const mostBlocks = 4;

/** Why nobody reaches something from the internet, door by door; or how somebody does. */
export function explainSafe(report: Report, question: Question): Answer {
  const { exposures, subjects } = report;
  const isAsked = ({ id, name }: Exposure["target"]): boolean => name === question.target || id === question.target;
  const doors = exposures.filter(({ target }) => isAsked(target));
  if (doors.length === 0 && !subjects.some(isAsked)) return { kind: "nameless", text: "" };
  const meant = doors.filter((exposure) => isOnPort(exposure, question));
  const open = meant.filter(isOpen);
  const shut = meant.filter((exposure) => !isOpen(exposure));
  const lines = [
    conclusionOf(visible(writtenOf(question)), open, report),
    ...open.flatMap((exposure) => ["", ...openLines(exposure, report)]),
    ...shut.flatMap((exposure) => ["", ...shutLines(exposure, report)]),
    ...(meant.length === 0
      ? ["", `  nothing that was read opens ${question.port ? "this port" : "a port"} of it to others`]
      : []),
    ...(open.length === 0 ? groundsOf(shut, report) : []),
  ];
  return { kind: open.length > 0 ? "reached" : "safe", text: lines.map((line) => `${line}\n`).join("") };
}

function isOnPort({ traffic: held }: Exposure, { port }: Question): boolean {
  if (!port) return true;
  return !traffic.isEmpty(traffic.intersection(held, portsOf(port.transport, [port.number, port.number])));
}

/** What some way leads to today, surely or perhaps. */
function isOpen({ verdict, reach }: Exposure): boolean {
  return verdict !== "safe" && reach !== "latent";
}

export function writtenOf({ target, port }: Question): string {
  return port ? `${target} on ${port.transport} port ${port.number}` : target;
}

/** That nobody gets in is only sure where all that was read was understood. */
function conclusionOf(asked: string, open: readonly Exposure[], { problems }: Report): string {
  if (open.some(({ verdict }) => verdict === "exposed")) return `${asked} can be reached from the internet`;
  if (open.length > 0) return `${asked} can perhaps be reached from the internet`;
  return problems.length > 0
    ? `no way from the internet to ${asked} was found`
    : `${asked} cannot be reached from the internet`;
}

function openLines(exposure: Exposure, report: Report): readonly string[] {
  const { verdict, sources, missing } = exposure;
  const rows = rowsOf(exposure, servedIn(report));
  const findings = report.findings.filter((finding) => isAbout(finding, exposure));
  const may = verdict === "exposed" ? `lets in ${blocksOf(sources.must)}` : `may let in ${blocksOf(sources.may)}`;
  const depends = missing.map(({ name, at }) => `depends on ${visible(name)} (${where(at)})`);
  return [
    `  ${portsIn(exposure)} by ${hopText(exposure.door)}: ${may}`,
    ...[...treeLines(rows), ...(verdict === "unknown" ? depends : [])].map((line) => `    ${line}`),
    ...findings.map((finding) => `    ${findingText(finding)}`),
    ...(findings.length === 0 ? ["    no rule speaks of it"] : []),
  ];
}

function isAbout({ matter }: Finding, exposure: Exposure): boolean {
  return matter.kind === "exposure" && matter.exposure.id === exposure.id;
}

function findingText({ rule, severity, suppressed, at }: Finding): string {
  const state = suppressed ? `, suppressed: ${suppressed.reason}` : "";
  return visible(`${severity}: ${rule} at ${where(at)}${state}`);
}

function shutLines(exposure: Exposure, report: Report): readonly string[] {
  const { blockedBy } = exposure;
  const rows = rowsOf(exposure, servedIn(report));
  return [
    `  ${portsIn(exposure)} by ${hopText(exposure.door)}: ${whyShut(exposure)}`,
    ...treeLines(rows).map((line) => `    ${line}`),
    ...(blockedBy && rows.length === 0 ? [`    ${hopText(blockedBy)} stops every way to it today`] : []),
  ];
}

/** What the door lets in, or why that comes from nobody outside. */
function whyShut({ verdict, sources, hops }: Exposure): string {
  if (verdict !== "safe") return `open to ${blocksOf(sources.may)}`;
  if (addresses.isEmpty(sources.may)) {
    const inside = hops.at(-1);
    return inside ? `lets in no address, only what comes ${inside.what} ${visible(inside.name)}` : "lets in nobody";
  }
  if (isSubset(addresses, sources.may, loopback)) return "bound to loopback, where only the host itself gets in";
  return `lets in ${blocksOf(sources.may)}, which no stranger has`;
}

function blocksOf(sources: AddressSet): string {
  const blocks = writeCidrs(sources);
  const rest = blocks.length - mostBlocks;
  return blocks.slice(0, mostBlocks).join(", ") + (rest > 0 ? ` and ${counted(rest, "more block")}` : "");
}

function portsIn({ traffic: held, transport }: Exposure): string {
  if (transport === "any") return "every port";
  const ranges = byTransport(held).flatMap(({ ports }) => rangesOf(ports));
  const isPorts = transport === "tcp" || transport === "udp" || transport === "sctp";
  return isPorts
    ? `${transport} ${ranges.slice(0, mostBlocks).join(", ")}${ranges.length > mostBlocks ? " and more" : ""}`
    : transport;
}

/** What the answer rests on: assumptions, and what was not read or not understood and might be a way. */
function groundsOf(shut: readonly Exposure[], { problems }: Report): readonly string[] {
  const resting = shut.filter(({ sources }) => !isSubset(addresses, sources.may, loopback));
  const assumed = [...new Set(resting.flatMap(({ assuming }) => assuming))].map(
    (assumption) => `  ${visible(assumption)}`,
  );
  const doubt = `${counted(problems.length, "problem")} with what was read: portcullis scan lists what may hide a way`;
  return [...(assumed.length > 0 ? ["", "Assuming:", ...assumed] : []), ...(problems.length > 0 ? ["", doubt] : [])];
}
