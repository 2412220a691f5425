import type { Command } from "../shared/commands";
import { commandsOfScript, scriptsIn, scriptStartedBy } from "../shared/package-scripts";
import type { Built } from "./image-build";
import type { Library } from "./library";
import { pathFrom } from "./paths";
import type { ToldCommands } from "./told-commands";
import { textOf, valueIn, type Mapping, type Value } from "./value";
import { bindMounts } from "./volumes";

/** Where the scripts of a service's program may be: what it is built from, and what is mounted into it. */
export interface Around {
  readonly body: Mapping;
  readonly built: Built | undefined;
  readonly volumes: Value | undefined;
  readonly library: Library;
}

/**
 * The commands that a container is told, each that starts a script of a `package.json` followed by those of the script:
 * `npm run dev` is what `dev` says there. What a script tells a program is said at the script itself.
 */
export function withScripts(told: readonly ToldCommands[], around: Around): readonly Command[] {
  const done = new Set<string>();
  return told.flatMap(({ commands }) => commands.flatMap((command) => [...scripted(command, around, done), command]));
}

/** Scripts may start each other at will; each is followed once. */
function scripted(command: Command, around: Around, done: Set<string>): readonly Command[] {
  const started = scriptStartedBy(command);
  if (!started || done.has(started.name)) return [];
  done.add(started.name);
  for (const folder of foldersOf(around)) {
    const source = around.library.source(pathFrom(folder, "package.json"));
    const script = source && scriptsIn(source).find(({ name }) => name === started.name);
    if (!script) continue;
    const commands = commandsOfScript([script.text, ...started.more].join(" "));
    return commands.flatMap((inner) => [...scripted(inner, around, done), inner]);
  }
  return [];
}

function foldersOf({ body, built, volumes }: Around): readonly string[] {
  const build = valueIn(body, "build");
  const context = build?.kind === "mapping" ? valueIn(build, "context") : build;
  const path = textOf(context);
  return [
    ...bindMounts(body, volumes).map((mount) => mount.path),
    ...(context && path !== undefined ? [pathFrom(context.folder, path)] : []),
    ...(built?.copies ?? []).map((copy) => copy.path),
    ...(build?.kind === "mapping" && !context ? [build.folder] : []),
  ];
}
