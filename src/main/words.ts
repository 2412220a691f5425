import { suggestion } from "../settings/nearest";

/** A command line that cannot be followed: one sentence that says why and what to do. */
export interface Mistake {
  readonly kind: "mistake";
  readonly message: string;
}

export interface Written {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

export function valuesOf(written: readonly Written[], option: string): readonly string[] {
  return written.filter(({ name }) => name === option).map(({ value }) => value ?? "");
}

export function choice<T extends string>(option: string, value: string, values: readonly T[]): T | Mistake {
  const chosen = values.find((candidate) => candidate === value);
  return chosen ?? mistake(`${option} takes ${values.join(", ")}, not "${value}"${suggestion(value, values)}`);
}

export function allRead<T>(values: readonly (T | Mistake)[]): readonly T[] | Mistake {
  const out: T[] = [];
  for (const value of values) {
    if (isMistake(value)) return value;
    out.push(value);
  }
  return out;
}

export function mistake(message: string): Mistake {
  return { kind: "mistake", message };
}

export function isMistake(value: unknown): value is Mistake {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "mistake";
}
