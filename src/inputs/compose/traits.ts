import type { Trait, TraitName } from "../../model/facts";
import type { FilePlace } from "../../model/source";
import { bindsOfCommand, bindsOfVariable } from "./binds";
import { commandsOf } from "./command";
import { controlSockets } from "./control-sockets";
import { variablesOf } from "./environment";
import type { Running } from "./running";
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
  const sockets = controlSockets(valueIn(body, "volumes"), valueIn(body, "use_api_socket"));
  return [
    ...(mode.kind === "host" ? [trait("shares-host-network", "network_mode: host", mode.at)] : []),
    ...sockets.map(({ path, at }) => trait("holds-control-socket", path, at)),
    ...binds(running).map(({ told, at }) => trait("binds-all-interfaces", told, at)),
  ];
}

interface Bind {
  readonly told: string;
  readonly at: FilePlace;
}

function binds({ body }: Running): readonly Bind[] {
  const entrypoint = valueIn(body, "entrypoint");
  const command = valueIn(body, "command");
  const written = command ?? entrypoint;
  const all: Bind[] = [];
  if (written) {
    const at = placeIn(written);
    for (const told of commandsOf(entrypoint, command).flatMap(bindsOfCommand)) all.push({ told, at });
  }
  for (const { name, value, node } of variablesOf(valueIn(body, "environment")))
    for (const told of bindsOfVariable(name, value)) all.push({ told, at: placeIn(node) });
  return all;
}
