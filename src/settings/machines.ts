import { everyAddress, noAddress } from "../model/addresses";
import { addressBounds, known, unknown, type Known } from "../model/bounds";
import type { Fact, Route, Statement, Subject } from "../model/facts";
import type { Problem } from "../model/source";
import type { Host } from "./hosts";
import { suggestion } from "./nearest";
import type { Written } from "./nodes";
import { subjectsOf, type Subjects } from "./subjects";

/** What was scanned, which a configuration may speak of. */
export interface Scanned {
  readonly facts: readonly Fact[];
  readonly paths: readonly string[];
  readonly scope: Scope;
}

/** `part`: more than what was scanned is spoken of, so that what is not there is no mistake. */
export type Scope = "whole" | "part";

/** What is said of machines, as facts, and what cannot be followed. */
export interface Meeting {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
}

const nothing: Meeting = { facts: [], problems: [] };

/** What meets on the machines of a configuration: the programs that run there, and what stands before them. */
export function meetingOn(hosts: readonly Host[], { facts, paths, scope }: Scanned): Meeting {
  if (hosts.length === 0) return nothing;
  const known: Input = { subjects: subjectsOf(facts), paths: new Set(paths) };
  const all = together(hosts.map((host) => onMachine(host, known)));
  return scope === "whole" ? all : { ...all, problems: [] };
}

interface Input {
  readonly subjects: Subjects;
  readonly paths: ReadonlySet<string>;
}

function onMachine(host: Host, input: Input): Meeting {
  const meant = machineOf(host, input);
  const { machine } = meant;
  return together([
    meant,
    // As inputs name the machine of a project, and the program of a configuration.
    ...host.compose.map((path) => residing({ host, key: "compose", path, id: `${path.text}#host` }, machine, input)),
    ...(["nginx", "databases"] as const).flatMap((key) =>
      host[key].map((path) => residing({ host, key, path, id: `${path.text}#` }, machine, input)),
    ),
    ...host.securityGroups.map((group) => guarded({ host, group }, machine, input)),
    { facts: routesTo(machine, host), problems: [] },
  ]);
}

/** The subject of the input that a host is; where there is none, a machine that only the configuration knows. */
function machineOf({ name, is, at }: Host, { subjects }: Input): Meeting & { readonly machine: Subject } {
  const itself: Subject = { id: `${at.file}#hosts.${name}`, name };
  if (!is) return { ...nothing, machine: itself };
  const meant = oneOf(subjects.endpoints, is.text, "machine");
  return typeof meant === "string"
    ? { facts: [], problems: [wrong(is, `${name}.is`, meant)], machine: itself }
    : { ...nothing, machine: meant };
}

interface Resident {
  readonly host: Host;
  readonly key: "compose" | "nginx" | "databases";
  readonly path: Written;
  /** The subject that takes the place of the machine in the input. */
  readonly id: string;
}

function residing({ host, key, path, id }: Resident, within: Subject, { subjects, paths }: Input): Meeting {
  const { text, at } = path;
  const where = `${host.name}.${key}`;
  if (!paths.has(text)) {
    const flaw = `${text} is not among the files that are scanned${suggestion(text, [...paths])}`;
    return { facts: [], problems: [wrong(path, where, flaw)] };
  }
  const all = [...subjects.endpoints, ...subjects.others];
  if (!all.some((subject) => subject.id.startsWith(`${text}#`))) {
    const flaw = `nothing that was read begins with ${text}: name the first file of a project, or the root of a configuration`;
    return { facts: [], problems: [wrong(path, where, flaw)] };
  }
  const endpoint = all.find((subject) => subject.id === id) ?? { id, name: text };
  return { facts: [{ kind: "resides", endpoint, within, at }], problems: [] };
}

interface Guard {
  readonly host: Host;
  readonly group: Written;
}

/** A group that cannot be found stands there all the same, and nobody knows what it lets in. */
function guarded({ host, group }: Guard, endpoint: Subject, { subjects }: Input): Meeting {
  const meant = oneOf(subjects.boundaries, group.text, "security group");
  const isFound = typeof meant !== "string";
  const boundary: Known<Subject> = isFound
    ? known(meant)
    : unknown({ kind: "reference", name: group.text, at: group.at });
  return {
    facts: [{ kind: "attachment", boundary, layer: "security-group", endpoint, doubt: [], at: group.at }],
    problems: isFound ? [] : [wrong(group, `${host.name}.securityGroups`, meant)],
  };
}

function routesTo(endpoint: Subject, { name, publicly }: Host): readonly Route[] {
  if (!publicly) return [];
  const { reached, at } = publicly;
  const along: Statement = { what: "public", name: `hosts.${name}.public`, at, focus: at };
  const leads = addressBounds.certain(reached === "from the internet" ? everyAddress : noAddress);
  return [{ kind: "route", endpoint, from: "internet", leads, along: [along] }];
}

/** The only subject of a name or an id; else what is wrong with it. */
function oneOf(subjects: readonly Subject[], text: string, what: string): Subject | string {
  const [first, ...others] = subjects.filter(({ id, name }) => name === text || id === text);
  if (!first) {
    const names = subjects.map(({ name }) => name);
    return `there is no ${what} ${text} in what is scanned${suggestion(text, names)}`;
  }
  if (others.length === 0) return first;
  const ids = [first, ...others].map(({ id }) => id).slice(0, 3);
  return `${others.length + 1} are called ${text}: write the one that is meant with what stands before it, such as ${ids.join(" or ")}`;
}

function wrong({ at }: Written, where: string, flaw: string): Problem {
  return { code: "invalid-value", message: `hosts.${where}: ${flaw}`, at };
}

function together(meetings: readonly Meeting[]): Meeting {
  return {
    facts: meetings.flatMap(({ facts }) => facts),
    problems: meetings.flatMap(({ problems }) => problems),
  };
}
