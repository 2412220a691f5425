import type { SourceText, Span } from "../../model/source";

/** An instruction of a Dockerfile, its lines joined. */
export interface Instruction extends Span {
  /** Upper case. */
  readonly name: string;
  readonly flags: ReadonlyMap<string, string>;
  /** What stands after the flags. */
  readonly rest: string;
}

/** A stage of a Dockerfile: what it begins with, and its instructions after `FROM`. */
export interface Stage {
  readonly from: string;
  readonly called: string | undefined;
  readonly instructions: readonly Instruction[];
}

/**
 * The stages of a Dockerfile in order (Dockerfile reference, "Format"): comment lines go, a backslash at the end of a line
 * (or what the `escape` directive names) joins the next, and the text of a here-document belongs to its instruction.
 */
export function stagesOf(source: SourceText): readonly Stage[] {
  const stages: (Omit<Stage, "instructions"> & { readonly instructions: Instruction[] })[] = [];
  const defaults = new Map<string, string>();
  for (const instruction of instructionsOf(source)) {
    if (instruction.name === "FROM") {
      const [image = "", as, called] = instruction.rest.split(/\s+/);
      const from = image.replace(
        /\$\{?(\w+)(?::-([^}]*))?\}?/g,
        (_, name: string, otherwise = "") => defaults.get(name) ?? String(otherwise),
      );
      stages.push({ from, called: as?.toUpperCase() === "AS" ? called : undefined, instructions: [] });
    } else if (stages.length === 0 && instruction.name === "ARG") {
      const [name = "", ...value] = instruction.rest.split("=");
      defaults.set(name, value.join("=").replace(/^["']|["']$/g, ""));
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

function instructionsOf({ text, lineStarts }: SourceText): readonly Instruction[] {
  const escape = /^#\s*escape\s*=\s*`/im.test(text.slice(0, 500)) ? "`" : "\\";
  const lines = text.split("\n");
  const found: Instruction[] = [];
  for (let i = 0; i < lines.length; i++) {
    const start = lineStarts[i] ?? 0;
    const parts: string[] = [];
    let end = start;
    for (let open = true; open && i < lines.length; i++) {
      const line = (lines[i] ?? "").trimEnd();
      if (/^\s*(?:#|$)/.test(line)) {
        if (parts.length === 0) break;
        continue;
      }
      open = line.endsWith(escape);
      parts.push(open ? line.slice(0, -1) : line);
      end = (lineStarts[i] ?? 0) + line.length;
    }
    if (parts.length === 0) continue;
    i--;
    const whole = parts.join(" ").trim();
    for (const [, delimiter = ""] of whole.matchAll(/<<-?["']?(\w+)["']?/g)) i = endOfDocument(lines, i, delimiter);
    found.push({ ...instructionIn(whole), start: start + (text.slice(start).search(/\S/) || 0), end });
  }
  return found;
}

function endOfDocument(lines: readonly string[], from: number, delimiter: string): number {
  const end = lines.findIndex((line, i) => i > from && line.trim() === delimiter);
  return end === -1 ? lines.length : end;
}

function instructionIn(whole: string): Omit<Instruction, keyof Span> {
  const [, name = "", after = ""] = /^(\S+)\s*(.*)$/s.exec(whole) ?? [];
  const flags = new Map<string, string>();
  const rest = after.replace(/^(?:--[\w-]+(?:=\S*)?\s+)+/, (written) => {
    for (const [, flag = "", value = ""] of written.matchAll(/--([\w-]+)(?:=(\S*))?/g)) flags.set(flag, value);
    return "";
  });
  return { name: name.toUpperCase(), flags, rest };
}
