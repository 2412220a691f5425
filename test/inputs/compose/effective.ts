import { variablesOf } from "../../../src/inputs/compose/environment";
import { labelsOf } from "../../../src/inputs/compose/labels";
import { libraryOf } from "../../../src/inputs/compose/library";
import { load } from "../../../src/inputs/compose/load";
import { textOf, valueIn, type Value } from "../../../src/inputs/compose/value";
import { filesOf } from "../../support/catalogue";
import type { Texts } from "./reading";

/** What services have after merging, one line each, of the keys that may be written in two notations. */
export function effectiveHere(texts: Texts, files: readonly string[]): readonly string[] {
  const library = libraryOf(filesOf(texts));
  const { model } = load({ files, folder: "", library, lookup: () => undefined, way: [] });
  const services = valueIn(model, "services");
  return linesOf(
    services?.kind === "mapping" ? [...services.entries].map(([name, { value }]) => [name, shapeOf(value)]) : [],
  );
}

interface Shape {
  readonly environment: readonly string[];
  readonly labels: readonly string[];
  readonly deployed: readonly string[];
  readonly sysctls: readonly string[];
  readonly hosts: readonly string[];
  readonly build: readonly string[];
}

function shapeOf(body: Value): Shape {
  const pairs = (value: Value | undefined): readonly string[] =>
    labelsOf(value).map(({ name, value: text }) => `${name}=${text}`);
  const build = valueIn(body, "build");
  const context = build?.kind === "scalar" ? build : valueIn(build, "context");
  const of = (key: string): string | undefined => textOf(valueIn(build, key));
  return {
    environment: variablesOf(valueIn(body, "environment")).map(({ name, value }) => `${name}=${value}`),
    labels: pairs(valueIn(body, "labels")),
    deployed: pairs(valueIn(valueIn(body, "deploy"), "labels")),
    sysctls: pairs(valueIn(body, "sysctls")),
    hosts: hostsOf(valueIn(body, "extra_hosts")),
    build: build ? [`${textOf(context) ?? "."} ${of("dockerfile") ?? "Dockerfile"} ${of("target") ?? ""}`] : [],
  };
}

function hostsOf(value: Value | undefined): readonly string[] {
  if (value?.kind === "mapping")
    return [...value.entries].flatMap(([name, { value: address }]) =>
      (address.kind === "sequence" ? address.items : [address]).map((one) => `${name}=${textOf(one) ?? ""}`),
    );
  return (value?.kind === "sequence" ? value.items : []).map((node) =>
    (textOf(node) ?? "").replace(/^([^:=]+)[:=]/, "$1="),
  );
}

interface ConfigService {
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly deploy?: { readonly labels?: Readonly<Record<string, string>> };
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly extra_hosts?: readonly string[];
  readonly build?: { readonly context: string; readonly dockerfile?: string; readonly target?: string };
}

/** The same of what `docker compose config --format json` prints of a project in this folder. */
export function effectiveInConfig(json: string, folder: string): readonly string[] {
  const { services } = JSON.parse(json) as { readonly services: Readonly<Record<string, ConfigService>> };
  const pairs = (record: Readonly<Record<string, string | null>> = {}): readonly string[] =>
    Object.entries(record).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  return linesOf(
    Object.entries(services).map(([name, service]) => [
      name,
      {
        environment: pairs(service.environment),
        labels: pairs(service.labels),
        deployed: pairs(service.deploy?.labels),
        sysctls: pairs(service.sysctls),
        hosts: service.extra_hosts ?? [],
        build: service.build
          ? [
              `.${service.build.context.slice(folder.length)} ${service.build.dockerfile ?? "Dockerfile"} ${service.build.target ?? ""}`,
            ]
          : [],
      },
    ]),
  );
}

function linesOf(services: readonly (readonly [string, Shape])[]): readonly string[] {
  const lines = services.flatMap(([name, shape]) =>
    Object.entries(shape).flatMap(([key, values]: [string, readonly string[]]) =>
      values.map((value) => `${name} ${key} ${value}`),
    ),
  );
  return [...new Set(lines)].toSorted();
}
