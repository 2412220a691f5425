import type { SourceText } from "../../model/source";
import { splitScript } from "../shared/commands";
import { stagesOf, type Instruction, type Stage } from "./dockerfile";
import type { Library } from "./library";
import { isRemote, pathFrom } from "./paths";
import { textOf, valueIn, type Mapping, type Value } from "./value";

/** What a Dockerfile says of the image that a service runs, its last stage with those that it builds on. */
export interface Built {
  readonly source: SourceText;
  /** The image at the bottom. */
  readonly from: string;
  readonly entrypoint: Told | undefined;
  readonly command: Told | undefined;
  /** Files of the build context that are copied in, and where to. */
  readonly copies: readonly Copy[];
}

/** A command as words, and the instruction that says it. */
export interface Told {
  readonly words: readonly string[];
  readonly at: Instruction;
}

export interface Copy {
  /** From where relative paths of the scan start. */
  readonly path: string;
  readonly inside: string;
  readonly at: Instruction;
}

/** The image that `build` makes, where its Dockerfile was scanned (compose-spec build.md). */
export function builtBy(body: Mapping, library: Library): Built | undefined {
  const build = valueIn(body, "build");
  const written = build?.kind === "mapping" ? valueIn(build, "context") : build;
  const context = written === undefined ? contextless(build) : contextOf(written);
  if (!build || context === undefined) return undefined;
  const file = textOf(valueIn(build, "dockerfile"));
  const source = library.source(pathFrom(context, file ?? "Dockerfile"));
  if (!source) return undefined;
  const stages = stagesOf(source);
  const target = textOf(valueIn(build, "target"));
  const last = target === undefined ? stages.at(-1) : stages.find(({ called }) => called === target);
  return last && imageOf(chainOf(last, stages), { source, context });
}

function contextless(build: Value | undefined): string | undefined {
  return build?.kind === "mapping" ? build.folder : undefined;
}

function contextOf(written: Value): string | undefined {
  const path = textOf(written);
  return path === undefined || isRemote(path) ? undefined : pathFrom(written.folder, path);
}

/** A stage after all that it builds on, the outermost first; a stage builds on earlier ones only. */
function chainOf(stage: Stage, stages: readonly Stage[]): readonly Stage[] {
  const earlier = stages.slice(0, stages.indexOf(stage));
  const base = earlier.find(({ called }) => called === stage.from);
  return base ? [...chainOf(base, earlier), stage] : [stage];
}

function imageOf(
  chain: readonly Stage[],
  { source, context }: { readonly source: SourceText; readonly context: string },
): Built {
  let entrypoint: Told | undefined;
  let command: Told | undefined;
  let folder = "/";
  const copies: Copy[] = [];
  for (const at of chain.flatMap(({ instructions }) => instructions)) {
    if (at.name === "WORKDIR") folder = pathFrom(folder, at.rest);
    else if (at.name === "CMD") command = { words: wordsIn(at.rest), at };
    else if (at.name === "ENTRYPOINT") entrypoint = { words: wordsIn(at.rest), at };
    else if ((at.name === "COPY" || at.name === "ADD") && !at.flags.has("from"))
      copies.push(...copiesBy(at, context, folder));
  }
  return { source, from: chain[0]?.from ?? "", entrypoint, command, copies };
}

/** The exec form is a JSON list; any other is a shell's. */
function wordsIn(rest: string): readonly string[] {
  return listIn(rest) ?? ["sh", "-c", rest];
}

function listIn(rest: string): readonly string[] | undefined {
  if (!rest.startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(rest);
    return Array.isArray(list) ? list.filter((word) => typeof word === "string") : undefined;
  } catch {
    return undefined;
  }
}

/** A folder's content is copied, a file under its name where the target is a folder (Dockerfile reference, "COPY"). */
function copiesBy(at: Instruction, context: string, folder: string): readonly Copy[] {
  const words = listIn(at.rest) ?? splitScript(at.rest)[0] ?? [];
  const target = words.at(-1);
  if (target === undefined) return [];
  return words.slice(0, -1).flatMap((word): readonly Copy[] => {
    if (/[$*?[<]/.test(word) || isRemote(word)) return [];
    const path = pathFrom(context, word.replace(/^\/+/, ""));
    const name = path.slice(path.lastIndexOf("/") + 1);
    const isFile = /\.\w+$/.test(name);
    const inside = pathFrom(folder, target);
    return [{ path, inside: isFile && (target.endsWith("/") || words.length > 2) ? `${inside}/${name}` : inside, at }];
  });
}
