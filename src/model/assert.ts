/** Lets the compiler find the case that was forgotten; reached only by a bug of ours. */
export function assertNever(value: never): never {
  throw new Error(`unforeseen case: ${JSON.stringify(value)}`);
}
