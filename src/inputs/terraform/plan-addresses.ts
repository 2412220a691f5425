/**
 * The parts of an address or of a reference, indexes left on the names that they follow: `module.web["a.b"].aws_lb.it` is
 * `module`, `web["a.b"]`, `aws_lb` and `it` (Terraform CLI, "Resource Addressing").
 */
export function partsOf(address: string): readonly string[] {
  return address.match(/(?:[^.["]|\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]|["[])+/g) ?? [];
}

/** A name without the index that follows it. */
export function withoutIndex(part: string): string {
  const at = part.indexOf("[");
  return at === -1 ? part : part.slice(0, at);
}

export function indexIn(part: string): string {
  return part.slice(withoutIndex(part).length);
}

export interface ResourceAddress {
  /** `module.web[0].`, or nothing in the root module. */
  readonly prefix: string;
  /** The names of the calls that lead to its module. */
  readonly calls: readonly string[];
  readonly type: string;
  readonly name: string;
  /** `[0]`, `["key"]`, or nothing. */
  readonly index: string;
}

/** A managed resource by its address; nothing for a data source and for what is no address. */
export function resourceAddress(address: string): ResourceAddress | undefined {
  const parts = partsOf(address);
  let first = 0;
  const calls: string[] = [];
  while (parts[first] === "module" && parts.length > first + 2) {
    calls.push(withoutIndex(parts[first + 1] ?? ""));
    first += 2;
  }
  const [type, last, ...others] = parts.slice(first);
  if (type === undefined || last === undefined || others.length > 0) return undefined;
  const prefix = parts
    .slice(0, first)
    .map((part) => `${part}.`)
    .join("");
  return { prefix, calls, type, name: withoutIndex(last), index: indexIn(last) };
}

/** The names of the calls in the address of a module: `web` and `db` of `module.web[0].module.db`. */
export function callsIn(address: string): readonly string[] {
  return partsOf(address).flatMap((part, i) => (i % 2 === 1 ? [withoutIndex(part)] : []));
}
