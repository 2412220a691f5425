import { addresses, everyAddress, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds, type Reason } from "../../model/bounds";
import type { Trait } from "../../model/facts";
import { isSubset, unionOf } from "../../model/sets";
import { breadthOf, internet } from "../../model/zones";
import type { AccessRule } from "./access-rules";
import { admitted, admittedByAddress } from "./admission";
import { isRedirectToTls } from "./answers";
import { headOf } from "./directive";
import { conditionOf, isChosenByClient } from "./guards";
import type { Answer } from "./rewrites";
import { answersOf } from "./rewrites";
import { own } from "./scopes";
import { strangers, type Site, type SiteLocation } from "./sites";
import { metBy, written, type Found } from "./traits";

/** What is wrong with the ways in which the locations of a server ask who the client is. */
export function accessTraitsOf(site: Site): readonly Trait[] {
  return [
    ...site.locations
      .filter(asksSomething)
      .flatMap((location) =>
        [
          ...withoutDeny(location),
          ...answeredBefore(location),
          ...madeVoid(location),
          ...neverReached(location),
          ...forgeable(location),
        ].flatMap((found) => metBy(site.senders, found)),
      ),
    ...privateByName(site).flatMap((found) => metBy(site.senders, found)),
  ];
}

/** Where nobody's address or credentials are asked for, nothing can be wrong with it. */
function asksSomething({ access: { rules, demands } }: SiteLocation): boolean {
  return rules.length > 0 || demands.length > 0;
}

/** An allow list whose end lets in whoever it does not name (ngx_http_access_module: where no rule matches, access is allowed). */
function withoutDeny({ access, subject, entry, content, site }: SiteLocation): readonly Found[] {
  if (entry === "inside" || !content) return [];
  const certainDemand = access.demands.some(({ doubt, lets }) => doubt.length === 0 && lets === "nobody");
  if (access.satisfy === "any" && certainDemand) return [];
  const doubt = access.satisfy === "any" ? access.demands.flatMap((demand) => demand.doubt) : [];
  const last = openEnds(access.rules, site.senders.may)[0];
  if (!last) return [];
  return [
    { trait: "allow-list-without-deny", subject, detail: written(last.directive), directive: last.directive, doubt },
  ];
}

/** The last rule for each IP version in which there are allowed clients, no deny behind them, and others left. */
export function openEnds(rules: readonly AccessRule[], senders: AddressSet): readonly AccessRule[] {
  if (!rules.some(({ effect }) => effect === "allow")) return [];
  return [everyIPv4, everyIPv6].flatMap((family) => {
    const others = addresses.intersection(addresses.intersection(senders, internet), family);
    const named = rules.filter(({ clients }) => !addresses.isEmpty(addresses.intersection(clients.may, family)));
    const left = addresses.difference(
      others,
      unionOf(
        addresses,
        named.map(({ clients }) => clients.may),
      ),
    );
    const last = named.at(-1) ?? rules.at(-1);
    const endsInDeny = named.length > 0 ? last?.effect === "deny" : rules.every(({ effect }) => effect === "allow");
    return addresses.isEmpty(left) || endsInDeny || !last ? [] : [last];
  });
}

/** Answers of the rewrite module that a client gets whom the location's own access would keep out. */
function answeredBefore({ access, subject, entry, location, site }: SiteLocation): readonly Found[] {
  const answers = answersOf(location.scope).filter(givesSomething);
  const asksFirst = access.guards.some(({ directive }) => directive.name === "ssl_verify_client");
  if (entry === "inside" || answers.length === 0 || asksFirst) return [];
  const outside = addressBounds.certain(addresses.intersection(site.senders.may, strangers));
  const kept = addressBounds.difference(outside, admitted({ ...access, guards: [] }, outside));
  if (addresses.isEmpty(kept.may)) return [];
  const doubt = addresses.isEmpty(kept.must) ? kept.because : [];
  return answers.map((answer) => {
    const { directive } = answer;
    const because = [...doubt, ...conditionDoubt(answer)];
    return { trait: "answers-before-access-control", subject, detail: written(directive), directive, doubt: because };
  });
}

/** A refusal gives nothing away, nor does sending a client to TLS; a redirect on a condition, or an empty text, hardly more. */
function givesSomething({ gives, directive, condition }: Answer): boolean {
  if (gives === "refusal" || (gives === "redirect" && isRedirectToTls(directive))) return false;
  return condition === undefined || (gives === "content" && directive.args.length > 1);
}

function conditionDoubt({ condition }: Answer): readonly Reason[] {
  if (!condition) return [];
  const { variable } = conditionOf(condition);
  if (isChosenByClient(variable) || /^(http|arg|cookie)_/.test(variable)) return [];
  return [{ kind: "variable", name: `$${variable}`, at: headOf(condition) }];
}

/** `satisfy any` with addresses that let everyone in, so that nobody is asked for credentials. */
function madeVoid({ access, subject, entry, content, site }: SiteLocation): readonly Found[] {
  if (entry === "inside" || !content || access.satisfy === "all" || !access.satisfyDirective) return [];
  if (!access.demands.some(({ doubt }) => doubt.length === 0)) return [];
  const outside = addressBounds.certain(addresses.intersection(site.senders.may, strangers));
  if (breadthOf(admitted({ ...access, guards: [], trust: [] }, outside).must) !== "everyone") return [];
  const opens = access.rules.find(
    ({ effect, clients }) => effect === "allow" && breadthOf(clients.must) === "everyone",
  );
  const { directive } = opens ?? { directive: access.satisfyDirective };
  const detail = `satisfy any with ${opens ? written(opens.directive) : "allow"}`;
  return [{ trait: "answers-before-access-control", subject, detail, directive, doubt: [] }];
}

/** More rules than this at one place are a list that a program writes; they are not compared with each other. */
const mostCompared = 2000;

function neverReached({ access, subject, content }: SiteLocation): readonly Found[] {
  if (!content || access.rules.length > mostCompared) return [];
  return voidRules(access.rules).map(({ directive }) => ({
    trait: "unreachable-rule",
    subject,
    detail: written(directive),
    directive,
    doubt: [],
  }));
}

/** The rules that name only addresses which those before them have decided on. */
export function voidRules(rules: readonly AccessRule[]): readonly AccessRule[] {
  let decided: AddressSet = noAddress;
  return rules.filter(({ clients }) => {
    const isVoid = !addresses.isEmpty(clients.may) && isSubset(addresses, clients.may, decided);
    decided = addresses.union(decided, clients.must);
    return isVoid;
  });
}

/** Everyone is trusted to say which address they have, and addresses decide who gets in. */
function forgeable({ access, subject, content }: SiteLocation): readonly Found[] {
  if (!content || access.rules.length === 0) return [];
  const byAddress = admittedByAddress(access, addressBounds.certain(everyAddress));
  if (addresses.equals(byAddress.must, everyAddress) || addresses.isEmpty(byAddress.may)) return [];
  return access.trust.flatMap(({ clients, directive }): readonly Found[] => {
    if (breadthOf(clients.may) !== "everyone") return [];
    const doubt = breadthOf(clients.must) === "everyone" ? [] : clients.because;
    return [{ trait: "forgeable-client-address", subject, detail: written(directive), directive, doubt }];
  });
}

/**
 * Names that no public resolver knows: RFC 6762 appendix G, RFC 8375 (home.arpa), and ICANN's reserved `internal`; and
 * names with a label that says so.
 */
const privateName =
  /\.(internal|intranet|private|corp|home|lan|local|localdomain|home\.arpa)$|(^|\.)(internal|intranet)\./i;

function privateByName({ scope, subject, locations, senders }: Site): readonly Found[] {
  const named = own(scope, "server_name");
  const names = named.flatMap(({ args }) => args).filter((name) => /[a-z]/i.test(name));
  const [directive] = named;
  if (!directive || names.length === 0 || !names.every((name) => privateName.test(name))) return [];
  const open = locations.map((location) => openness(location, senders));
  const detail = names[0] ?? "";
  if (open.some(({ must }) => breadthOf(must) === "everyone"))
    return [{ trait: "private-by-name-only", subject, detail, directive, doubt: [] }];
  const perhaps = open.find(({ may }) => breadthOf(may) === "everyone");
  return perhaps ? [{ trait: "private-by-name-only", subject, detail, directive, doubt: perhaps.because }] : [];
}

function openness({ access, entry, answers, content }: SiteLocation, senders: Bounds<AddressSet>): Bounds<AddressSet> {
  const nobody = addressBounds.certain(noAddress);
  if (entry === "inside") return nobody;
  if (!content) return answers.some(({ gives }) => gives === "content") ? senders : nobody;
  return admitted(access, addressBounds.certain(senders.may));
}
