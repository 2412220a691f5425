import { append } from "./grouped";
import type { Service } from "./service";

/** A program as the catalogue names it: `redis-server`, or words that must follow each other such as `manage.py runserver`. */
interface Program {
  readonly words: readonly string[];
  readonly service: Service;
}

export type ProgramIndex = ReadonlyMap<string, readonly Program[]>;

export function programsOf(services: readonly Service[]): ProgramIndex {
  const index = new Map<string, Program[]>();
  for (const service of services) {
    for (const program of service.programs ?? []) {
      const words = program.split(" ");
      append(index, words[0] ?? "", { words, service });
    }
  }
  return index;
}

/**
 * The services whose program a command line starts, at whatever place in it: behind a shell, a wrapper or `npx`.
 * The program with the most words wins; equals are all given.
 */
export function servicesStartedBy(index: ProgramIndex, command: string): readonly Service[] {
  const words = command.split(/[\s"']+/).filter((word) => word !== "");
  let best: readonly Program[] = [];
  words.forEach((word, at) => {
    const rest = words.slice(at + 1);
    for (const program of index.get(fileName(word)) ?? []) {
      if (!inOrder(program.words.slice(1), rest)) continue;
      const longest = best[0]?.words.length ?? 0;
      if (program.words.length > longest) best = [program];
      else if (program.words.length === longest) best = [...best, program];
    }
  });
  return [...new Set(best.map(({ service }) => service))];
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether all of the words come in this order; an option counts up to its `=` or `:`. */
function inOrder(wanted: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  for (const word of words) {
    const next = wanted[at];
    if (next === undefined) return true;
    if (
      word === next ||
      fileName(word) === next ||
      (next.startsWith("-") && /^[=:]/.test(word.slice(next.length)) && word.startsWith(next))
    )
      at++;
  }
  return at === wanted.length;
}
