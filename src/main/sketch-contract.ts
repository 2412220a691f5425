import { addresses, type AddressSet } from "../model/addresses";
import { writeCidrs } from "../model/cidr";
import type { Exposure } from "../model/exposure";
import type { Report } from "../model/finding";
import { append } from "../model/grouped";
import type { Place } from "../model/source";
import { byTransport, rangesOf, traffic, type Traffic } from "../model/traffic";
import { internet } from "../model/zones";
import { visible } from "../report/visible";

/** What a report found that a contract could be about, each as lines of `portcullis.yaml`. */
export interface ContractSketch {
  readonly zones: readonly string[];
  readonly hosts: readonly string[];
  readonly compose: readonly string[];
  readonly approved: readonly string[];
}

/** More blocks than this are no zone that somebody would name. */
const mostBlocks = 8;

/** Everyone who surely gets in somewhere, the machines that projects wait for, and each opening as an approval of it. */
export function contractIn({ exposures, subjects }: Pick<Report, "exposures" | "subjects">): ContractSketch {
  const open = exposures.filter(isOffered);
  const zones = zonesIn(open);
  const projects = subjects.flatMap(({ id }) => /^(.*)#host$/s.exec(id)?.[1] ?? []);
  return {
    zones: zones.map(({ name, blocks }) => `  ${name}: [${blocks.join(", ")}]`),
    hosts: projects.map(hostLine),
    // A devcontainer publishes as a project does, and is none of compose's files.
    compose: projects.filter((project) => /\.ya?ml$/.test(project)).map(choiceLine),
    approved: alike(open).map((exposures) => approvalLine(exposures, zones)),
  };
}

/** What strangers reach themselves today, on ports that do not change from run to run. */
function isOffered({ verdict, reach, entry, opens, transport }: Exposure): boolean {
  return verdict === "exposed" && reach !== "latent" && entry === "direct" && opens === "all" && !/^\d/.test(transport);
}

interface SketchedZone {
  readonly name: string;
  readonly sources: AddressSet;
  readonly blocks: readonly string[];
}

function zonesIn(open: readonly Exposure[]): readonly SketchedZone[] {
  const sets: AddressSet[] = [];
  for (const { breadth, sources } of open) {
    const strangers = addresses.intersection(sources.must, internet);
    if (breadth !== "everyone" && !sets.some((set) => addresses.equals(set, strangers))) sets.push(strangers);
  }
  return sets
    .map((sources) => ({ sources, blocks: writeCidrs(sources) }))
    .filter(({ blocks }) => blocks.length <= mostBlocks)
    .map((zone, i) => ({ ...zone, name: `zone-${i + 1}` }));
}

/** Openings that one approval can speak of: the same sources to the same target. */
function alike(open: readonly Exposure[]): readonly (readonly Exposure[])[] {
  const groups = new Map<string, Exposure[]>();
  for (const exposure of open) append(groups, keyOf(exposure), exposure);
  return [...groups.values()];
}

function keyOf({ target, transport, breadth, sources }: Exposure): string {
  const from = breadth === "everyone" ? [] : writeCidrs(addresses.intersection(sources.must, internet));
  return JSON.stringify([target.name, transport, from]);
}

function approvalLine(openings: readonly Exposure[], zones: readonly SketchedZone[]): string {
  const [first] = openings;
  if (!first) return "";
  const { target, transport, sources, breadth, door } = first;
  const held = openings.map((exposure) => exposure.traffic).reduce<Traffic>(traffic.union, []);
  const strangers = addresses.intersection(sources.must, internet);
  const zone = zones.find((one) => breadth !== "everyone" && addresses.equals(one.sources, strangers));
  const words = [
    `to: ${quoted(target.name)}`,
    ...portsIn(held, transport),
    ...(transport === "tcp" ? [] : [`transport: ${transport}`]),
    `from: ${zone?.name ?? "internet"}`,
    "reason: say why it is meant",
  ];
  return `  - { ${words.join(", ")} }  # ${writtenAt(door.focus)}`;
}

function portsIn(held: Traffic, transport: string): readonly string[] {
  if (!["tcp", "udp", "sctp"].includes(transport)) return [];
  const ports = byTransport(held).flatMap((part) => rangesOf(part.ports));
  return ports.includes("0-65535") ? [] : [`ports: [${ports.join(", ")}]`];
}

function hostLine(project: string, i: number): string {
  return `  machine-${i + 1}: { compose: [${quoted(project)}] }  # and is, public, securityGroups, nginx, databases`;
}

function choiceLine(project: string): string {
  return `  - { files: [${quoted(project)}] }  # and profiles, env_file, project_directory`;
}

function quoted(text: string): string {
  return visible(JSON.stringify(text));
}

/** A place as a comment that stays in its line. */
export function writtenAt(at: Place): string {
  return visible(at.kind === "file" ? `${at.file}:${at.line}` : `${at.call} ${at.object}`);
}
