import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { startOf, type Problem } from "../model/source";
import { codeOf } from "./console";

const mebibyte = 1024 * 1024;
export const largestFile = 8 * mebibyte;
/** Programs write JSON, such as plans of Terraform, and it is read fast. */
const largestJson = 64 * mebibyte;
const probed = 8 * 1024;

/** The text of a file, or why there is none; a file that is not text is a problem only where its user named it. */
export type ReadText = { readonly text: string } | { readonly problem: Problem } | "binary";

/**
 * Reads a file as UTF-8, or as UTF-16 where it begins with that byte order mark, as PowerShell writes it.
 *
 * Bytes that are no UTF-8 become U+FFFD. A byte order mark stays for the grammars to skip, so that offsets are those of the file.
 */
export function readText(path: string, shownAs: string): ReadText {
  try {
    const descriptor = openSync(path, "r");
    try {
      const status = fstatSync(descriptor);
      if (status.size > largestOf(shownAs)) return { problem: tooLarge(shownAs, status.size) };
      return decoded(readFileSync(descriptor), shownAs);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { problem: unreadable(shownAs, error) };
  }
}

function decoded(bytes: Buffer, shownAs: string): ReadText {
  // The size of a pipe is not known before it ends.
  if (bytes.length > largestOf(shownAs)) return { problem: tooLarge(shownAs, bytes.length) };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString("utf16le") };
  if (bytes.subarray(0, probed).includes(0)) return "binary";
  return { text: bytes.toString("utf8") };
}

function largestOf(file: string): number {
  return file.endsWith(".json") ? largestJson : largestFile;
}

function tooLarge(file: string, size: number): Problem {
  const mebibytes = (size / mebibyte).toFixed(1);
  return {
    code: "limit",
    message: `the file has ${mebibytes} MiB and the largest that is read has ${largestOf(file) / mebibyte}: split it, or leave it out with .gitignore`,
    at: startOf(file),
  };
}

/** A file or folder that the system does not give, in words that say what to do. */
export function unreadable(path: string, error: unknown): Problem {
  return { code: "unreadable", message: reasonOf(codeOf(error)), at: startOf(path) };
}

function reasonOf(code: string | undefined): string {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file or folder: check the path";
    case "EACCES":
    case "EPERM":
      return "may not be read: give the user that runs portcullis the right to read it";
    case "ELOOP":
      return "is a link that leads to itself: mend or remove it";
    default:
      return `cannot be read (${code ?? "unknown reason"}): see that it is a file that can be opened`;
  }
}
