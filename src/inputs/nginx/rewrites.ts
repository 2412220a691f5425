import type { Directive } from "./directive";
import type { Scope } from "./scopes";

/** What a server or a location answers by itself before anything asks who the client is. */
export interface Answer {
  readonly gives: "content" | "redirect" | "refusal";
  readonly directive: Directive;
  /** The `if` around it. */
  readonly condition: Directive | undefined;
  /** `sometimes`: for some of the requests alone, as a condition or a regular expression has it. */
  readonly for: "every request" | "some requests";
}

/**
 * The answers of nginx's rewrite module in their order, up to the first that every request gets. They are given before `allow`,
 * `deny` and credentials are looked at (nginx.org/en/docs/dev/development_guide.html#http_phases).
 */
export function answersOf({ block }: Scope): readonly Answer[] {
  return answersIn(block.body ?? [], undefined).answers;
}

/** The answer that every request gets which comes that far. */
export function answerToAll(answers: readonly Answer[]): Answer | undefined {
  return answers.find((answer) => answer.for === "every request");
}

/** Whether every request that comes to a block is sent on to another path before the block does anything else. */
export function isLeft({ block }: Scope): boolean {
  for (const directive of block.body ?? []) {
    if (directive.name === "return" || directive.name === "break") return false;
    if (directive.name !== "rewrite" || !takesAll(directive)) continue;
    return !redirects(directive) && directive.args[2] !== "break";
  }
  return false;
}

interface Rewriting {
  readonly answers: readonly Answer[];
  readonly ends: "here" | "later";
}

function answersIn(body: readonly Directive[], condition: Directive | undefined): Rewriting {
  const answers: Answer[] = [];
  for (const directive of body) {
    switch (directive.name) {
      case "return": {
        const all = condition ? "some requests" : "every request";
        answers.push({ gives: givenBy(directive.args), directive, condition, for: all });
        return { answers, ends: "here" };
      }
      case "break":
        return { answers, ends: "here" };
      case "if":
        answers.push(...answersIn(directive.body ?? [], directive).answers);
        break;
      case "rewrite": {
        const all = takesAll(directive) ? "every request" : "some requests";
        if (redirects(directive))
          answers.push({ gives: "redirect", directive, condition, for: condition ? "some requests" : all });
        if (all === "every request" && (redirects(directive) || directive.args.length > 2))
          return { answers, ends: "here" };
      }
    }
  }
  return { answers, ends: "later" };
}

/** `return code [text]`, `return code URL` or `return URL` (ngx_http_rewrite_module). */
function givenBy([first = ""]: readonly string[]): Answer["gives"] {
  if (!/^\d+$/.test(first)) return "redirect";
  const code = Number(first);
  if (code >= 200 && code < 300) return "content";
  return [301, 302, 303, 307, 308].includes(code) ? "redirect" : "refusal";
}

/** With a flag that says so, or with a replacement that names a scheme, whatever the flag (ngx_http_rewrite_module). */
function redirects({ args: [, replacement = "", flag] }: Directive): boolean {
  return flag === "redirect" || flag === "permanent" || /^(https?:\/\/|\$scheme)/.test(replacement);
}

function takesAll({ args: [regex = ""] }: Directive): boolean {
  return /^\^?(\/?\(?\.\*\)?)?\$?$|^\^\/$|^\/$/.test(regex);
}
