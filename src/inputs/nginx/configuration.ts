import type { Fact, Subject, Trait } from "../../model/facts";
import type { Reading } from "../../model/reading";
import { treated } from "./constructs-used";
import { type Directive, type Missing, type Unfolded } from "./includes";
import { listenersOf } from "./listeners";
import type { Scope } from "./scopes";
import { serversIn, type Server } from "./servers";
import { sitesOf } from "./sites";
import { accessTraitsOf } from "./traits-access";
import { fileTraitsOf } from "./traits-files";
import { passingTraitsOf } from "./traits-passing";
import { serverTraitsOf } from "./traits-server";
import { eachOnce } from "./traits";
import { tablesOf } from "./values";

export interface Root {
  readonly path: string;
  readonly kind: "whole" | "fragment";
  readonly unfolded: Unfolded;
}

/** What one configuration says, its fragments put in the blocks that they belong to. */
export function factsOf(
  { path, kind, unfolded }: Root,
  folders: ReadonlySet<string>,
): Pick<Reading, "facts" | "problems"> {
  const { directives, problems, missing } = unfolded;
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
  return {
    facts: [
      ...sockets.map(({ listener }) => listener),
      ...eachOnce([...webTraits(servers, root), ...traits]),
      ...constructs.facts,
      ...absent,
    ],
    problems: [...problems, ...servers.flatMap((server) => server.problems), ...constructs.problems],
  };
}

function emptyBlocks(directives: readonly Directive[], servers: readonly Server[]): readonly Directive[] {
  return directives.filter(
    ({ name, body }) =>
      body && ["http", "stream", "mail"].includes(name) && !servers.some(({ block }) => block.body === body),
  );
}

function webTraits(servers: readonly Server[], root: Subject): readonly Trait[] {
  const tables = new Map<Scope | undefined, ReadonlyMap<string, Directive>>();
  return sitesOf(servers, root.name).flatMap((site) => {
    const { around } = site.scope;
    const known = tables.get(around) ?? (around ? tablesOf(around) : new Map<string, Directive>());
    tables.set(around, known);
    return [...accessTraitsOf(site), ...passingTraitsOf(site, known), ...fileTraitsOf(site)];
  });
}

function absence(include: Missing, scanned: ReadonlySet<string>): string {
  return include.folders.some((folder) => scanned.has(folder))
    ? "matches no file that was scanned"
    : "is not among the files scanned";
}
