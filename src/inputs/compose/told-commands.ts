import { placeOf, type FilePlace } from "../../model/source";
import { commandsIn, splitScript, type Command } from "../shared/commands";
import type { Built, Told } from "./image-build";
import { placeIn, textOf, valueIn, type Mapping, type Value } from "./value";

/** What a container is told to run, and where that is said. */
export interface ToldCommands {
  readonly commands: readonly Command[];
  readonly at: FilePlace;
}

/**
 * What a service runs by its own words and those of its image: `command` stands in place of CMD, and `entrypoint` in that
 * of both (compose-spec 05-services.md, "entrypoint"). The place is that of the last words.
 */
export function toldCommands(body: Mapping, built: Built | undefined): readonly ToldCommands[] {
  const own = { entrypoint: valueIn(body, "entrypoint"), command: valueIn(body, "command") };
  const image = (told: Told | undefined): Part | undefined =>
    built && told && { words: told.words, at: placeOf(built.source, told.at) };
  const entrypoint = partOf(own.entrypoint) ?? image(built?.entrypoint);
  const command = partOf(own.command) ?? (own.entrypoint ? undefined : image(built?.command));
  const last = command ?? entrypoint;
  if (!last) return [];
  return [{ commands: commandsIn([...(entrypoint?.words ?? []), ...(command?.words ?? [])]), at: last.at }];
}

interface Part {
  readonly words: readonly string[];
  readonly at: FilePlace;
}

function partOf(value: Value | undefined): Part | undefined {
  return value && { words: wordsOf(value), at: placeIn(value) };
}

/** A list is words already; a text is split as a shell does it (compose-go types/command.go), without expansion. */
function wordsOf(value: Value): readonly string[] {
  if (value.kind === "sequence") return value.items.flatMap((item) => textOf(item) ?? []);
  const text = textOf(value);
  return text === undefined ? [] : (splitScript(text)[0] ?? []);
}
