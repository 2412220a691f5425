import type { Span } from "../../model/source";

/**
 * One directive of an nginx configuration: its name, its arguments, and what stands between its braces.
 *
 * The span goes from the first character of the name to behind the `;` or `}`, or behind the last word where that is missing.
 */
export interface NginxDirective extends Span {
  readonly name: NginxWord;
  readonly args: readonly NginxWord[];
  /** Nothing where the directive ends with `;`; no directives where the block is Lua code. */
  readonly body: readonly NginxDirective[] | undefined;
  /** The text between the braces of a `*_by_lua_block`, as written. */
  readonly raw?: string;
}

/** One word. The span includes the quotes. */
export interface NginxWord extends Span {
  /** The value as nginx hands it to the directive: without quotes, with its escapes resolved, with its variables in place. */
  readonly text: string;
  readonly style: "bare" | "single" | "double";
}
