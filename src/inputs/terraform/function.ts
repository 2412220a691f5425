import type { Reason } from "../../model/bounds";
import type { FilePlace } from "../../model/source";
import { isPlainList, isPlainObject, plainNumber, plainOf, plainText, valueOf, type Plain } from "./plain";
import type { Scope } from "./scope";
import { errorValue, reasonsIn, unknownValue, type SettledValue, type Value } from "./value";

/** A function of the language. None of its arguments is an error. */
export type Fn = (args: readonly SettledValue[], call: CallSite) => Value;

export interface CallSite {
  readonly name: string;
  /** The reason that stands for this call where its value is not known. */
  readonly itself: Reason;
  readonly at: FilePlace;
  readonly scope: Scope;
}

/** Arguments that are known through and through, by their position; one of another kind makes the call fail. */
export interface Arguments {
  readonly count: number;
  readonly any: (i: number) => Plain;
  readonly text: (i: number) => string;
  readonly number: (i: number) => number;
  readonly list: (i: number) => readonly Plain[];
  readonly map: (i: number) => ReadonlyMap<string, Plain>;
  readonly texts: (i: number) => readonly string[];
}

/** `failed`: Terraform refuses the call; `beyond`: it does not, and what it gives is not worked out here. */
export type Outcome = Plain | typeof failed | typeof beyond;
export const failed = Symbol("failed");
export const beyond = Symbol("beyond");

/** A function of values that must all be known. */
export function pure(apply: (args: Arguments) => Outcome): Fn {
  return (args, call) => {
    const plain = args.map(plainOf);
    const known = plain.filter((value) => value !== undefined);
    if (known.length < plain.length) return unknownValue([...args.flatMap(reasonsIn), ...instancesIn(args, call)]);
    const misfits: number[] = [];
    const outcome = apply(argumentsOf(known, misfits));
    if (outcome === beyond) return unknownValue([call.itself]);
    if (outcome === failed || misfits.length > 0) return refusal(call);
    return valueOf(outcome);
  };
}

/** An instance among the values has attributes that only its making tells. */
function instancesIn(args: readonly SettledValue[], { itself }: CallSite): readonly Reason[] {
  return args.some((value) => reasonsIn(value).length === 0 && plainOf(value) === undefined) ? [itself] : [];
}

export function refusal({ name, at }: CallSite): Value {
  return errorValue(`${name} does not take these values`, at);
}

/** What a function of collections cannot work out because of its arguments. */
export function doubt(args: readonly SettledValue[], { itself }: CallSite): Value {
  const because = args.flatMap(reasonsIn);
  return unknownValue(because.length > 0 ? because : [itself]);
}

function argumentsOf(values: readonly Plain[], misfits: number[]): Arguments {
  const orMisfit = <T>(i: number, found: T | undefined, instead: T): T => {
    if (found === undefined) misfits.push(i);
    return found ?? instead;
  };
  const any = (i: number): Plain => orMisfit(i, values[i], null);
  const list = (i: number): readonly Plain[] => {
    const value = any(i);
    return orMisfit(i, isPlainList(value) ? value : undefined, []);
  };
  return {
    count: values.length,
    any: (i) => values[i] ?? null,
    text: (i) => orMisfit(i, plainText(any(i)), ""),
    number: (i) => orMisfit(i, plainNumber(any(i)), 0),
    list,
    map: (i) => {
      const value = any(i);
      return orMisfit(i, isPlainObject(value) ? value.entries : undefined, new Map());
    },
    texts: (i) => list(i).map((item) => orMisfit(i, plainText(item), "")),
  };
}
