import type { Service, ServicePort } from "../model/service";
import { manual, servicePage } from "../report/manual";
import type { Paint } from "../report/reporter";
import type { Catalogue } from "../rules/rule";
import { suggestion } from "../settings/nearest";

export type Explanation = { readonly page: string } | { readonly mistake: string };

/** The page about a rule, or about the services of a port (`5432`, `53/udp`) or of a name. */
export function explain(topic: string, { rules, services }: Catalogue, paint: Paint): Explanation {
  const rule = rules.find(({ id }) => id === topic);
  if (rule) return { page: manual(rule, paint) };
  const port = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(topic);
  if (port) return aboutPort(Number(port[1]), port[2], { services, paint });
  const named = services.filter(({ name }) => name === topic.toLowerCase());
  if (named.length > 0) return { page: servicePage(named, paint) };
  const names = [...rules.map(({ id }) => id), ...services.map(({ name }) => name)];
  return {
    mistake: `there is no rule or service ${topic}${suggestion(topic, names)}: portcullis rules lists the rules`,
  };
}

interface Shelf {
  readonly services: readonly Service[];
  readonly paint: Paint;
}

/** The service that is assumed where only the port is known comes first. */
function aboutPort(port: number, transport: string | undefined, { services, paint }: Shelf): Explanation {
  if (port > 65535) return { mistake: `${port} is no port: they go from 0 to 65535` };
  const isMeant = (one: ServicePort): boolean =>
    one.port === port && (transport === undefined || one.transport === transport);
  const isAssumed = ({ ports }: Service): boolean => ports.some((one) => isMeant(one) && one.assumed);
  const using = services.filter(({ ports }) => ports.some(isMeant));
  const likeliest = [...using.filter(isAssumed), ...using.filter((service) => !isAssumed(service))];
  const shown = transport === undefined ? String(port) : `${port}/${transport}`;
  if (using.length === 0) return { page: `No service is known on port ${shown}.\n` };
  return { page: servicePage(likeliest, paint) };
}
