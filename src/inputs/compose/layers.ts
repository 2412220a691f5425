import type { Problem } from "../../model/source";
import { includeKeys, treatmentOf } from "./constructs";
import { documentsOf, type Findings, type Loading } from "./documents";
import { applyExtends } from "./extends";
import { mergeFiles } from "./merge";
import { readPorts } from "./ports";
import { folderOf, isLeftOpen, isRemote, nameOf, pathFrom } from "./paths";
import { isNull, problemAt, textOf, textsOf, valueIn, type Entry, type Mapping, type Value } from "./value";

/** Every document of every file in order, each with its includes and extensions applied before it is laid over the others. */
export function layered(loading: Loading, findings: Findings): Mapping | undefined {
  let whole: Mapping | undefined;
  for (const file of loading.files) {
    for (const document of documentsOf(file, loading, findings)) {
      const complete = applyExtends(applyIncludes(document, loading, findings), file, loading, findings);
      if (!whole) {
        whole = complete;
        continue;
      }
      const { value, problems } = mergeFiles(whole, complete);
      findings.problems.push(...portProblems(whole), ...portProblems(complete), ...problems);
      whole = value;
    }
  }
  return whole;
}

/** Compose reads the ports of each file before it merges them, so those that a later file takes away must be sound, too. */
function portProblems(document: Mapping): readonly Problem[] {
  const services = valueIn(document, "services");
  if (services?.kind !== "mapping") return [];
  return [...services.entries].flatMap(([name, { value }]) => {
    const ports = valueIn(value, "ports");
    return ports === undefined || isNull(ports) || ports.tag === "!reset" ? [] : readPorts(ports, name).problems;
  });
}

/**
 * A document with the services and networks of the projects that it includes (compose-spec 14-include.md; compose-go
 * loader/include.go). An included project has a project directory and a `.env` of its own, which the including one's
 * variables win over. A name that both have is an error of the file; the file's own stands.
 */
function applyIncludes(document: Mapping, loading: Loading, findings: Findings): Mapping {
  const includes = valueIn(document, "include");
  if (!includes) return document;
  if (includes.kind !== "sequence") {
    findings.problems.push(
      problemAt("invalid-value", "include is a list of files; write - path/to/compose.yaml", includes),
    );
    return document;
  }
  return includes.items.reduce<Mapping>((whole, item) => withIncluded(whole, item, loading, findings), document);
}

function withIncluded(document: Mapping, item: Value, loading: Loading, findings: Findings): Mapping {
  if (item.kind === "mapping") {
    for (const [name, { key }] of item.entries)
      if (!treatmentOf(includeKeys, name))
        findings.problems.push(problemAt("unrecognised", `include has no key ${name}; it is left out`, key));
  }
  const path = item.kind === "mapping" ? valueIn(item, "path") : item;
  const named = path?.kind === "sequence" ? path.items : path ? [path] : [];
  const paths = textsOf(path);
  const unfollowed = (message: string): Mapping => {
    findings.problems.push(problemAt("unreadable", message, item));
    return document;
  };
  if (paths.length === 0) return unfollowed("include names no file; write - path/to/compose.yaml");
  const unknown = named.find(isLeftOpen);
  if (unknown) return unfollowed(`${nameOf(unknown)} is included, and its variable is not set; set it`);
  const remote = named.find((one) => isRemote(textOf(one) ?? ""));
  if (remote) return unfollowed(`${nameOf(remote)} is included and nothing is fetched; scan a copy of it`);
  const files = paths.map((one) => pathFrom(loading.folder, one));
  const missing = named.find((one) => !loading.library.parsed(pathFrom(loading.folder, textOf(one) ?? "")));
  if (missing)
    return unfollowed(
      `${nameOf(missing, loading.folder)} is included and not among the files that are scanned; scan it, too`,
    );
  const way = [...loading.way, ...loading.files];
  if (files.some((file) => way.includes(file)))
    return unfollowed(`${files.join(", ")} includes itself; end the circle`);
  if (way.length > mostIncludes) return unfollowed(`more than ${mostIncludes} files include each other in a row`);
  for (const file of files) findings.included.add(file);
  const inner = layered({ ...environmentOf(item, files, loading, findings), way }, findings);
  return inner ? joined(document, inner, findings) : document;
}

const mostIncludes = 50;

function environmentOf(item: Value, files: readonly string[], loading: Loading, findings: Findings): Loading {
  const { library, lookup, way } = loading;
  const directory = textOf(valueIn(item, "project_directory"));
  const folder = directory === undefined ? folderOf(files[0] ?? "") : pathFrom(loading.folder, directory);
  const named = textsOf(valueIn(item, "env_file")).map((path) => pathFrom(loading.folder, path));
  const values = new Map<string, string>();
  for (const path of named.length > 0 ? named : [pathFrom(folder, ".env")]) {
    const env = library.dotEnv(path, lookup);
    for (const [name, value] of env?.values ?? []) values.set(name, value);
    findings.problems.push(...(env?.problems ?? []));
    if (!env && named.length > 0)
      findings.problems.push(
        problemAt("unreadable", `${path} gives variables and is not among the files that are scanned`, item),
      );
  }
  return { files, folder, library, way, lookup: (name) => lookup(name) ?? values.get(name) };
}

function joined(document: Mapping, inner: Mapping, findings: Findings): Mapping {
  const entries = new Map<string, Entry>(document.entries);
  for (const section of ["services", "networks", "volumes", "configs"]) {
    const theirs = inner.entries.get(section);
    if (theirs?.value.kind !== "mapping") continue;
    const ours = entries.get(section);
    if (ours && ours.value.kind !== "mapping") continue;
    const all = new Map<string, Entry>(ours?.value.kind === "mapping" ? ours.value.entries : []);
    for (const [name, entry] of theirs.value.entries) {
      const own = all.get(name);
      if (!own) all.set(name, entry);
      else if (section === "services" && own.value !== entry.value) {
        const message = `${section}.${name} is also in a file that is included; compose refuses that; rename one`;
        findings.problems.push(problemAt("invalid-value", message, own.key));
      }
    }
    entries.set(section, { key: ours?.key ?? theirs.key, value: { ...theirs.value, entries: all } });
  }
  return { ...document, entries };
}
