import type { Hop } from "../model/exposure";
import type { Statement } from "../model/facts";

export function hopOf({ what, name, at }: Statement): Hop {
  return { what, name, at };
}
