import type { DocumentNode } from "../../syntax/tree";
import { entryOf, valueOf } from "../../syntax/tree";
import { serviceKeys, topLevelKeys, treatmentOf } from "./constructs";

const composeName = /^(?:docker-)?compose(?:[-._].*)?\.ya?ml$/;

/** Whether a file is compose by its name: `compose.yaml`, `docker-compose.prod.yml`. */
export function isNamedCompose(path: string): boolean {
  return composeName.test(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether a file of another name is worth parsing: YAML with something that could be the key `services`. */
export function mayBeCompose(path: string, text: string): boolean {
  return /\.ya?ml$/.test(path) && /(?:^|[{,\s])["']?services["']?\s*:/.test(text);
}

/**
 * Whether a document of any name is compose: it has services that are mappings of compose's keys, one of them with an
 * image or a build, and nothing at its top that compose does not know. So other formats with `services` are left alone:
 * workflows (`jobs`), Kubernetes (`apiVersion`), GitLab and Drone (lists), Symfony and Woodpecker (other top keys).
 */
export function looksLikeCompose(documents: readonly DocumentNode[]): boolean {
  return documents.some((document) => {
    if (document.kind !== "mapping") return false;
    if (!document.entries.every(({ key }) => treatmentOf(topLevelKeys, key.text))) return false;
    const services = valueOf(document, "services");
    if (services?.kind !== "mapping") return false;
    const bodies = services.entries.map(({ value }) => value);
    return bodies.every(isServiceShaped) && bodies.some(runsSomething);
  });
}

/** Most of its keys are compose's: a typing error does not make it another format. */
function isServiceShaped(body: DocumentNode): boolean {
  if (body.kind !== "mapping") return false;
  const strange = body.entries.filter(({ key }) => !treatmentOf(serviceKeys, key.text));
  return strange.length * 2 <= body.entries.length;
}

function runsSomething(body: DocumentNode): boolean {
  return entryOf(body, "image") !== undefined || entryOf(body, "build") !== undefined;
}
