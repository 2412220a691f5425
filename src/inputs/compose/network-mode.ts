import { isNull, placeIn, shown, textOf, type Mapping, type Scalar } from "./value";
import type { FilePlace } from "../../model/source";
import type { Reason } from "../../model/bounds";

/** Whose network a service has (compose-spec 05-services.md, "network_mode"). */
export type NetworkMode =
  | { readonly kind: "own" }
  /** The host's: what it listens on, the host listens on. */
  | { readonly kind: "host"; readonly at: FilePlace }
  | { readonly kind: "none"; readonly at: FilePlace }
  /** That of another container, whose published ports may lead to this process. */
  | { readonly kind: "shared"; readonly service: string | undefined; readonly written: string; readonly at: FilePlace }
  | { readonly kind: "unknown"; readonly because: readonly Reason[]; readonly at: FilePlace };

export function networkModeOf(service: Mapping): NetworkMode {
  const node = service.entries.get("network_mode")?.value;
  if (node?.kind !== "scalar" || isNull(node)) return { kind: "own" };
  const at = placeIn(node);
  const mode = textOf(node);
  if (mode === undefined) return { kind: "unknown", because: reasons(node), at };
  if (mode === "host") return { kind: "host", at };
  if (mode === "none") return { kind: "none", at };
  const [, kind, name] = /^(service|container):(.*)$/s.exec(mode) ?? [];
  if (kind === undefined) return { kind: "own" };
  return { kind: "shared", service: kind === "service" ? name : undefined, written: shown(mode), at };
}

function reasons(node: Scalar): readonly Reason[] {
  return node.required.length > 0 ? node.required : [{ kind: "value", name: "network_mode", at: placeIn(node) }];
}
