import { placeOf, sourceText, type FilePlace, type SourceText, type Span } from "../../model/source";
import { parseHcl } from "../../syntax/hcl/parse";
import { documentedModules, harmlessModules } from "./documented-modules";
import { attributeIn, moduleOfText, placeOfDeclared, type Declared, type Module } from "./module";

/** A module of a registry or of the repository that it is published from, and the part of it that is called. */
const published =
  /(?:^|\/)terraform-aws-modules\/(?:([\w-]+)\/aws|terraform-aws-([\w-]+?)(?:\.git)?)(?:\/\/modules\/([\w-]+))?(?:\?.*)?$/;

/**
 * A module that is called and is not there, as its documentation tells of it: enough of it to see what it opens. Its
 * statements stand where the call writes the arguments that they use, or else where the call begins.
 */
export function documentedModule(folder: string, declared: Declared, source: string): Module | undefined {
  const [, inRegistry, inRepository, part = ""] = published.exec(source) ?? [];
  const name = inRegistry ?? inRepository;
  const known = name === undefined ? undefined : documentedModules.get(name);
  const text = known?.parts === "alike" ? known.text : documentedModules.get(`${name ?? ""}//${part}`)?.text;
  const written = part === "" ? known?.text : text;
  const header = placeOfDeclared(declared)?.header;
  if (written === undefined || !header) return undefined;
  const whole = `${written}\nlocals {\n  part = "${part}"\n}\n${defaults(written)}`;
  const plain = sourceText(header.file, whole);
  const standing: SourceText = { ...plain, stands: (span) => placeInCall(declared, whole, span) ?? header };
  return moduleOfText(folder, standing, parseHcl(plain).tree);
}

/** Whether a module is known to open nothing. */
export function isHarmless(source: string): boolean {
  const [, inRegistry, inRepository] = published.exec(source) ?? [];
  return harmlessModules.has(inRegistry ?? inRepository ?? "");
}

/** What is not given is null, unless the text says otherwise. */
function defaults(text: string): string {
  const used = new Set([...text.matchAll(/\bvar\.(\w+)/g)].map(([, name = ""]) => name));
  const declared = new Set([...text.matchAll(/^variable "(\w+)"/gm)].map(([, name = ""]) => name));
  return [...used]
    .filter((name) => !declared.has(name))
    .map((name) => `variable "${name}" {\n  default = null\n}\n`)
    .join("");
}

/**
 * Where a call writes what an expression uses: an argument that it names, or else the first one that its block names. What
 * is asked of an item of a list is in the list.
 */
function placeInCall(declared: Declared, text: string, { start, end }: Span): FilePlace | undefined {
  const expression = text.slice(start, end);
  const block = Math.max(text.lastIndexOf('\nresource "', start), text.lastIndexOf('\n  dynamic "', start));
  const around = text.slice(Math.max(block, 0), end);
  const ofItem = /\b(?!local|var)\w+\.value\b/.test(expression);
  return placeOfArgument(declared, ofItem ? around : expression) ?? placeOfArgument(declared, around);
}

function placeOfArgument({ layers }: Declared, text: string): FilePlace | undefined {
  for (const [, name = ""] of text.matchAll(/\bvar\.(\w+)/g)) {
    const found = attributeIn(layers, name);
    if (found) return placeOf(found.source, found.attribute.expression.span);
  }
  return undefined;
}
