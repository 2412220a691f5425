/**
 * A plain scalar as the YAML package of docker compose reads whole numbers (go-yaml v3, resolve.go): decimal, `0x`, `0b`,
 * `0o` and octal with a leading zero, `_` between digits; nothing for any other text.
 */
export function goInteger(text: string): number | undefined {
  const found = /^([-+]?)(0x[0-9a-f_]+|0b[01_]+|0o[0-7_]+|0[0-7_]+|0|[1-9][0-9_]*)$/i.exec(text);
  if (!found) return undefined;
  const [, sign = "", written = ""] = found;
  const digits = written.replaceAll("_", "").toLowerCase();
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = Number(octal);
  return sign === "-" ? -value : value;
}
