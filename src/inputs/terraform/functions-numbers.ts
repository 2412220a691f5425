import { failed, pure, type Arguments, type Fn } from "./function";
import { plainNumber } from "./plain";

export const numberFunctions: readonly (readonly [string, Fn])[] = [
  ["abs", pure((a) => Math.abs(a.number(0)))],
  ["ceil", pure((a) => Math.ceil(a.number(0)))],
  ["floor", pure((a) => Math.floor(a.number(0)))],
  ["signum", pure((a) => Math.sign(a.number(0)))],
  ["pow", pure((a) => finite(a.number(0) ** a.number(1)))],
  ["log", pure((a) => finite(Math.log(a.number(0)) / Math.log(a.number(1))))],
  ["max", pure((a) => extreme(a, Math.max))],
  ["min", pure((a) => extreme(a, Math.min))],
  [
    "sum",
    pure((a) =>
      a.list(0).length > 0 ? a.list(0).reduce<number>((sum, n) => sum + (plainNumber(n) ?? NaN), 0) : failed,
    ),
  ],
  ["parseint", pure((a) => parsed(a.text(0), a.number(1)))],
  ["range", pure(range)],
];

function finite(n: number): number | typeof failed {
  return Number.isFinite(n) ? n : failed;
}

function extreme(a: Arguments, pick: (a: number, b: number) => number): number | typeof failed {
  if (a.count === 0) return failed;
  return Array.from({ length: a.count }, (_, i) => a.number(i)).reduce((best, n) => pick(best, n));
}

function parsed(text: string, base: number): number | typeof failed {
  const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  if (base < 2 || base > 36 || !new RegExp(`^[-+]?[${digits}]+$`, "i").test(text)) return failed;
  return parseInt(text, base);
}

/** Terraform refuses to make more than 1024 numbers. */
const longestRange = 1024;

function range(a: Arguments): readonly number[] | typeof failed {
  const [start, limit] = a.count === 1 ? [0, a.number(0)] : [a.number(0), a.number(1)];
  const step = a.count > 2 ? a.number(2) : start <= limit ? 1 : -1;
  if (step === 0 || (limit - start) * step < 0 || Math.abs((limit - start) / step) > longestRange) return failed;
  return Array.from({ length: Math.ceil((limit - start) / step) }, (_, i) => start + i * step);
}
