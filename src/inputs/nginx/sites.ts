import { addresses, everyAddress, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import { numberedNames } from "../../model/identity";
import { loopback } from "../../model/zones";
import { accessOf, type Access, type Asked } from "./access";
import { chosenFor } from "./choice";
import { headOf, type Directive } from "./directive";
import type { Guard } from "./guards";
import { flattened, isInternal, labelOf, locationsIn, type Location } from "./locations";
import { answersOf, answerToAll, isLeft, type Answer } from "./rewrites";
import { isOn, scopeOf, settingOf, type Scope } from "./scopes";
import type { Server } from "./servers";
import { passesIn } from "./targets";

/** A web server with its locations, and with who can send to its sockets. */
export interface Site {
  readonly server: Server;
  readonly scope: Scope;
  readonly subject: Subject;
  /** In the order of the text, those nested in others included. */
  readonly locations: readonly SiteLocation[];
  readonly senders: Bounds<AddressSet>;
}

export interface SiteLocation {
  readonly location: Location;
  readonly subject: Subject;
  readonly site: Pick<Site, "server" | "subject" | "senders">;
  /** What is answered before access is asked, the server's answers first. */
  readonly answers: readonly Answer[];
  readonly access: Access;
  /** `inside`: requests come from other locations only. */
  readonly entry: "client" | "inside";
  /** Nothing where no request comes, or each is answered before. */
  readonly content: Scope | undefined;
}

/** The web servers of a configuration, which have to be in one `http` block each; one at a time, so that few are held. */
export function* sitesOf(servers: readonly Server[], root: string): Generator<Site> {
  const unique = numberedNames();
  const blocks = new Map<Directive, Scope>();
  for (const server of servers) {
    if (server.kind !== "http") continue;
    const http = blocks.get(server.block) ?? scopeOf(server.block, undefined);
    blocks.set(server.block, http);
    yield siteOf(server, scopeOf(server.directive, http), (address) => unique(`${root}#${address}`));
  }
}

function siteOf(server: Server, scope: Scope, unique: (address: string) => string): Site {
  const name = nameOf(server);
  const subject = { id: unique(addressOf(server)), name };
  const site = { server, subject, senders: sendersTo(server) };
  const first = answersOf(scope);
  const written = flattened(locationsIn(scope));
  // Where every path begins with one of its locations, the server answers nothing itself.
  const isCovered = written.some(({ match, around }) => match.kind === "prefix" && match.path === "/" && !around);
  const asked = { first: demandedCertificate(server, scope), authorised: authorisedBy(written, first) };
  const locations = written.map((location): SiteLocation => {
    const rest = location.match.kind === "rest";
    const label = labelOf(location);
    const answers = rest || answerToAll(first) ? first : [...first, ...answersOf(location.scope)];
    return {
      location,
      subject: { id: unique(`${addressOf(server)}/${label}`), name: rest ? name : `${name} ${label}` },
      site,
      answers,
      access: accessOf(location.scope, answers, asked),
      entry: isInternal(location) ? "inside" : "client",
      content: isAnswered(location, answers) || (rest && isCovered) ? undefined : location.scope,
    };
  });
  return { ...site, scope, locations };
}

function isAnswered({ match, scope }: Location, answers: readonly Answer[]): boolean {
  return answerToAll(answers) !== undefined || (match.kind !== "rest" && isLeft(scope));
}

/** What is known of the answer of a location whom `auth_request` asks: any but 2xx keeps a client out (ngx_http_auth_request_module). */
function authorisedBy(locations: readonly Location[], first: readonly Answer[]): Asked["authorised"] {
  const outermost = locations.filter(({ around }) => !around);
  return (path) => {
    const location = chosenFor(path, outermost) ?? locations.at(-1);
    if (!location) return "no";
    const answers = [...first, ...answersOf(location.scope)];
    const known = answerToAll(answers);
    const opening = answers.find(({ gives, condition }) => gives === "content" && condition !== undefined);
    const doubtful =
      opening?.condition ?? (known || passesIn(location.scope).length > 0 ? undefined : location.scope.block);
    if (doubtful) return [{ kind: "value", name: `what ${path} answers to auth_request`, at: headOf(doubtful) }];
    return known?.gives === "content" ? "yes" : "no";
  };
}

/** Nobody who has no certificate is answered at all, where every socket of a server is of TLS (ngx_http_process_request). */
function demandedCertificate({ sockets }: Server, scope: Scope): readonly Guard[] {
  const directive = settingOf(scope, "ssl_verify_client");
  if (!directive || !isOn(directive) || !sockets.every(({ encrypted }) => encrypted === "yes")) return [];
  return [{ keepsOut: addressBounds.certain(everyAddress), directive }];
}

/** How a server is called in reports. */
export function nameOf({ names }: Server): string {
  return names.find((each) => /[a-z0-9]/i.test(each)) ?? "nginx";
}

function addressOf({ names, sockets }: Server): string {
  return names.find((each) => each !== "") ?? sockets[0]?.address.socket ?? "server";
}

/** Who can send to any of the sockets of a server: the host itself to loopback, else whoever speaks their IP version. */
export function sendersTo({ sockets }: Server): Bounds<AddressSet> {
  return sockets
    .map(({ address: { bind } }) => addressBounds.between(reaching(bind.must), reaching(bind.may), bind.because))
    .reduce(addressBounds.union, addressBounds.certain(noAddress));
}

const toEveryIPv4 = addresses.union(everyIPv4, loopback);

function reaching(bind: AddressSet): AddressSet {
  if (bind === everyIPv4) return toEveryIPv4;
  const beyond = addresses.difference(bind, loopback);
  const families = [everyIPv4, everyIPv6].filter(
    (family) => !addresses.isEmpty(addresses.intersection(beyond, family)),
  );
  const senders = families.reduce(addresses.union, noAddress);
  return addresses.isEmpty(addresses.intersection(bind, loopback)) ? senders : addresses.union(senders, loopback);
}

/** Everyone but the host itself. */
export const strangers: AddressSet = addresses.difference(everyAddress, loopback);
