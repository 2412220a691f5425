/** The candidate that a mistyped word most likely meant, or nothing where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const farthest = Math.ceil(word.length / 3);
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(word.toLowerCase().slice(0, 64), candidate) }))
    .filter(({ candidate, distance }) => distance <= farthest || (word.length > 2 && candidate.startsWith(word)))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** `; did you mean "scan"`, or nothing. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? "" : `; did you mean "${meant}"`;
}

/** Levenshtein distance. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
