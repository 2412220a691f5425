import type { Directive } from "./directive";

/**
 * Whether a server does nothing but send its clients to TLS, or refuse them: a `return` of the server itself is given
 * before any location is looked for; else each of its locations must do so, that of ACME challenges excepted
 * (RFC 8555 section 8.3).
 */
export function onlyRedirects({ body = [] }: Directive): boolean {
  if (body.some(redirects)) return true;
  const locations = body.filter(({ name, args }) => name === "location" && !args.some(isChallenge));
  return (
    locations.length > 0 && locations.every((location) => location.body?.some(redirects)) && locations.some(catchesAll)
  );
}

function redirects({ name, args }: Directive): boolean {
  const [code = "", target = ""] = args;
  switch (name) {
    case "return":
      if (/^30[12378]$/.test(code)) return target.startsWith("https://");
      return args.length === 1 ? code.startsWith("https://") || code === "444" || /^4\d\d$/.test(code) : false;
    case "rewrite":
      return /^\^?(\/|\(\.\*\)|\^\/\(\.\*\)|\.\*)?\$?$|^\^\/?\(\.\*\)\$?$/.test(code) && target.startsWith("https://");
    default:
      return false;
  }
}

function isChallenge(argument: string): boolean {
  return argument.includes(".well-known/acme-challenge");
}

function catchesAll({ args }: Directive): boolean {
  return args.length === 1 && args[0] === "/";
}

/** A `return` or `rewrite` that sends clients to the same name over TLS. */
export function isRedirectToTls({ args }: Directive): boolean {
  return args.some((argument) => /^https:\/\/\$(host|server_name|http_host)\b/.test(argument));
}
