import { posix } from "node:path";
import { doubt, type CallSite, type Fn } from "./function";
import { textOf } from "./plain";
import { primitive, unknownValue, type SettledValue, type Value } from "./value";

/** Functions that read files; what is not among the files of the scan is not read. */
export const fileFunctions: readonly (readonly [string, Fn])[] = [
  ["file", file],
  ["fileexists", fileExists],
];

function file(args: readonly SettledValue[], call: CallSite): Value {
  const [path] = args;
  const written = path && textOf(path);
  if (written === undefined) return doubt(args, call);
  const text = call.scope.module.file(posix.normalize(written));
  return text === undefined ? unknownValue([{ ...call.itself, name: `file ${written}` }]) : primitive(text);
}

/** A file that is not among those of the scan may be there all the same. */
function fileExists(args: readonly SettledValue[], call: CallSite): Value {
  const [path] = args;
  const written = path && textOf(path);
  if (written === undefined) return doubt(args, call);
  const isThere = call.scope.module.file(posix.normalize(written)) !== undefined;
  return isThere ? primitive(true) : unknownValue([{ ...call.itself, name: `fileexists ${written}` }]);
}
