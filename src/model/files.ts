/**
 * The files that a scan may see, by their paths as people wrote them: relative to where the command ran, with `/`.
 *
 * Nothing outside of it is ever read, so an include or a module that leads elsewhere is said and not followed.
 */
export interface Files {
  /** In order of path. */
  readonly paths: readonly string[];
  /** The text of a file; `undefined` where it is not among the paths or could not be read. */
  readonly text: (path: string) => string | undefined;
}
