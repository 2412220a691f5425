import type { Trait, TraitName } from "../../model/facts";
import type { FilePlace } from "../../model/source";
import { bindsOfCommand, bindsOfVariable } from "../shared/binds";
import { controlSockets } from "./control-sockets";
import { variablesOf } from "./environment";
import type { NetworkMode } from "./network-mode";
import type { Running } from "./running";
import { toldCommands } from "./told-commands";
import { placeIn, valueIn } from "./value";

/** What a service is declared to be: on the host's network, in command of its engine, told to listen everywhere. */
export function traitFacts(running: Running): readonly Trait[] {
  const { subject, body, mode } = running;
  const trait = (name: TraitName, detail: string, at: FilePlace): Trait => ({
    kind: "trait",
    subject,
    trait: name,
    holds: { known: true },
    detail,
    at,
  });
  const hosts = hostNetwork(mode);
  const sockets = controlSockets(valueIn(body, "volumes"), valueIn(body, "use_api_socket"));
  return [
    ...(hosts ? [{ ...trait("shares-host-network", hosts.detail, hosts.at), holds: hosts.holds }] : []),
    ...sockets.map(({ path, at }) => trait("holds-control-socket", path, at)),
    ...binds(running).map(({ told, at }) => trait("binds-all-interfaces", told, at)),
  ];
}

function hostNetwork(mode: NetworkMode): (Pick<Trait, "holds" | "detail"> & { readonly at: FilePlace }) | undefined {
  switch (mode.kind) {
    case "host":
      return { holds: { known: true }, detail: `${mode.key}: host`, at: mode.at };
    case "unknown":
      return { holds: { known: false, because: mode.because }, detail: mode.key, at: mode.at };
    case "own":
    case "none":
    case "shared":
      return undefined;
  }
}

interface Bind {
  readonly told: string;
  readonly at: FilePlace;
}

function binds({ body, built }: Running): readonly Bind[] {
  const told = toldCommands(body, built).flatMap(({ commands, at }) =>
    commands.flatMap(bindsOfCommand).map((bind): Bind => ({ told: bind, at })),
  );
  const variables = variablesOf(valueIn(body, "environment")).flatMap(({ name, value, node }) =>
    bindsOfVariable(name, value).map((bind): Bind => ({ told: bind, at: placeIn(node) })),
  );
  return [...told, ...variables];
}
