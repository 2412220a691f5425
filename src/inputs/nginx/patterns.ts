/** What a group of a regular expression can match, as far as it bears on host names and paths. */
export interface Capture {
  /** Every text that it can match, where these are few; otherwise the expression itself tells. */
  readonly choices: readonly string[] | undefined;
  readonly pattern: string;
  /** What the expression asks for right before it, as written; empty at its beginning. */
  readonly before: string;
}

/** The groups of an expression of PCRE by number and name. */
export function capturesOf(pattern: string): ReadonlyMap<string, Capture> {
  const captures = new Map<string, Capture>();
  const open: { readonly start: number; readonly inside: number; readonly names: readonly string[] }[] = [];
  let count = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === "\\") at++;
    else if (char === "[") at = endOfClass(pattern, at);
    else if (char === "(") {
      const [, name] = /^\(\?P?[<'](\w+)[>']/.exec(pattern.slice(at, at + 80)) ?? [];
      const special = pattern[at + 1] === "?" && name === undefined;
      const inside =
        name === undefined
          ? at + 1
          : pattern.indexOf(pattern[at + 2] === "'" || pattern[at + 3] === "'" ? "'" : ">", at + 4) + 1;
      const names = special ? [] : [String(++count), ...(name === undefined ? [] : [name])];
      open.push({ start: at, inside, names });
    } else if (char === ")") {
      const group = open.pop();
      if (!group) continue;
      const inner = pattern.slice(group.inside, at);
      const capture = { choices: choicesOf(inner), pattern: inner, before: pattern.slice(0, group.start) };
      for (const name of group.names) captures.set(name, capture);
    }
  }
  return captures;
}

function endOfClass(pattern: string, start: number): number {
  let at = pattern[start + 1] === "^" ? start + 2 : start + 1;
  if (pattern[at] === "]") at++;
  for (; at < pattern.length && pattern[at] !== "]"; at++) if (pattern[at] === "\\") at++;
  return at;
}

const mostChoices = 16;

/** `a|b`, `https?`: alternatives that are plain texts, of which the last character may be left out. */
function choicesOf(pattern: string): readonly string[] | undefined {
  const alternatives = pattern.split("|");
  if (alternatives.length > mostChoices) return undefined;
  const texts = alternatives.map((text): readonly string[] | undefined => {
    const plain = text.replace(/\\([.\-/])/g, (_, char: string) => (char === "." ? "\u0000" : char));
    if (!/^[\w\u0000/-]+\??$/.test(plain)) return undefined;
    const written = plain.replaceAll("\u0000", ".");
    return written.endsWith("?") ? [written.slice(0, -2), written.slice(0, -1)] : [written];
  });
  return texts.every((text) => text !== undefined) ? texts.flat() : undefined;
}

/** Whether what an expression matches can have this character in it. */
export function canContain(pattern: string, wanted: string): boolean {
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "[") {
      const end = endOfClass(pattern, at);
      if (classHas(pattern.slice(at, end + 1), wanted)) return true;
      at = end;
    } else if (char === "\\") {
      if (escapeHas(pattern[++at] ?? "", wanted)) return true;
    } else if (char === "(" && pattern[at + 1] === "?") at = Math.max(at + 1, pattern.slice(at).search(/[:>=!]/) + at);
    else if (char === "." || (char === wanted && !"()|?*+^$".includes(char))) return true;
  }
  return false;
}

function classHas(written: string, wanted: string): boolean {
  try {
    return new RegExp(written.replaceAll("[[", "[\\[").replace(/\[:\w+:\]/g, "\\w")).test(wanted);
  } catch {
    return true;
  }
}

function escapeHas(escape: string, wanted: string): boolean {
  return /^[wWdDsS]$/.test(escape) ? new RegExp(`\\${escape}`).test(wanted) : escape === wanted;
}

/** Whether whatever an expression matches begins with a slash. */
export function beginsWithSlash(pattern: string): boolean {
  return /^\(*(\?:)?\\?\/(?![?*])/.test(pattern);
}
