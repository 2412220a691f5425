import { everyAddress, noAddress, addresses, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { headOf, type Directive } from "./directive";
import type { Answer } from "./rewrites";

/** An `if` that refuses some clients before their addresses and credentials are looked at. */
export interface Guard {
  readonly keepsOut: Bounds<AddressSet>;
  readonly directive: Directive;
  /** Who may name another address to it; nothing where it looks at no address. */
  readonly trusted?: Bounds<AddressSet>;
}

/** The guards among the answers, up to the first answer that everybody gets. */
export function guardsAmong(answers: readonly Answer[]): readonly Guard[] {
  return answers.flatMap(({ gives, condition }): readonly Guard[] => {
    if (gives !== "refusal" || !condition) return [];
    const keepsOut = keptOutBy(condition);
    return addresses.isEmpty(keepsOut.may) ? [] : [{ keepsOut, directive: condition }];
  });
}

/** `if ($variable operator value)` in its parts (ngx_http_rewrite_module, "if"). */
export function conditionOf({ args }: Directive): {
  readonly variable: string;
  readonly operator: string;
  readonly value: string;
} {
  const text = args.join(" ").replace(/^\(\s*|\s*\)$/g, "");
  const [, variable = "", operator = "", value = ""] =
    /^\$\{?(\w+)\}?\s*(!=|=|!~\*|!~|~\*|~)?\s*([\s\S]*)$/.exec(text) ?? [];
  return { variable, operator, value };
}

function keptOutBy(condition: Directive): Bounds<AddressSet> {
  const { variable, operator, value } = conditionOf(condition);
  const nobody = addressBounds.certain(noAddress);
  const perhaps = addressBounds.between(noAddress, everyAddress, [
    { kind: "variable", name: `$${variable}`, at: headOf(condition) },
  ]);
  if (variable === "" || isChosenByClient(variable)) return nobody;
  if (variable === "remote_addr") {
    const client = parseCidr(value);
    if (!client || value.includes("/")) return perhaps;
    if (operator === "=") return addressBounds.certain(client);
    return operator === "!=" ? addressBounds.certain(addresses.difference(everyAddress, client)) : perhaps;
  }
  if (variable === "ssl_client_verify" && operator === "!=" && value === "SUCCESS")
    return addressBounds.certain(everyAddress);
  // A header, cookie or argument that must have one value may be a secret; one that must not have it is the client's to leave out.
  if (/^(http|cookie|arg)_/.test(variable)) return operator.startsWith("!") ? perhaps : nobody;
  return perhaps;
}

/** What a client says of itself as it likes, so that no condition on it keeps a stranger out. */
export function isChosenByClient(variable: string): boolean {
  return chosen.has(variable);
}

const chosen: ReadonlySet<string> = new Set([
  ..."args query_string is_args uri document_uri request_uri request request_filename document_root".split(" "),
  ..."host http_host http_user_agent http_referer http_upgrade http_accept http_origin http_connection".split(" "),
  ..."http_accept_encoding http_accept_language http_x_requested_with http_x_forwarded_proto http_content_type".split(
    " ",
  ),
  ..."request_method scheme https server_port server_protocol content_type content_length invalid_referer".split(" "),
  ..."ssl_server_name ssl_protocol ssl_early_data fastcgi_script_name modern_browser ancient_browser msie".split(" "),
]);
