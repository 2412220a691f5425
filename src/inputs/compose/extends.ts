import type { ProblemCode } from "../../model/source";
import { documentsOf, type Findings, type Loading } from "./documents";
import { mergeFiles, mergeServices, withoutMarks } from "./merge";
import { folderOf, isLeftOpen, nameOf, pathFrom } from "./paths";
import { serviceSubject } from "./subjects";
import { isNull, problemAt, textOf, valueIn, type Entry, type Mapping, type Scalar, type Value } from "./value";

/** The services of one file, and what has been extended already on the way to them. */
interface Extending {
  readonly file: string;
  readonly services: Mapping;
  readonly loading: Loading;
  readonly findings: Findings;
  readonly done: Map<string, Value>;
}

/**
 * A document whose services hold what they inherit from the service that they extend, in this file or in another
 * (compose-spec 05-services.md, "extends"; compose-go loader/extends.go). A service whose base is not there keeps what it
 * says itself, and `extends` with nothing in it.
 */
export function applyExtends(document: Mapping, file: string, loading: Loading, findings: Findings): Mapping {
  const services = valueIn(document, "services");
  const entry = document.entries.get("services");
  if (services?.kind !== "mapping" || !entry) return document;
  if (![...services.entries.values()].some(({ value }) => valueIn(value, "extends"))) return document;
  const extending: Extending = { file, services, loading, findings, done: new Map() };
  const entries = new Map<string, Entry>();
  for (const [name, { key, value }] of services.entries)
    entries.set(name, { key, value: extended(name, value, extending, []) });
  const whole: Mapping = { ...services, entries };
  return { ...document, entries: new Map(document.entries).set("services", { ...entry, value: whole }) };
}

/** `way` holds the services, as `file#name`, that led here. */
function extended(name: string, service: Value, extending: Extending, way: readonly string[]): Value {
  const before = extending.done.get(name);
  if (before) return before;
  const request = service.kind === "mapping" ? service.entries.get("extends")?.value : undefined;
  if (service.kind !== "mapping" || !request || isNull(request) || request.tag === "!reset") return service;
  const base = baseOf(name, request, extending, [...way, `${extending.file}#${name}`]);
  const own: Mapping = { ...service, entries: new Map([...service.entries].filter(([key]) => key !== "extends")) };
  if (!base) return { ...own, entries: new Map(own.entries).set("extends", { key: request, value: nothing(request) }) };
  // The marks of a base are for what is laid over itself, not for what extends it.
  const plain = withoutMarks(base);
  if (plain?.kind !== "mapping") return own;
  const { value, problems } = mergeServices(plain, own);
  extending.findings.problems.push(...problems);
  const whole = { ...value, source: service.source, start: service.start, end: service.end, tag: service.tag };
  extending.done.set(name, whole);
  return whole;
}

/** Null in the place of another value: what it asked for could not be had. */
function nothing({ source, folder, start, end }: Value): Scalar {
  const empty = {
    tag: undefined,
    value: null,
    text: "",
    open: "",
    written: "",
    required: [],
    unset: [],
    defaulted: [],
  } as const;
  return { kind: "scalar", source, folder, start, end, style: "plain", ...empty };
}

function baseOf(name: string, request: Value, extending: Extending, way: readonly string[]): Value | undefined {
  const { file, loading, findings } = extending;
  const wanted = textOf(request.kind === "mapping" ? valueIn(request, "service") : request);
  const elsewhere = valueIn(request, "file");
  const failed = (message: string, code: ProblemCode = "invalid-value"): Value | undefined => {
    findings.problems.push(problemAt(code, message, request));
    return undefined;
  };
  if (wanted === undefined || wanted === "") return failed("extends names no service; write extends: {service: NAME}");
  if (elsewhere && isLeftOpen(elsewhere))
    return failed(
      `${nameOf(elsewhere)}, which services.${name} extends, is not known, for its variable is not set; set it`,
      "unreadable",
    );
  const path = elsewhere === undefined ? file : pathFrom(loading.folder, textOf(elsewhere) ?? "");
  if (way.includes(`${path}#${wanted}`))
    return failed(`services.${name} extends itself by way of ${wanted}; end the circle`);
  if (way.length > mostExtensions)
    return failed(`services.${name} extends more than ${mostExtensions} services in a row`);
  if (path === file) {
    const base = valueIn(extending.services, wanted);
    return base
      ? extended(wanted, base, extending, way)
      : failed(`services.${wanted}, which services.${name} extends, is not in this file`);
  }
  const shownPath = elsewhere ? nameOf(elsewhere, loading.folder) : path;
  if (!loading.library.parsed(path))
    return failed(
      `${shownPath}, which services.${name} extends, is not among the files that are scanned; scan it, too`,
      "unreadable",
    );
  const there = { ...loading, folder: folderOf(path) };
  const documents = documentsOf(path, there, findings);
  const services = documents.reduce<Mapping | undefined>(
    (all, next) => (all ? mergeFiles(all, next).value : next),
    undefined,
  );
  const others = valueIn(services, "services");
  const base = valueIn(others, wanted);
  if (others?.kind !== "mapping" || !base)
    return failed(`services.${wanted}, which services.${name} extends, is not in ${shownPath}`);
  findings.extended.add(serviceSubject(path, wanted).id);
  return extended(wanted, base, { ...extending, file: path, services: others, loading: there, done: new Map() }, way);
}

const mostExtensions = 100;
