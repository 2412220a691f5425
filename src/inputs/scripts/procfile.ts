import { placeOf, type FilePlace, type SourceText } from "../../model/source";

/** A type of process and the command that starts it. */
export interface ProcessType {
  readonly name: string;
  readonly command: string;
  readonly at: FilePlace;
}

/** `NAME: COMMAND` on each line, as foreman and Heroku read it; other lines mean nothing to them. */
export function processTypesIn(source: SourceText): readonly ProcessType[] {
  const { text, lineStarts } = source;
  return text.split("\n").flatMap((line, i): readonly ProcessType[] => {
    const [, name, between = "", command] = /^([\w-]+)(:\s*)(\S.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || command === undefined) return [];
    const start = (lineStarts[i] ?? 0) + name.length + between.length;
    return [{ name, command, at: placeOf(source, { start, end: start + command.length }) }];
  });
}
