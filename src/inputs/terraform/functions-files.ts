import { posix } from "node:path";
import { doubt, type CallSite, type Fn } from "./function";
import { digest, type Algorithm } from "./functions-hashes";
import { globbed } from "./globs";
import { setOf, textOf } from "./plain";
import { primitive, unknownValue, type SettledValue, type Value } from "./value";

/** Functions that read files; what is not among the files of the scan is not read. */
export const fileFunctions: readonly (readonly [string, Fn])[] = [
  ["file", ofText((text) => primitive(text))],
  ["filebase64", ofBytes((text) => Buffer.from(text, "utf8").toString("base64"))],
  ["filemd5", digestOf("md5", "hex")],
  ["filesha1", digestOf("sha1", "hex")],
  ["filesha256", digestOf("sha256", "hex")],
  ["filesha512", digestOf("sha512", "hex")],
  ["filebase64sha256", digestOf("sha256", "base64")],
  ["filebase64sha512", digestOf("sha512", "base64")],
  ["fileexists", fileExists],
  ["fileset", fileSet],
];

function ofText(make: (text: string, unread: Value) => Value): Fn {
  return (args, call) => {
    const [path] = args;
    const written = path && textOf(path);
    if (written === undefined) return doubt(args, call);
    const unread = unknownValue([{ ...call.itself, name: `${call.name} ${written}` }]);
    const text = call.scope.module.files.text(posix.normalize(written));
    return text === undefined ? unread : make(text, unread);
  };
}

/** Only of a file that is UTF-8 through and through are the bytes known. */
function ofBytes(make: (text: string) => string): Fn {
  return ofText((text, unread) => (/^\ufeff|\ufffd/.test(text) ? unread : primitive(make(text))));
}

function digestOf(algorithm: Algorithm, encoding: "hex" | "base64"): Fn {
  return ofBytes((text) => digest(text, algorithm, encoding));
}

/** A file that is not among those of the scan may be there all the same. */
function fileExists(args: readonly SettledValue[], call: CallSite): Value {
  return ofText(() => primitive(true))(args, call);
}

/** The files of the scan that a pattern matches, relative to the folder; there may be others that a scan has no use for. */
function fileSet(args: readonly SettledValue[], call: CallSite): Value {
  const [folder, pattern] = args.map(textOf);
  if (folder === undefined || pattern === undefined) return doubt(args, call);
  const itself = { ...call.itself, name: `fileset ${folder} ${pattern}` };
  const paths = globbed(call.scope.module.files.paths, posix.normalize(folder), pattern);
  return paths ? setOf(paths.map(primitive), [itself]) : unknownValue([itself]);
}
