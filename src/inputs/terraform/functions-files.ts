import { posix } from "node:path";
import { doubt, type CallSite, type Fn } from "./function";
import { textOf } from "./plain";
import { primitive, unknownValue, type SettledValue, type Value } from "./value";

/** Functions that read files; what is not among the files of the scan is not read. */
export const fileFunctions: readonly (readonly [string, Fn])[] = [["file", file]];

function file(args: readonly SettledValue[], call: CallSite): Value {
  const [path] = args;
  const written = path && textOf(path);
  if (written === undefined) return doubt(args, call);
  const text = call.scope.module.file(posix.normalize(written));
  return text === undefined ? unknownValue([{ ...call.itself, name: `file ${written}` }]) : primitive(text);
}
