import { github } from "./github";
import { gitlab } from "./gitlab";
import { html } from "./html";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import type { Reporter } from "./reporter";
import { sarif } from "./sarif";
import { text } from "./text";

/** Every form of report, by the name that `--format` gives it. */
export const reporters = { text, json, sarif, github, gitlab, markdown, junit, html } as const satisfies Record<
  string,
  Reporter
>;

export type Format = keyof typeof reporters;

export const formats: readonly Format[] = ["text", "json", "sarif", "github", "gitlab", "markdown", "junit", "html"];
