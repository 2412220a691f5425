/** What becomes of each item, in their order, with at most so many under way at once. */
export async function mapBounded<T, R>(
  items: readonly T[],
  atOnce: number,
  one: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of waiting) results[i] = await one(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
