import type { Fact, Listener, Subject, Trait } from "../../model/facts";
import { append } from "../../model/grouped";
import type { Reading } from "../../model/reading";
import { accessRulesOf } from "./access-rules";
import { admissionsOf } from "./admission";
import { treated } from "./constructs-used";
import type { Directive } from "./directive";
import { boundaryFacts, entryBy, siteFacts } from "./facts";
import { passedTo, type Surroundings } from "./handed-on";
import { type Missing, type Unfolded } from "./includes";
import { listenersOf, type Socket } from "./listeners";
import { refusalsOf } from "./refusals";
import { inherited, own, scopeOf, type Scope } from "./scopes";
import { serversIn, type Server } from "./servers";
import { sitesOf } from "./sites";
import { targetsOf } from "./targets";
import { accessTraitsOf } from "./traits-access";
import { fileTraitsOf } from "./traits-files";
import { passingTraitsOf } from "./traits-passing";
import { serverTraitsOf } from "./traits-server";
import { eachOnce } from "./traits";
import { groupsOf } from "./upstreams";
import { tablesOf } from "./values";

export interface Root {
  readonly path: string;
  readonly kind: "whole" | "fragment";
  readonly unfolded: Unfolded;
  /** The same directives in the blocks that would include them. */
  readonly directives: readonly Directive[];
}

/** What one configuration says, its fragments put in the blocks that they belong to. */
export function factsOf(
  { path, kind, unfolded, directives }: Root,
  folders: ReadonlySet<string>,
): Pick<Reading, "facts" | "problems"> {
  const { problems, missing, used, decided } = unfolded;
  const root: Subject = { id: `${path}#`, name: path };
  const servers = serversIn(directives);
  const sockets = listenersOf(servers, path, directives);
  const constructs = treated(directives, root);
  const absent = missing.map((include): Fact & { readonly kind: "opaque" } => ({
    kind: "opaque",
    touches: root,
    reason: { kind: "construct", name: `include ${include.mask}, which ${absence(include, folders)},`, at: include.at },
  }));
  const gaps = absent.map(({ reason }) => reason);
  const blocks = [...new Set(servers.map(({ block }) => block)), ...emptyBlocks(directives, servers)];
  const traits = blocks.flatMap((block) =>
    serverTraitsOf(
      block,
      servers.filter((server) => server.block === block),
      { root, kind, gaps },
    ),
  );
  const webs = webFacts(servers, socketsOf(sockets), root);
  return {
    facts: [
      ...runBy(root, sockets, [...used]),
      ...sockets.map(({ listener }) => listener),
      ...webs,
      ...streamFacts(servers, socketsOf(sockets), root),
      ...eachOnce(traits),
      ...constructs,
      ...absent,
      ...decided.map((reason): Fact => ({ kind: "opaque", touches: root, reason })),
    ],
    problems: [
      ...problems,
      ...servers.flatMap((server) => server.problems),
      ...refusalsOf({
        directives: unfolded.directives,
        servers,
        kind,
        isComplete: missing.length > 0 || problems.length > 0 ? "no" : "yes",
      }),
    ],
  };
}

function emptyBlocks(directives: readonly Directive[], servers: readonly Server[]): readonly Directive[] {
  return directives.filter(
    ({ name, body }) =>
      body && ["http", "stream", "mail"].includes(name) && !servers.some(({ block }) => block.body === body),
  );
}

/** The program that the configuration is for, and that its sockets are in. */
function runBy(root: Subject, sockets: readonly Socket[], files: readonly string[]): readonly Fact[] {
  const at = { kind: "file", file: root.name, line: 1, column: 1, endLine: 1, endColumn: 1 } as const;
  if (sockets.length === 0) return [];
  return [
    { kind: "configuration", subject: root, program: "nginx", files: files.toSorted(), at },
    ...sockets.map(({ listener }): Fact => ({
      kind: "resides",
      endpoint: listener.endpoint,
      within: root,
      at: listener.statement.at,
    })),
  ];
}

type SocketsOfServers = ReadonlyMap<Server, readonly Listener[]>;

function socketsOf(sockets: readonly Socket[]): SocketsOfServers {
  const listeners = new Map<Server, Listener[]>();
  for (const { listener, servers } of sockets) for (const server of servers) append(listeners, server, listener);
  return listeners;
}

function webFacts(servers: readonly Server[], ofServer: SocketsOfServers, root: Subject): readonly Fact[] {
  const surroundings = surroundingsBy(root);
  const traits: Trait[] = [];
  const facts: Fact[] = [];
  for (const site of sitesOf(servers, root.name)) {
    const around = surroundings(site.scope.around);
    traits.push(...eachOnce([...accessTraitsOf(site), ...passingTraitsOf(site, around.tables), ...fileTraitsOf(site)]));
    facts.push(...siteFacts(site, around, ofServer.get(site.server) ?? []));
  }
  return [...facts, ...eachOnce(traits)];
}

function surroundingsBy(root: Subject): (block: Scope | undefined) => Surroundings {
  const known = new Map<Scope | undefined, Surroundings>();
  return (block) => {
    const before = known.get(block);
    if (before) return before;
    const around = block
      ? { root, tables: tablesOf(block), groups: groupsOf(block) }
      : { root, tables: new Map(), groups: new Map() };
    known.set(block, around);
    return around;
  };
}

/** Who may use the socket of a stream server, and where the server behind it leads. */
function streamFacts(servers: readonly Server[], ofServer: SocketsOfServers, root: Subject): readonly Fact[] {
  const surroundings = surroundingsBy(root);
  const blocks = new Map<Directive, Scope>();
  return servers.flatMap((server): readonly Fact[] => {
    if (server.kind !== "stream") return [];
    const block = blocks.get(server.block) ?? scopeOf(server.block, undefined);
    blocks.set(server.block, block);
    const scope = scopeOf(server.directive, block);
    const around = surroundings(block);
    const variables = { tables: around.tables, server: scope, location: undefined };
    const rules = accessRulesOf(inherited(scope, "allow", "deny"));
    const access = { guards: [], rules, demands: [], satisfy: "all", satisfyDirective: undefined, trust: [] } as const;
    return (ofServer.get(server) ?? []).flatMap((socket): readonly Fact[] => {
      const { endpoint } = socket;
      const behind = { id: `${endpoint.id} server`, name: endpoint.name };
      const passed = own(scope, "proxy_pass").flatMap((directive) =>
        passedTo(directive, targetsOf(directive, variables), { from: behind, server, around }),
      );
      const entry = passed.length > 0 ? [entryBy(socket, { subject: behind })] : [];
      return [...boundaryFacts(admissionsOf(access), endpoint, server.directive), ...entry, ...passed];
    });
  });
}

function absence(include: Missing, scanned: ReadonlySet<string>): string {
  return include.folders.some((folder) => scanned.has(folder))
    ? "matches no file that was scanned"
    : "is not among the files scanned";
}
