import { beyond, failed } from "./function";
import { numberText, plainNumber, plainText, isPlainList, isPlainObject, type Plain } from "./plain";
import { jsonOf } from "./functions-encoding";
import { longestText } from "./long-texts";

const verb = /%(?:%|([-+ 0#]*)(\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z]))/g;

/** A width beyond this is worked out no more. */
const widest = 1000;

/** Terraform's `format`: the verbs of Go that it takes (Terraform language, "format Function"). */
export function formatted(specification: string, values: readonly Plain[]): string | typeof failed | typeof beyond {
  let next = 0;
  let length = specification.length;
  let outcome: typeof failed | typeof beyond | undefined;
  const text = specification.replace(verb, (...match: readonly unknown[]) => {
    const [whole, flags, width, precision, position, letter] = match.map((part) =>
      typeof part === "string" ? part : "",
    );
    if (whole === "%%") return "%";
    if (outcome !== undefined) return "";
    const at = position === "" ? next : Number(position) - 1;
    next = at + 1;
    const value = values[at];
    const made = value === undefined ? undefined : verbText(letter ?? "", value, precision ?? "");
    length += Math.max(made?.length ?? 0, Number(width));
    if (Number(width) > widest || length > longestText) outcome = beyond;
    else if (made === undefined) outcome = isVerb(letter ?? "") ? failed : beyond;
    return outcome === undefined ? padded(made ?? "", flags ?? "", Number(width)) : "";
  });
  return outcome ?? text;
}

function isVerb(letter: string): boolean {
  return "vsqdfFtxXobeEgG".includes(letter);
}

function verbText(letter: string, value: Plain, precision: string): string | undefined {
  const n = plainNumber(value);
  switch (letter) {
    case "v":
      return isPlainList(value) || isPlainObject(value) || value === null ? jsonOf(value) : plainText(value);
    case "s":
      return cut(plainText(value), precision);
    case "q":
      return plainText(value) === undefined ? undefined : JSON.stringify(plainText(value));
    case "t":
      return typeof value === "boolean" ? String(value) : undefined;
    case "d":
      return n === undefined ? undefined : numberText(Math.trunc(n));
    case "f":
    case "F":
      return n?.toFixed(precision === "" ? 6 : Math.min(Number(precision), 50));
    case "x":
      return n === undefined ? undefined : Math.trunc(n).toString(16);
    case "X":
      return n === undefined ? undefined : Math.trunc(n).toString(16).toUpperCase();
    case "o":
      return n === undefined ? undefined : Math.trunc(n).toString(8);
    case "b":
      return n === undefined ? undefined : Math.trunc(n).toString(2);
    default:
      return undefined;
  }
}

function cut(text: string | undefined, precision: string): string | undefined {
  return precision === "" ? text : text?.slice(0, Number(precision));
}

function padded(text: string, flags: string, width: number): string {
  const signed = flags.includes("+") && /^\d/.test(text) ? `+${text}` : text;
  if (flags.includes("-")) return signed.padEnd(width);
  if (!flags.includes("0")) return signed.padStart(width);
  const sign = /^[-+]/.exec(signed)?.[0] ?? "";
  return sign + signed.slice(sign.length).padStart(width - sign.length, "0");
}
