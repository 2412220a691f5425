import type { Fact } from "../../model/facts";
import type { Files } from "../../model/files";
import type { Input, Reading } from "../../model/reading";
import { sourceText, type Problem, type SourceText } from "../../model/source";
import { roleOf } from "./claims";
import type { Database } from "./constructs";
import {
  clientFacts,
  configurationOf,
  constructsIn,
  listeningFacts,
  perhapsLetIn,
  unseenListener,
  type Described,
} from "./facts";
import type { Listening } from "./listening";
import { mongodbListening, mongodbSettings } from "./mongodb";
import { mysqlListening, mysqlSettings } from "./mysql";
import { hostRecords, type HostRecords } from "./pg-hba";
import { postgresqlListening, postgresqlSettings } from "./postgresql";
import { redisListening, redisSettings } from "./redis";
import { lastOf, type Settings } from "./settings";

/** Configurations of Redis, PostgreSQL, MongoDB and MySQL: where they listen, and whom PostgreSQL lets in. */
export const databases: Input = { format: "database", read };

interface Grammar {
  readonly settings: (source: SourceText) => Settings;
  readonly listening: (settings: Settings) => readonly Listening[];
}

const grammars: Readonly<Record<Database, Grammar>> = {
  redis: { settings: redisSettings, listening: redisListening },
  postgresql: { settings: postgresqlSettings, listening: postgresqlListening },
  mongodb: { settings: mongodbSettings, listening: mongodbListening },
  mysql: { settings: mysqlSettings, listening: mysqlListening },
};

/** A file of one database, read as far as it alone says. */
interface Read {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
}

function read(files: Files): Reading {
  const sources: SourceText[] = [];
  const lists = new Map<string, HostRecords>();
  const configured: { readonly database: Database; readonly source: SourceText }[] = [];
  for (const path of files.paths) {
    const role = roleOf(path, files.text);
    const text = role && files.text(path);
    if (!role || text === undefined) continue;
    const source = sourceText(path, text);
    sources.push(source);
    if (role === "pg-hba") lists.set(path, hostRecords(source));
    else configured.push({ database: role, source });
  }
  const used = new Set<string>();
  const readings = configured.map(({ database, source }) => readOne(database, source, { lists, used }));
  const alone = [...lists].filter(([path]) => !used.has(path)).map(([path, list]) => readList(path, list));
  const all = [...readings, ...alone];
  return {
    facts: all.flatMap(({ facts }) => facts),
    problems: [...all.flatMap(({ problems }) => problems), ...[...lists.values()].flatMap(({ problems }) => problems)],
    sources,
  };
}

interface Lists {
  readonly lists: ReadonlyMap<string, HostRecords>;
  /** Fills with the lists that a configuration goes with. */
  readonly used: Set<string>;
}

function readOne(database: Database, source: SourceText, { lists, used }: Lists): Read {
  const { file } = source;
  const settings = grammars[database].settings(source);
  const listening = grammars[database].listening(settings);
  const beside = database === "postgresql" ? listBeside(file, settings, lists) : undefined;
  if (beside !== undefined) used.add(beside);
  const described: Described = {
    database,
    subject: { id: `${file}#`, name: file },
    files: beside === undefined ? [file] : [file, beside],
  };
  const list = beside === undefined ? undefined : lists.get(beside);
  const constructs = constructsIn(described, settings);
  return {
    facts: [
      configurationOf(described),
      ...listeningFacts(described, database === "postgresql" && !list ? perhapsLetIn(listening) : listening),
      ...clientFacts(described, list?.records ?? []),
      ...constructs.facts,
    ],
    problems: [...settings.problems, ...constructs.problems],
  };
}

/** The list of clients in the folder of a configuration: the one that it names, or the only one. */
function listBeside(file: string, settings: Settings, lists: Lists["lists"]): string | undefined {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const named = lastOf(settings, "hba_file")?.value ?? "pg_hba.conf";
  const path = `${folder}${named.slice(named.lastIndexOf("/") + 1)}`;
  return lists.has(path) ? path : undefined;
}

function readList(path: string, { records }: HostRecords): Read {
  const described: Described = { database: "postgresql", subject: { id: `${path}#`, name: path }, files: [path] };
  return {
    facts: [configurationOf(described), ...unseenListener(described, records), ...clientFacts(described, records)],
    problems: [],
  };
}
