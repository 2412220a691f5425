import type { ChosenPath, FileChoice } from "../../model/reading";
import type { Problem } from "../../model/source";
import type { Library } from "./library";

export interface SoundChoices {
  readonly choices: readonly FileChoice[];
  readonly problems: readonly Problem[];
}

/** What users choose, named as scanned files are; without one of its files a choice is none, and that is said. */
export function soundChoices(choices: readonly FileChoice[], library: Library): SoundChoices {
  const problems: Problem[] = [];
  const found = ({ path, at }: ChosenPath): readonly ChosenPath[] => {
    const scanned = library.scanned(path);
    if (scanned !== undefined) return [{ path: scanned, at }];
    const message = `${path} is chosen here and not among the files that are scanned; scan it, too, or correct its name`;
    problems.push({ code: "unreadable", message, at });
    return [];
  };
  const sound = choices.flatMap((choice): readonly FileChoice[] => {
    const files = choice.files.flatMap(found);
    const envFiles = choice.envFiles.flatMap(found);
    return files.length < choice.files.length ? [] : [{ ...choice, files, envFiles }];
  });
  return { choices: sound, problems };
}
