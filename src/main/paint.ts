import { styleText } from "node:util";
import type { Severity } from "../model/finding";
import type { Paint } from "../report/reporter";

const colours = {
  critical: ["bold", "red"],
  high: ["red"],
  medium: ["yellow"],
  low: ["cyan"],
  info: ["dim"],
} as const satisfies Record<Severity, readonly Style[]>;

type Style = "bold" | "red" | "yellow" | "cyan" | "dim";

/** Colours as escape sequences (ECMA-48). */
export const ansi: Paint = {
  severity: (severity, text) => colours[severity].reduce((dressed, style) => dress(style, dressed), text),
  strong: (text) => dress("bold", text),
  faint: (text) => dress("dim", text),
};

// Whether the text goes to a terminal is decided before: newer versions of Node would ask their own stdout.
function dress(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}
