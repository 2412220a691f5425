import type { Reason } from "../../model/bounds";
import type { Trait } from "../../model/facts";
import { placeOf, type SourceText, type Span } from "../../model/source";
import type { DocumentNode, ScalarNode } from "../../syntax/tree";
import { entryOf, valueOf } from "../../syntax/tree";
import { parseJsonc } from "../../syntax/jsonc";
import { bindsOfCommand } from "../shared/binds";
import { commandsOfScript } from "../shared/package-scripts";
import { commandsIn } from "../shared/commands";
import type { Library } from "./library";
import { folderOf, pathFrom } from "./paths";
import type { ProjectReading } from "./project";
import { readService } from "./service";
import { hostOf } from "./subjects";
import { hole, type Entry, type Mapping, type Scalar, type Value } from "./value";

/** Whether a file describes a container for development by where it lies (containers.dev, "devcontainer.json"). */
export function isDevcontainer(path: string): boolean {
  return /(?:^|\/)(?:\.devcontainer\/(?:[^/]+\/)?devcontainer|\.devcontainer)\.json$/.test(path);
}

/** The files of compose that a container for development runs in, by their paths in the scan, and where it says so. */
export function composeFilesOf(path: string, library: Library): readonly string[] {
  const tree = treeOf(path, library);
  return scalarsOf(valueOf(tree?.tree, "dockerComposeFile")).map(({ text }) => pathFrom(folderOf(path), text));
}

function treeOf(
  path: string,
  library: Library,
): { readonly source: SourceText; readonly tree: DocumentNode } | undefined {
  const source = library.source(path);
  const tree = source && parseJsonc(source).tree;
  return source && tree && { source, tree };
}

/**
 * A container for development as the service that it is like: what `appPort` and `runArgs` publish, its image or Dockerfile,
 * its mounts. `forwardPorts` reach nobody but the machine of the developer (containers.dev, "forwardPorts").
 */
export function readDevcontainer(path: string, library: Library): ProjectReading | undefined {
  const source = library.source(path);
  if (!source) return undefined;
  const parsed = parseJsonc(source);
  const { tree } = parsed;
  if (tree?.kind !== "mapping") return undefined;
  const folder = workspaceOf(path);
  const making: Making = { source, folder, own: folderOf(path) };
  const runs = valueOf(tree, "dockerComposeFile") === undefined;
  const name = "devcontainer";
  const body = mapping(making, tree, bodyOf(tree, making));
  const services = mapping(making, tree, { [name]: body });
  const reading = runs
    ? readService(
        name,
        { key: { source, start: tree.start, end: tree.start + 1 }, value: body },
        {
          project: path,
          host: hostOf(path),
          model: mapping(making, tree, { services }),
          library,
          extent: "part",
          services,
          containers: new Map(),
          sharers: new Map(),
        },
      )
    : undefined;
  return {
    base: path,
    extent: "whole",
    facts: [...(reading?.facts ?? []), ...commandTraits(tree, { source, path })],
    problems: [...parsed.problems, ...(reading?.problems ?? [])],
    sources: [source, ...(reading?.sources ?? [])],
    called: new Map(),
    included: [],
    extended: [],
  };
}

/** The folder that is opened in the container: the one that `.devcontainer` is in. */
function workspaceOf(path: string): string {
  return folderOf(path.replace(/(?:^|\/)\.devcontainer\/.*$/, (found) => (found.startsWith("/") ? "/x" : "x")));
}

interface Making {
  readonly source: SourceText;
  /** The folder of the workspace, and that of the file itself. */
  readonly folder: string;
  readonly own: string;
}

function bodyOf(tree: DocumentNode, making: Making): Readonly<Record<string, Value>> {
  const args = scalarsOf(valueOf(tree, "runArgs"));
  const published = [...scalarsOf(valueOf(tree, "appPort")).map(appPort), ...valuesOf(args, ["-p", "--publish"])];
  const network = valuesOf(args, ["--network", "--net"]).at(-1);
  const mounts = scalarsOf(valueOf(tree, "mounts")).flatMap((node) => mountOf(node, making));
  const volumes = valuesOf(args, ["-v", "--volume"]).map((told) => scalar(making, told));
  const image = entryOf(tree, "image")?.value;
  const build = buildOf(tree, making);
  const list = (items: readonly Value[]): Value => ({ kind: "sequence", ...written(making, tree), items });
  return {
    ...(image?.kind === "scalar" ? { image: scalar(making, { node: image, text: image.text }) } : {}),
    ...(build ? { build } : {}),
    ...(published.length > 0 ? { ports: list(published.map((told) => scalar(making, told))) } : {}),
    ...(network && /^(?:host|none)$/.test(network.text) ? { network_mode: scalar(making, network) } : {}),
    ...(mounts.length + volumes.length > 0 ? { volumes: list([...mounts, ...volumes]) } : {}),
  };
}

interface Told {
  readonly node: ScalarNode;
  readonly text: string;
}

/** A number is published for the developer's machine alone, a text as `docker run -p` reads it (devcontainers/cli, singleContainer.ts). */
function appPort(node: ScalarNode): Told {
  return { node, text: typeof node.value === "number" ? `127.0.0.1:${node.text}:${node.text}` : node.text };
}

/** The values of an option: after it, behind `=`, or right behind its letter. */
function valuesOf(args: readonly ScalarNode[], names: readonly string[]): readonly Told[] {
  return args.flatMap((node, i): readonly Told[] => {
    const next = args[i + 1];
    if (names.includes(node.text)) return next ? [{ node: next, text: next.text }] : [];
    for (const name of names) {
      if (node.text.startsWith(`${name}=`)) return [{ node, text: node.text.slice(name.length + 1) }];
      if (/^-\w$/.test(name) && node.text.startsWith(name)) return [{ node, text: node.text.slice(2) }];
    }
    return [];
  });
}

function buildOf(tree: DocumentNode, making: Making): Value | undefined {
  const build = valueOf(tree, "build");
  const file = valueOf(build, "dockerfile") ?? valueOf(tree, "dockerFile");
  if (file?.kind !== "scalar") return undefined;
  const context = valueOf(build, "context") ?? valueOf(tree, "context");
  const target = valueOf(build, "target");
  const here = { ...making, folder: making.own };
  const at = (text: string, node: ScalarNode): Value => scalar(here, { node, text });
  const path = context?.kind === "scalar" ? context.text : ".";
  return mapping(here, tree, {
    context: at(path, file),
    dockerfile: at(fromContext(pathFrom(making.own, file.text), pathFrom(making.own, path)), file),
    ...(target?.kind === "scalar" ? { target: at(target.text, target) } : {}),
  });
}

/** The Dockerfile is named from the file itself, and looked for from the context on. */
function fromContext(dockerfile: string, context: string): string {
  const steps = context.split("/").filter((part) => part !== "");
  return [...steps.map(() => ".."), dockerfile.replace(/^\//, "")].join("/");
}

/** `source=…,target=…,type=bind`. */
function mountOf(node: ScalarNode, making: Making): readonly Value[] {
  const fields = new Map(
    node.text.split(",").map((part) => [part.split("=")[0] ?? "", part.slice(part.indexOf("=") + 1)]),
  );
  const [from, to] = [fields.get("source") ?? fields.get("src"), fields.get("target") ?? fields.get("destination")];
  if (fields.get("type") !== "bind" || from === undefined || to === undefined) return [];
  return [
    mapping(making, node, {
      type: scalar(making, { node, text: "bind" }),
      source: scalar(making, { node, text: from }),
      target: scalar(making, { node, text: to }),
    }),
  ];
}

function scalarsOf(node: DocumentNode | undefined): readonly ScalarNode[] {
  if (node?.kind === "sequence") return node.items.flatMap(scalarsOf);
  return node?.kind === "scalar" && node.value !== null ? [node] : [];
}

function written(
  { source, folder }: Making,
  { start, end }: Span,
): Pick<Value, "source" | "folder" | "start" | "end" | "tag"> {
  return { source, folder, start, end, tag: undefined };
}

function mapping(making: Making, span: Span, fields: Readonly<Record<string, Value>>): Mapping {
  const entries = Object.entries(fields).map(([name, value]): readonly [string, Entry] => [
    name,
    { key: { source: making.source, start: value.start, end: value.end }, value },
  ]);
  return { kind: "mapping", ...written(making, span), entries: new Map(entries) };
}

/** The workspace is the folder itself; a variable of the developer's machine is not known. */
function scalar(making: Making, { node, text }: Told): Scalar {
  const local = text.replaceAll("${localWorkspaceFolder}", ".");
  const required: Reason[] = [];
  const open = local.replace(
    /\$\{(?:localEnv|containerEnv):([^}:]+)(?::([^}]*))?\}/g,
    (_, name: string, otherwise?: string) => {
      if (otherwise !== undefined) return otherwise;
      required.push({ kind: "variable", name, at: placeOf(making.source, node) });
      return hole;
    },
  );
  return {
    kind: "scalar",
    ...written(making, node),
    value: open,
    text: open,
    open,
    written: node.text,
    style: "quoted",
    required,
    unset: [],
    defaulted: [],
  };
}

const lifecycle = [
  "onCreateCommand",
  "updateContentCommand",
  "postCreateCommand",
  "postStartCommand",
  "postAttachCommand",
];

/** Programs that are started by themselves and told to answer everywhere. A text is a shell's, a list is one command, an object holds several. */
function commandTraits(
  tree: DocumentNode,
  { source, path }: { readonly source: SourceText; readonly path: string },
): readonly Trait[] {
  const traits = (node: DocumentNode | undefined, name: string): readonly Trait[] => {
    if (node?.kind === "mapping") return node.entries.flatMap(({ value }) => traits(value, name));
    const commands =
      node?.kind === "sequence"
        ? commandsIn(scalarsOf(node).map(({ text }) => text))
        : node?.kind === "scalar"
          ? commandsOfScript(node.text)
          : [];
    return commands.flatMap(bindsOfCommand).map((detail) => ({
      kind: "trait",
      subject: { id: `${path}#${name}`, name },
      trait: "binds-all-interfaces",
      holds: { known: true },
      detail,
      at: placeOf(source, node ?? tree),
    }));
  };
  return lifecycle.flatMap((name) => traits(valueOf(tree, name), name));
}
