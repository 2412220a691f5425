import { everyAddress, noAddress } from "../../model/addresses";
import { addressBounds, trafficBounds, known, unknown } from "../../model/bounds";
import type {
  Attachment,
  Boundary,
  Configuration,
  Fact,
  Listener,
  Opaque,
  Statement,
  Subject,
  Trait,
} from "../../model/facts";
import { startOf, type Problem } from "../../model/source";
import { portsOf } from "../../model/traffic";
import { loopback } from "../../model/zones";
import { isEverywhere, portIn } from "./addresses";
import { treatmentOf, type Database } from "./constructs";
import type { Listening } from "./listening";
import type { HostRecord } from "./pg-hba";
import { standardPort } from "./postgresql";
import { reasonAt, type Setting, type Settings } from "./settings";

/** The program that a configuration is for, by the name that starts it, and how it writes a setting. */
const servers = {
  redis: { program: "redis-server", between: " " },
  postgresql: { program: "postgres", between: " = " },
  mongodb: { program: "mongod", between: ": " },
  mysql: { program: "mysqld", between: " = " },
} as const satisfies Record<Database, { readonly program: string; readonly between: string }>;

/** A database as its files describe it. */
export interface Described {
  readonly database: Database;
  readonly subject: Subject;
  readonly files: readonly [string, ...string[]];
}

export function configurationOf({ database, subject, files }: Described): Configuration {
  return { kind: "configuration", subject, program: database, files, at: startOf(files[0]) };
}

/** Where it listens, and whether it is told to do so everywhere. */
export function listeningFacts(described: Described, listening: readonly Listening[]): readonly Fact[] {
  return listening.flatMap((each) => {
    const { bind, setting } = each;
    const trait: readonly Trait[] = isEverywhere(bind) ? [toldEverywhere(described, each)] : [];
    return [listenerOf(described, each, statementOf(described, setting)), ...trait];
  });
}

function listenerOf({ database, subject }: Described, listening: Listening, statement: Statement): Listener {
  const { bind, answering = bind, ports, cleartext } = listening;
  return {
    kind: "listener",
    endpoint: subject,
    layer: "listener",
    bind: answering,
    traffic: ports,
    cleartext: cleartext ? known(cleartext) : unknown(),
    evidence: [{ by: "configuration", value: servers[database].program }],
    statement,
  };
}

function statementOf({ subject }: Described, { name, at, valueAt }: Setting): Statement {
  return { what: name, name: `${subject.name} ${name}`, at, focus: valueAt };
}

function toldEverywhere({ database, subject }: Described, { setting, beside }: Listening): Trait {
  const told = `${setting.name}${servers[database].between}${setting.value}${beside ?? ""}`;
  return {
    kind: "trait",
    subject,
    trait: "binds-all-interfaces",
    holds: { known: true },
    detail: told,
    at: setting.at,
  };
}

/** A PostgreSQL of which only the list of its clients is there: where it listens, that does not say. */
export function unseenListener(described: Described, records: readonly HostRecord[]): readonly Listener[] {
  const first = records.find(({ effect }) => effect === "allow");
  if (!first) return [];
  const reason = reasonAt("value", "listen_addresses, which no file here says", first.at);
  const bind = addressBounds.between(noAddress, everyAddress, [reason]);
  const setting = { name: "host record", value: "", at: first.at, valueAt: first.addressAt };
  return [
    listenerOf(described, { bind, ports: portIn(undefined, standardPort), setting }, statementOf(described, setting)),
  ];
}

/** What `listen_addresses` says, where no list of clients is there: without one initdb lets in this machine alone. */
export function perhapsLetIn(listening: readonly Listening[]): readonly Listening[] {
  return listening.map((each) => {
    const local = addressBounds.intersection(each.bind, addressBounds.certain(loopback));
    const reason = reasonAt("value", "pg_hba.conf, which is not among these files", each.setting.at);
    return { ...each, answering: addressBounds.between(local.must, each.bind.may, [...each.bind.because, reason]) };
  });
}

/** The list of clients as what stands before the database; who is in no record is kept out. */
export function clientFacts(
  { subject }: Described,
  records: readonly HostRecord[],
): readonly (Boundary | Attachment)[] {
  const [first] = records;
  if (!first) return [];
  const clients = { id: `${subject.id} clients`, name: subject.name };
  const admissions = records.map(({ effect, addresses, method, at, addressAt }) => ({
    effect,
    peers: { kind: "addresses" as const, addresses },
    traffic: trafficBounds.certain(portsOf("tcp")),
    statement: {
      what: method === "trust" ? "host record without a password" : "host record",
      name: `${subject.name} ${method}`,
      at,
      focus: addressAt,
    },
  }));
  return [
    {
      kind: "boundary",
      subject: clients,
      layer: "host",
      direction: "ingress",
      decides: "first-match",
      admissions,
      otherwise: "deny",
      at: first.at,
    },
    {
      kind: "attachment",
      boundary: known(clients),
      layer: "host",
      endpoint: subject,
      doubt: [],
      at: first.at,
    },
  ];
}

/** What is read and not followed, and what is in no table. */
export function constructsIn(
  { database, subject }: Described,
  { all }: Settings,
): { readonly facts: readonly Opaque[]; readonly problems: readonly Problem[] } {
  const facts: Opaque[] = [];
  const problems: Problem[] = [];
  for (const { name, at } of all) {
    const treatment = treatmentOf(database, name);
    if (treatment === "opaque")
      facts.push({ kind: "opaque", touches: subject, reason: reasonAt("construct", name, at) });
    if (treatment) continue;
    const message = `${name} speaks of a network and is none of the settings that are known here; it was not read`;
    problems.push({ code: "unrecognised", message, at });
  }
  return { facts, problems };
}
