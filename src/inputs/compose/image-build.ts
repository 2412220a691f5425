import type { SourceText } from "../../model/source";
import { splitScript } from "../shared/commands";
import { stagesOf, type Instruction, type Stage } from "./dockerfile";
import type { Library } from "./library";
import { isRemote, pathFrom } from "./paths";
import { textOf, valueIn, type Mapping, type Value } from "./value";
import { isWithin } from "./volumes";

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

/** The image that `build` makes, where its Dockerfile was scanned or stands in it (compose-spec build.md). */
export function builtBy(body: Mapping, library: Library): Built | undefined {
  const build = valueIn(body, "build");
  const written = build?.kind === "mapping" ? valueIn(build, "context") : build;
  const context = written === undefined ? contextless(build) : contextOf(written);
  if (!build || context === undefined) return undefined;
  const file = textOf(valueIn(build, "dockerfile"));
  const inline = valueIn(build, "dockerfile_inline");
  const source = inline ? inlineSource(inline) : library.source(pathFrom(context, file ?? "Dockerfile"));
  if (!source) return undefined;
  const stages = stagesOf(source).slice(-mostStages);
  const target = textOf(valueIn(build, "target"));
  const last = target === undefined ? stages.at(-1) : stages.find(({ called }) => called === target);
  return last && imageOf(last, { source: inline?.source ?? source, context, stages, library, done: new Map() });
}

/** The file with all but the Dockerfile in it blank, so that its instructions keep their places. */
function inlineSource({ source, start, end }: Value): SourceText {
  const header = source.text.indexOf("\n", start);
  const from = source.text.slice(start, start + 1).match(/[|>]/) && header !== -1 ? header : start;
  return { ...source, text: source.text.slice(0, from).replace(/[^\n]/g, " ") + source.text.slice(from, end) };
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

interface Building {
  readonly source: SourceText;
  readonly context: string;
  readonly stages: readonly Stage[];
  readonly library: Library;
  /** The stages that are read already: several may copy from one. */
  readonly done: Map<Stage, Built>;
}

/** How many stages of a Dockerfile are read, the last ones. */
const mostStages = 200;

/** How many copies of an image are followed: stages that copy from each other could double them at each step. */
const mostCopies = 1000;

function imageOf(stage: Stage, building: Building): Built {
  const before = building.done.get(stage);
  if (before) return before;
  const chain = chainOf(stage, building.stages);
  let entrypoint: Told | undefined;
  let command: Told | undefined;
  let folder = "/";
  const copies: Copy[] = [];
  for (const at of chain.flatMap(({ instructions }) => instructions)) {
    if (at.name === "WORKDIR") folder = pathFrom(folder, at.rest);
    else if (at.name === "CMD") command = { words: wordsIn(at.rest), at };
    else if (at.name === "ENTRYPOINT") entrypoint = { words: wordsIn(at.rest), at };
    else if (at.name === "COPY" || at.name === "ADD") copies.push(...copiesBy(at, folder, { stage, building }));
  }
  const from = chain[0]?.from ?? "";
  const built = { source: building.source, from, entrypoint, command, copies: copies.slice(0, mostCopies) };
  building.done.set(stage, built);
  return built;
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

/** Where an instruction stands that copies. */
interface Copying {
  readonly stage: Stage;
  readonly building: Building;
}

/** A folder's content is copied, a file under its name where the target is a folder (Dockerfile reference, "COPY"). */
function copiesBy(at: Instruction, folder: string, copying: Copying): readonly Copy[] {
  const words = listIn(at.rest) ?? splitScript(at.rest)[0] ?? [];
  const target = words.at(-1);
  if (target === undefined) return [];
  const from = at.flags.get("from");
  const sources = words.slice(0, -1).filter((word) => !/[$[<]/.test(word) && !isRemote(word));
  const found = sources.flatMap((word) =>
    from === undefined ? inContext(word, copying) : inStage(word, from, copying),
  );
  const inside = pathFrom(folder, target);
  const isFolder = target.endsWith("/") || words.length > 2 || sources.some((word) => /[*?]/.test(word));
  return found.map(({ path, called, below }): Copy => {
    const name = called.slice(called.lastIndexOf("/") + 1);
    const isNamed = /\.\w+$/.test(name) && isFolder && below === "";
    return { path, inside: `${inside}${isNamed ? `/${name}` : below}`, at };
  });
}

/** A file or folder of the scan, and where it lies below what is copied. */
interface Copied {
  readonly path: string;
  /** Its path in the context or the stage that it comes from. */
  readonly called: string;
  readonly below: string;
}

function inContext(word: string, { building: { context, library } }: Copying): readonly Copied[] {
  const path = pathFrom(context, word.replace(/^\/+/, ""));
  return (/[*?]/.test(word) ? library.matching(path) : [path]).map((found) => ({
    path: found,
    called: found,
    below: "",
  }));
}

/** What another stage has there of what was copied into it; an image that is no stage has nothing of the scan. */
function inStage(word: string, from: string, { stage, building }: Copying): readonly Copied[] {
  const earlier = building.stages.slice(0, building.stages.indexOf(stage));
  const source = earlier.find(({ called }, i) => called?.toLowerCase() === from.toLowerCase() || String(i) === from);
  if (!source) return [];
  const wanted = pathFrom("/", word);
  return imageOf(source, { ...building, stages: earlier }).copies.flatMap(({ path, inside }): readonly Copied[] => {
    if (isWithin(wanted, inside)) return [{ path: `${path}${wanted.slice(inside.length)}`, called: wanted, below: "" }];
    return isWithin(inside, wanted) ? [{ path, called: wanted, below: inside.slice(wanted.length) }] : [];
  });
}
