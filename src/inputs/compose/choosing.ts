import type { DocumentNode } from "../../syntax/tree";
import { entryOf, valueOf } from "../../syntax/tree";
import type { Lookup } from "./interpolate";
import type { Library } from "./library";
import { pathFrom } from "./paths";
import type { Choosing } from "./projects";

/** What the files themselves say of which of them go together. */
export function choosingBy(library: Library, given: Lookup): Pick<Choosing, "chosenIn" | "standsAlone"> {
  return {
    chosenIn: (folder) => {
      const values = library.dotEnv(pathFrom(folder, ".env"), given)?.values;
      const files = values?.get("COMPOSE_FILE");
      if (files === undefined || files === "") return undefined;
      const separator = values?.get("COMPOSE_PATH_SEPARATOR") ?? (files.includes(";") ? ";" : ":");
      const found = files.split(separator).flatMap((file) => library.scanned(pathFrom(folder, file)) ?? []);
      return found.length === 0 ? undefined : found;
    },
    standsAlone: (path) => (library.parsed(path)?.tree ?? []).every(isComplete),
  };
}

/** Each of its services says what it runs, or from where it takes that. */
function isComplete(document: DocumentNode): boolean {
  const services = valueOf(document, "services");
  if (services?.kind !== "mapping") return true;
  return services.entries.every(
    ({ value }) =>
      value.kind === "mapping" && ["image", "build", "extends", "provider"].some((key) => entryOf(value, key)),
  );
}
