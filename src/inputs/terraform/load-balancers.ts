import { everyAddress } from "../../model/addresses";
import { addressBounds, known, trafficBounds, unknown, type Known } from "../../model/bounds";
import type { Cleartext, Listener, Subject } from "../../model/facts";
import { traffic as trafficSets } from "../../model/traffic";
import { perhaps } from "../shared/alternatives";
import { listenerTraffic } from "../shared/load-balancer";
import { worldsOf } from "./choices";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf, sectionsIn, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { reasonsIn } from "./value";
import { textIn, writtenNumber } from "./written";

/** A listener, and what is written of it. */
export interface ListenerRead {
  readonly listener: Listener;
  readonly resource: ResourceInstance;
  readonly section: Section;
}

/** The sockets that load balancers open. */
export function listenersIn(site: Site): readonly ListenerRead[] {
  const apart = resourcesOfType(site, "aws_lb_listener", "aws_alb_listener").map((resource) => {
    const section = sectionOf(resource);
    const names = { port: "port", protocol: "protocol" };
    const endpoint = balancerOf(resource);
    const spec = { endpoint, names, name: resource.subject.name, byDefault: spokenByDefault(site, endpoint) };
    return { listener: listenerOf(section, spec), resource, section };
  });
  const classic = resourcesOfType(site, "aws_elb").flatMap((resource) =>
    sectionsIn(sectionOf(resource), "listener").map((found) => {
      const section = { ...found, doubt: [...resource.doubt, ...found.doubt] };
      const names = { port: "lb_port", protocol: "lb_protocol" };
      const name = `${resource.subject.name}.${section.name}`;
      return {
        listener: listenerOf(section, { endpoint: resource.subject, names, name, byDefault: undefined }),
        resource,
        section,
      };
    }),
  );
  return [...apart, ...classic];
}

/** Only an Application Load Balancer takes a listener without a protocol, and then speaks HTTP (AWS provider, `aws_lb_listener`). */
function spokenByDefault(site: Site, { id }: Subject): string | undefined {
  const balancer = site.bySubject.get(id);
  const type = balancer ? textIn(sectionOf(balancer), "load_balancer_type") : known(undefined);
  return type.known && [undefined, "application"].includes(type.value) ? "HTTP" : undefined;
}

/** The load balancer that a listener belongs to; the listener itself where it stands elsewhere. */
function balancerOf(resource: ResourceInstance): Subject {
  const value = argumentIn(sectionOf(resource), "load_balancer_arn")?.value;
  return value?.kind === "unknown" && value.of ? value.of.subject : resource.subject;
}

interface Spec {
  readonly endpoint: Subject;
  readonly names: { readonly port: string; readonly protocol: string };
  readonly name: string;
  /** What is spoken where no protocol is written. */
  readonly byDefault: string | undefined;
}

function listenerOf(section: Section, { endpoint, names, name, byDefault }: Spec): Listener {
  const written = textIn(section, names.protocol);
  const protocol: Known<string> = written.known ? textOr(written.value ?? byDefault, section) : written;
  const port = argumentIn(section, names.port);
  const traffic = listenerTraffic(protocol, portIn(section, names.port), section.header);
  return {
    kind: "listener",
    endpoint,
    layer: "load-balancer",
    bind: addressBounds.certain(everyAddress),
    traffic:
      section.doubt.length > 0
        ? perhaps({ sets: trafficSets, bounds: trafficBounds }, traffic, section.doubt)
        : traffic,
    cleartext: cleartextOf(section, protocol),
    evidence: [],
    statement: { what: "listener", name, at: section.at, focus: port?.at ?? section.header },
  };
}

function textOr(text: string | undefined, { header }: Section): Known<string> {
  return text === undefined
    ? unknown({ kind: "value", name: "a protocol that is not written", at: header })
    : known(text.toUpperCase());
}

/** The port as far as it is known; `undefined` where none is written. */
function portIn(section: Section, name: string): Known<number | undefined> {
  const port = argumentIn(section, name);
  if (!port) return known(undefined);
  const [world, ...others] = worldsOf([port.value]);
  if (world?.values[0] && others.length === 0) return writtenNumber(world.values[0], port.at).value;
  return unknown(...reasonsIn(port.value));
}

/**
 * Whether clients can be overheard: HTTP can, unless all that it does is to send them to HTTPS. What TCP and UDP carry is up
 * to the targets, which may speak TLS themselves.
 */
function cleartextOf(section: Section, protocol: Known<string>): Known<Cleartext> {
  if (!protocol.known) return protocol;
  switch (protocol.value) {
    case "HTTPS":
    case "TLS":
    case "SSL":
      return known("encrypted");
    case "HTTP":
      return httpOf(section);
    default:
      return unknown({ kind: "value", name: `what ${protocol.value} carries`, at: section.header });
  }
}

function httpOf(section: Section): Known<Cleartext> {
  const redirects = sectionsIn(section, "default_action").map((action) => {
    const type = textIn(action, "type");
    const [redirect] = sectionsIn(action, "redirect");
    const protocol = redirect ? textIn(redirect, "protocol") : known(undefined);
    const because = [...action.doubt, ...(type.known ? [] : type.because), ...(protocol.known ? [] : protocol.because)];
    const isRedirect =
      type.known && type.value === "redirect" && protocol.known && protocol.value?.toUpperCase() === "HTTPS";
    return { because, isRedirect };
  });
  const because = redirects.flatMap((each) => each.because);
  if (because.length > 0) return unknown(...because);
  return known(redirects.length > 0 && redirects.every(({ isRedirect }) => isRedirect) ? "redirect" : "cleartext");
}
