import type { Mount } from "../../model/facts";
import { placeOf, type FilePlace } from "../../model/source";
import type { Built } from "./image-build";
import type { Library } from "./library";
import { folderOf, pathFrom } from "./paths";
import type { Command } from "../shared/commands";
import type { Running } from "./running";
import { toldCommands } from "./told-commands";
import { placeIn, textOf, valueIn, type Mapping, type Value } from "./value";
import { bindMounts, isWithin, plain, type BindMount } from "./volumes";

/** The project around a service, as far as files come from it. */
export interface GivenFiles {
  readonly project: string;
  readonly model: Mapping;
  readonly library: Library;
}

/**
 * The scanned files and folders that a service is given: by bind mounts, by configs that are files, and by its image. A file
 * of a folder that the command names is given by itself, too.
 */
export function mountFacts({ subject, body, built }: Running, around: GivenFiles): readonly Mount[] {
  const { project, model, library } = around;
  const mounted = [...bindMounts(body, valueIn(model, "volumes")), ...configFiles(body, valueIn(model, "configs"))];
  const given = [
    ...mounted.map(({ path, inside, node }): Given => ({ path, inside, at: placeIn(node), near: project })),
    ...(built ? copied(built) : []),
  ];
  if (given.length === 0) return [];
  const commands = toldCommands(body, built).flatMap((told) => told.commands);
  return given.flatMap(({ path, inside, at, near }): readonly Mount[] => {
    const mount = (file: string, there: string, commanded?: Mount["commanded"]): readonly Mount[] => {
      const scanned = library.scanned(file);
      if (scanned === undefined) return [];
      return [
        { kind: "mount", endpoint: subject, path: scanned, inside: there, at, ...(commanded ? { commanded } : {}) },
      ];
    };
    const named = commands.flatMap((command) => filesNamedBy(command, inside).map((file) => ({ file, command })));
    const apart = named.flatMap(({ file, command }) =>
      mount(`${path}${file.slice(inside.length)}`, file, saysWhere(command) ? "beside-options" : "by-name"),
    );
    const all =
      apart.some((one) => one.inside === inside) || isSourceTree(path, inside, near) ? [] : mount(path, inside);
    return [...all, ...apart];
  });
}

/** What a command names of a folder, or of a file: `redis-server /etc/redis.conf`, `--config=/etc/mongod.conf`. */
function filesNamedBy({ args }: Command, inside: string): readonly string[] {
  return args.flatMap((arg) => {
    const path = arg.slice(arg.lastIndexOf("=") + 1);
    return path.startsWith("/") && isWithin(path, inside) ? [path] : [];
  });
}

/** Options of databases that win over what their files say of where to listen. */
const listeningOptions =
  /^--?(?:bind\w*|bind[-_][\w-]+|(?:tls-)?port|protected-mode|skip[-_]networking|h|i|p)(?:=|$)|listen_addresses|^(?:-c)?port=/;

function saysWhere({ args }: Command): boolean {
  return args.some((arg) => listeningOptions.test(arg));
}

interface Given {
  readonly path: string;
  readonly inside: string;
  readonly at: FilePlace;
  /** The file that describes whose sources these are. */
  readonly near: string;
}

function copied({ source, copies }: Built): readonly Given[] {
  return copies.map(({ path, inside, at }) => ({ path, inside, at: placeOf(source, at), near: source.file }));
}

/**
 * Whether all that is mounted is the project itself, to be worked on in the container: a configuration that lies somewhere
 * in it is another program's. One who mounts it where programs are configured means it.
 */
export function isSourceTree(path: string, inside: string, project: string): boolean {
  return isWithin(folderOf(pathFrom("", project)), path) && path !== pathFrom("", project) && !isWithin(inside, "/etc");
}

/** `configs` of a service, short and long; in the container it is `/NAME` where no target is given (05-services.md, "configs"). */
function configFiles(body: Mapping, configs: Value | undefined): readonly BindMount[] {
  const listed = valueIn(body, "configs");
  return (listed?.kind === "sequence" ? listed.items : []).flatMap((node) => {
    const name = textOf(node.kind === "mapping" ? valueIn(node, "source") : node);
    const file = name === undefined ? undefined : valueIn(valueIn(configs, name), "file");
    const path = textOf(file);
    if (name === undefined || !file || path === undefined || path === "") return [];
    const target = plain(textOf(valueIn(node, "target")) ?? name);
    return [{ path: pathFrom(file.folder, path), inside: target.startsWith("/") ? target : `/${target}`, node }];
  });
}
