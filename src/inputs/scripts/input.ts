import type { Trait } from "../../model/facts";
import type { Files } from "../../model/files";
import type { Input, Reading } from "../../model/reading";
import { placeOf, sourceText, type FilePlace, type SourceText } from "../../model/source";
import { bindsOfCommand } from "../shared/binds";
import { commandsOfScript, scriptsIn } from "../shared/package-scripts";
import { processTypesIn } from "./procfile";

/** Commands by which developers start programs: scripts of `package.json`, processes of a `Procfile`. */
export const scripts: Input = { format: "script", read };

function read(files: Files): Reading {
  const read = files.paths.flatMap((path) => readFile(path, files));
  return {
    facts: read.flatMap(({ source, started }) => started.flatMap((each) => traitsOf(each, source.file))),
    problems: [],
    sources: read.map(({ source }) => source),
  };
}

/** A command under a name, such as `scripts.dev`. */
interface Started {
  readonly name: string;
  readonly text: string;
  readonly at: FilePlace;
}

function readFile(
  path: string,
  files: Files,
): readonly { readonly source: SourceText; readonly started: readonly Started[] }[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const isProcfile = /^Procfile(?:\.[\w-]+)?$/.test(name);
  const text = isProcfile || name === "package.json" ? files.text(path) : undefined;
  if (text === undefined) return [];
  const source = sourceText(path, text);
  const started = isProcfile
    ? processTypesIn(source).map(({ name: process, command, at }) => ({ name: process, text: command, at }))
    : scriptsIn(source).map((script) => ({
        name: `scripts.${script.name}`,
        text: script.text,
        at: placeOf(source, script.node),
      }));
  return started.length > 0 ? [{ source, started }] : [];
}

/**
 * What a command tells a program to listen on. Where the platform chooses the port, it also sends the requests there, from
 * another machine: 127.0.0.1 would not serve (Heroku, "Web dynos").
 */
function traitsOf({ name, text, at }: Started, file: string): readonly Trait[] {
  if (/\$\{?PORT\b/.test(text)) return [];
  return commandsOfScript(text)
    .flatMap(bindsOfCommand)
    .map((told) => ({
      kind: "trait",
      subject: { id: `${file}#${name}`, name },
      trait: "binds-all-interfaces",
      holds: { known: true },
      detail: told,
      at,
    }));
}
