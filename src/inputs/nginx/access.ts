import { addresses, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds, type Reason } from "../../model/bounds";
import { accessRulesOf, clientsNamed, type AccessRule } from "./access-rules";
import { headOf, type Directive } from "./directive";
import { conditionOf, guardsAmong, type Guard } from "./guards";
import type { Answer } from "./rewrites";
import { inherited, own, settingOf, type Scope } from "./scopes";
import { isTemplate } from "./templates";

/** Who may use a location, as nginx would ask it, one after the other. */
export interface Access {
  readonly guards: readonly Guard[];
  readonly rules: readonly AccessRule[];
  readonly demands: readonly Demand[];
  /** `any`: either the address or the credentials will do (ngx_http_core_module, "satisfy"). */
  readonly satisfy: "all" | "any";
  readonly satisfyDirective: Directive | undefined;
  readonly trust: readonly Trust[];
}

/** Credentials that nobody has who was not given them; `doubt` says why they may not be asked for. */
export interface Demand {
  readonly directive: Directive;
  /** `everyone`: who is asked lets all in, which with `satisfy any` is enough. */
  readonly lets: "nobody" | "everyone";
  readonly doubt: readonly Reason[];
}

/** Whose word is taken for the address of a client (ngx_http_realip_module). */
export interface Trust {
  readonly clients: Bounds<AddressSet>;
  readonly directive: Directive;
}

/** What a server knows of each of its locations. */
export interface Asked {
  /** What it asks for first. */
  readonly first: readonly Guard[];
  /** What is answered to the question whether a client is let in, which `auth_request` asks of a path. */
  readonly authorised: (path: string) => "yes" | "no" | readonly Reason[];
}

/** The access of a block to which requests come past these answers, and past what its server asks for first. */
export function accessOf(scope: Scope, answers: readonly Answer[], { first, authorised }: Asked): Access {
  const satisfyDirective = settingOf(scope, "satisfy");
  return {
    guards: answers.length === 0 ? first : [...first, ...withTrust(guardsAmong(answers), scope)],
    rules: rulesIn(scope),
    demands: demandsOf(scope, authorised),
    satisfy: satisfyDirective?.args[0] === "any" ? "any" : "all",
    satisfyDirective,
    trust: trustIn(scope),
  };
}

/** A name stands for the few addresses that it has when nginx starts; without a PROXY protocol nobody can write its header. */
function trustIn(scope: Scope): readonly Trust[] {
  const trusted = inherited(scope, "set_real_ip_from");
  if (trusted.length === 0) return [];
  const header = settingOf(scope, "real_ip_header")?.args[0];
  if (header === "proxy_protocol" && !inherited(scope, "listen").some(({ args }) => args.includes("proxy_protocol")))
    return [];
  return trusted.flatMap((directive) => {
    const clients = clientsNamed(directive);
    return clients && !addresses.isEmpty(clients.may) ? [{ clients, directive }] : [];
  });
}

/** Every location of a server may inherit one list, which is read once. */
function rulesIn(scope: Scope): Access["rules"] {
  if (!scope.written.has("allow") && !scope.written.has("deny")) return scope.around ? rulesIn(scope.around) : [];
  const before = rulesRead.get(scope);
  if (before) return before;
  const rules = accessRulesOf(own(scope, "allow", "deny"));
  rulesRead.set(scope, rules);
  return rules;
}

const rulesRead = new WeakMap<Scope, Access["rules"]>();

/** Whoever may name the client's address before rewriting names it to a condition, too; a location's own trust comes later. */
function withTrust(guards: readonly Guard[], scope: Scope): readonly Guard[] {
  const trust = guards.length === 0 ? [] : trustIn(scopeOfServer(scope));
  if (trust.length === 0) return guards;
  const trusted = trust.map(({ clients }) => clients).reduce(addressBounds.union);
  return guards.map((guard) =>
    conditionOf(guard.directive).variable === "remote_addr" ? { ...guard, trusted } : guard,
  );
}

function scopeOfServer(scope: Scope): Scope {
  return scope.block.name === "server" || !scope.around ? scope : scopeOfServer(scope.around);
}

const authModules = ["auth_basic", "auth_request", "auth_jwt", "auth_oidc"] as const;

/** Directives of others that may ask for credentials, or let nobody in: OpenResty's, and the many named `auth_…`. */
const mayDemand =
  /^(access_by_lua|rewrite_by_lua|server_rewrite_by_lua|js_access)|^auth_(ldap|pam|digest|gss|saml|totp|cas|openid|crowd|hash|token)|^modsecurity$/;

function isOfCredentials(name: string): boolean {
  return name.startsWith("auth_") || mayDemand.test(name);
}

/** Most blocks say nothing of credentials, and in them is asked for what is asked for around them. */
function demandsOf(scope: Scope, authorised: Asked["authorised"]): readonly Demand[] {
  if (![...scope.written.keys()].some(isOfCredentials)) return scope.around ? demandsOf(scope.around, authorised) : [];
  const demands = authModules.flatMap((name): readonly Demand[] => {
    const directive = settingOf(scope, name);
    if (!directive || directive.args[0] === "off") return [];
    // Without a file of users auth_basic asks nobody (ngx_http_auth_basic_module.c, ngx_http_auth_basic_handler).
    if (name === "auth_basic" && !settingOf(scope, "auth_basic_user_file")) return [];
    const [value = ""] = directive.args;
    const varies = name === "auth_request" ? isTemplate(value) : isTemplate(value) || value.includes("$");
    if (varies)
      return [{ directive, lets: "nobody", doubt: [{ kind: "variable", name: value, at: headOf(directive) }] }];
    const answer = name === "auth_request" ? authorised(value) : "no";
    if (answer === "yes") return [{ directive, lets: "everyone", doubt: [] }];
    return [{ directive, lets: "nobody", doubt: answer === "no" ? [] : answer }];
  });
  const foreign = new Set<string>();
  for (let at: Scope | undefined = scope; at; at = at.around)
    for (const name of at.written.keys()) if (mayDemand.test(name)) foreign.add(name);
  const unknown = [...foreign].flatMap((name): readonly Demand[] => {
    const directive = settingOf(scope, name);
    if (!directive || directive.args[0] === "off") return [];
    return [{ directive, lets: "nobody", doubt: [{ kind: "construct", name, at: headOf(directive) }] }];
  });
  return [...demands, ...unknown];
}
