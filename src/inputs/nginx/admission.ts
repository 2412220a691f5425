import { addresses, everyAddress, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, trafficBounds, type Bounds } from "../../model/bounds";
import type { Admission, Statement } from "../../model/facts";
import { unionOf } from "../../model/sets";
import { everyTraffic } from "../../model/traffic";
import type { Access, Demand } from "./access";
import { headOf, wholeOf, type Directive } from "./directive";
import { conditionOf } from "./guards";

/** One question that a client is asked: who is let in, or kept out, by it. */
interface Question {
  readonly effect: "allow" | "deny";
  readonly clients: Bounds<AddressSet>;
  readonly directive: Directive;
}

const everyone = addressBounds.certain(everyAddress);
const nobody = addressBounds.certain(noAddress);

/**
 * The questions of an access as one list in which the first that matches decides, and which lets in whoever none matches.
 * Credentials keep everyone out, because strangers have none. With `satisfy all` they are asked of everyone, so they come
 * first; with `satisfy any` of those whom no address let in, so they come last.
 */
function questionsOf(access: Access): readonly Question[] {
  const { guards, rules, demands, satisfy } = access;
  const letting = satisfy === "any" ? demands.filter(({ lets }) => lets === "everyone") : [];
  const opened = letting.map(({ directive }): Question => ({ effect: "allow", clients: everyone, directive }));
  const asked = demands.flatMap((demand): readonly Question[] =>
    demand.lets === "everyone" ? [] : [{ effect: "deny", clients: whoIsAsked(demand), directive: demand.directive }],
  );
  const forged = forgedOf(access, satisfy === "any" ? [...opened, ...rules, ...asked] : rules);
  const refused = guards.map(({ keepsOut, trusted, directive }): Question => {
    const clients = trusted && forged.length > 0 ? addressBounds.difference(keepsOut, trusted) : keepsOut;
    return { effect: "deny", clients, directive };
  });
  const addressed = rules.length === 0 ? [] : [...forged, ...rules];
  return satisfy === "all" ? [...refused, ...asked, ...addressed] : [...refused, ...opened, ...addressed, ...asked];
}

function whoIsAsked({ doubt }: Demand): Bounds<AddressSet> {
  return doubt.length === 0 ? everyone : addressBounds.between(noAddress, everyAddress, doubt);
}

/** Whoever is trusted to name the client's address can name one that is let in, where there is one. */
function forgedOf({ trust, guards }: Access, questions: readonly Question[]): readonly Question[] {
  if (trust.length === 0) return [];
  const unguarded = guards
    .filter(({ trusted }) => trusted !== undefined)
    .reduce((left, { keepsOut }) => addressBounds.difference(left, keepsOut), everyone);
  if (addresses.isEmpty(passing(questions, unguarded).must)) return [];
  return trust.map(({ clients, directive }) => ({ effect: "allow", clients, directive }));
}

/** What comes after each other and says the same is one question: programs write lists of thousands of addresses. */
function together(questions: readonly Question[]): readonly Pick<Question, "effect" | "clients">[] {
  if (questions.length < 3) return questions;
  const runs: { readonly effect: Question["effect"]; readonly all: Bounds<AddressSet>[] }[] = [];
  for (const { effect, clients } of questions) {
    const last = runs.at(-1);
    if (last?.effect === effect) last.all.push(clients);
    else runs.push({ effect, all: [clients] });
  }
  return runs.map(({ effect, all }) => ({ effect, clients: anyOf(all) }));
}

function anyOf(all: readonly Bounds<AddressSet>[]): Bounds<AddressSet> {
  const [first] = all;
  if (first && all.length === 1) return first;
  const must = unionOf(
    addresses,
    all.map((each) => each.must),
  );
  const isCertain = all.every(({ because }) => because.length === 0);
  if (isCertain) return addressBounds.certain(must);
  return addressBounds.between(
    must,
    unionOf(
      addresses,
      all.map(({ may }) => may),
    ),
    all.flatMap(({ because }) => because),
  );
}

function passing(questions: readonly Question[], senders: Bounds<AddressSet>): Bounds<AddressSet> {
  let left = senders;
  let through = nobody;
  for (const { effect, clients } of together(questions)) {
    if (effect === "allow") through = addressBounds.union(through, addressBounds.intersection(left, clients));
    left = addressBounds.difference(left, clients);
  }
  return addressBounds.union(through, left);
}

/** Which of these senders get in without credentials. */
export function admitted(access: Access, senders: Bounds<AddressSet>): Bounds<AddressSet> {
  return passing(questionsOf(access), senders);
}

/** Which of these senders would get in with credentials and are asked for them. */
export function askedForCredentials(access: Access, senders: Bounds<AddressSet>): Bounds<AddressSet> {
  if (access.demands.length === 0) return nobody;
  const withCredentials = { ...access, demands: [], rules: access.satisfy === "any" ? [] : access.rules };
  return addressBounds.difference(admitted(withCredentials, senders), admitted(access, senders));
}

/** Whom the addresses alone let in. */
export function admittedByAddress(access: Access, senders: Bounds<AddressSet>): Bounds<AddressSet> {
  return passing(access.rules, senders);
}

/** The same as admissions of a boundary. */
export function admissionsOf(access: Access): readonly Admission[] {
  return questionsOf(access).map(({ effect, clients, directive }) => ({
    effect,
    peers: { kind: "addresses", addresses: clients },
    traffic: trafficBounds.certain(everyTraffic),
    statement: statementOf(directive),
  }));
}

/** A directive as a statement. What a condition compares with is left out of the name, because it may be a secret. */
export function statementOf(directive: Directive): Statement {
  const { name, args } = directive;
  const said = name === "if" ? `if ($${conditionOf(directive).variable})` : [name, ...args].join(" ");
  return { what: name, name: said, at: wholeOf(directive), focus: headOf(directive) };
}
