import { everyAddress, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { headOf, type Directive } from "./directive";
import { isTemplate } from "./templates";

/** A statement that lets some clients in, or keeps them out, by their addresses. */
export interface AccessRule {
  readonly effect: "allow" | "deny";
  readonly clients: Bounds<AddressSet>;
  readonly directive: Directive;
}

/** `allow` and `deny` in order; what is no address is a problem of its own and decides nothing here. */
export function accessRulesOf(directives: readonly Directive[]): readonly AccessRule[] {
  return directives.flatMap((directive): readonly AccessRule[] => {
    const clients = clientsNamed(directive);
    if (!clients || (directive.name !== "allow" && directive.name !== "deny")) return [];
    return [{ effect: directive.name, clients, directive }];
  });
}

/** The addresses that a directive names: `all`, one address, a CIDR block, or `unix:`, from which no packet comes. */
export function clientsNamed(directive: Directive): Bounds<AddressSet> | undefined {
  const [text = ""] = directive.args;
  if (text === "all") return addressBounds.certain(everyAddress);
  if (text === "unix:") return addressBounds.certain(noAddress);
  const variable = /\$\{?(\w+)/.exec(text)?.[1];
  if (variable !== undefined)
    return addressBounds.between(noAddress, everyAddress, [
      { kind: "variable", name: `$${variable}`, at: headOf(directive) },
    ]);
  if (isTemplate(text))
    return addressBounds.between(noAddress, everyAddress, [
      { kind: "construct", name: "a template", at: headOf(directive) },
    ]);
  const block = parseCidr(text);
  return block && addressBounds.certain(block);
}
