import type { Reason } from "../../model/bounds";
import type { FilePlace } from "../../model/source";
import { hole, isNull, placeIn, shown, type Mapping, type Scalar } from "./value";

/** Whose network a service has (compose-spec 05-services.md, "network_mode"). */
export type NetworkMode =
  | { readonly kind: "own" }
  /** The host's: what it listens on, the host listens on. */
  | HostMode
  | { readonly kind: "none"; readonly at: FilePlace }
  /** That of another container, whose published ports may lead to this process. */
  | SharedMode
  /** Perhaps the host's. `refused`: compose starts nothing until the variable is set. */
  | UnknownMode;

export interface HostMode {
  readonly kind: "host";
  /** The key that says so, such as `network_mode`, `networks.lan`. */
  readonly key: string;
  readonly at: FilePlace;
}

export interface SharedMode {
  readonly kind: "shared";
  /** A service of the project, or a container by its name; neither where a variable leaves it open. */
  readonly service: string | undefined;
  readonly container: string | undefined;
  readonly written: string;
  readonly at: FilePlace;
}

export interface UnknownMode {
  readonly kind: "unknown";
  readonly key: "network_mode";
  readonly because: readonly Reason[];
  readonly refused: readonly Reason[];
  readonly at: FilePlace;
}

/** An unset variable makes the mode unknown where the whole may be `host`; else what is written around it decides. */
export function networkModeOf(body: Mapping): NetworkMode {
  const node = body.entries.get("network_mode")?.value;
  if (node?.kind !== "scalar" || isNull(node)) return { kind: "own" };
  const at = placeIn(node);
  const mode = node.open;
  if (mode.includes(hole) && mayBe(mode, "host"))
    return { kind: "unknown", key: "network_mode", because: reasons(node), refused: node.required, at };
  if (mode === "host") return { kind: "host", key: "network_mode", at };
  if (mode === "none") return { kind: "none", at };
  const [, kind, name = ""] = /^(service|container):(.*)$/s.exec(mode) ?? [];
  if (kind === undefined) return { kind: "own" };
  const whose = name.includes(hole) ? undefined : name;
  const [service, container] = kind === "service" ? [whose, undefined] : [undefined, whose];
  return { kind: "shared", service, container, written: shown(node.written), at };
}

/** Whether a text with holes can be this one: it begins and ends as this one does. */
function mayBe(open: string, text: string): boolean {
  const first = open.slice(0, open.indexOf(hole));
  const last = open.slice(open.lastIndexOf(hole) + 1);
  return first.length + last.length <= text.length && text.startsWith(first) && text.endsWith(last);
}

function reasons({ required, unset }: Scalar): readonly Reason[] {
  return [...required, ...unset];
}
