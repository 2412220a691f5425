import type { Problem } from "../../model/source";
import type { Directive } from "./directive";
import { problemsOf, templates, type Refusal } from "./refused";
import { refusedDirectives } from "./refused-directives";
import { refusedLocations } from "./refused-locations";
import { missed, refusedSockets } from "./refused-sockets";
import type { Server } from "./servers";

interface Judged {
  /** As the file has them: a fragment's stand in no block yet. */
  readonly directives: readonly Directive[];
  readonly servers: readonly Server[];
  readonly kind: "whole" | "fragment";
  /** `no`: includes were not found, or were too many, so what is missed may be there. */
  readonly isComplete: "yes" | "no";
}

/**
 * What `nginx -t` refuses in a configuration, in its terms. nginx stops at the first; here each is said, and nothing else of
 * the configuration is lost by it.
 */
export function refusalsOf({ directives, servers, kind, isComplete }: Judged): readonly Problem[] {
  const isTemplate = templates();
  const absent = kind === "whole" && isComplete === "yes" && isRoot(directives) && !directives.some(isTemplate);
  const together: readonly Refusal[] = [
    ...refusedSockets(servers),
    ...servers.flatMap(refusedLocations),
    ...(absent ? [...withoutEvents(directives), ...missed(directives, servers)] : []),
  ];
  return problemsOf([
    ...refusedDirectives(directives, kind),
    ...together.filter(({ directive }) => !isTemplate(directive)),
  ]);
}

/** A file of a `stream` block alone is included by a root more likely than it is one. */
function isRoot(directives: readonly Directive[]): boolean {
  return directives.some(({ name }) => name === "events" || name === "http");
}

function withoutEvents(directives: readonly Directive[]): readonly Refusal[] {
  const block = directives.find(({ body }) => body);
  return !block || directives.some(({ name }) => name === "events")
    ? []
    : [{ message: `no "events" section in configuration`, directive: block }];
}
