import type { Mount } from "../../model/facts";
import { placeOf, type FilePlace } from "../../model/source";
import type { Built } from "./image-build";
import type { Library } from "./library";
import { folderOf, pathFrom } from "./paths";
import type { Running } from "./running";
import { placeIn, textOf, valueIn, type Mapping, type Value } from "./value";
import { bindMounts, isWithin, plain, type BindMount } from "./volumes";

/** The project around a service, as far as files come from it. */
export interface GivenFiles {
  readonly project: string;
  readonly model: Mapping;
  readonly library: Library;
}

/** The scanned files and folders that a service is given: by bind mounts, by configs that are files, and by its image. */
export function mountFacts({ subject, body, built }: Running, around: GivenFiles): readonly Mount[] {
  const { project, model, library } = around;
  const mounted = [...bindMounts(body, valueIn(model, "volumes")), ...configFiles(body, valueIn(model, "configs"))];
  const given = [
    ...mounted.map(({ path, inside, node }): Given => ({ path, inside, at: placeIn(node), near: project })),
    ...(built ? copied(built) : []),
  ];
  return given.flatMap(({ path, inside, at, near }): readonly Mount[] => {
    const scanned = library.scanned(path);
    if (scanned === undefined || isSourceTree(path, inside, near)) return [];
    return [{ kind: "mount", endpoint: subject, path: scanned, inside, at }];
  });
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
