/** What a value may be, as the Compose Specification's schema says it (compose-spec schema/compose-spec.json, 2025). */
export type Shape =
  | "text"
  | "number"
  /** A whole number from 0 on. */
  | "count"
  | "boolean"
  /** A text or a number, such as `512m`. */
  | "amount"
  | "anything"
  | { readonly oneOf: readonly Shape[] }
  | { readonly list: Shape }
  /** A mapping of names that are anybody's. */
  | { readonly names: Shape }
  /** A mapping of these keys, and of those that begin with `x-`; what it `needs` it must have. */
  | { readonly keys: Readonly<Record<string, Shape>>; readonly needs?: readonly string[] }
  /** A text like this one; `means` is what a message asks for. */
  | { readonly like: RegExp; readonly means: string };

export const nothing: Shape = { like: /^$/, means: "nothing" };
export const texts: Shape = { list: "text" };
export const textOrTexts: Shape = { oneOf: ["text", texts] };
export const scalar: Shape = { oneOf: ["text", "number", "boolean", nothing] };
export const assignments: Shape = { oneOf: [{ names: scalar }, texts] };
export const command: Shape = { oneOf: ["text", texts, nothing] };
export const options: Shape = { names: { oneOf: ["text", "number", nothing] } };
export const size: Shape = {
  oneOf: ["number", { like: /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i, means: "a size such as 512m" }],
};
export const duration: Shape = {
  like: /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h|d|w))+)$/,
  means: "a duration such as 1m30s",
};
export const named = (...values: readonly string[]): Shape => ({
  like: new RegExp(`^(?:${values.join("|")})$`),
  means: `one of ${values.join(", ")}`,
});
