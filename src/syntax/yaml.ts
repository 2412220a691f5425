import { Composer, Lexer, Parser, type CST, type YAMLError } from "yaml";
import type { SourceText } from "../model/source";
import { deepestNesting, problemsOf, type DocumentNode, type Flaw, type Parsed } from "./tree";
import { plainYaml } from "./yaml-plain";
import { syntaxFlaw } from "./yaml-problems";
import { readDocument, treeReader } from "./yaml-tree";

/**
 * Reads YAML 1.2, one node a document; empty documents are dropped. Scalars mean what the core schema says, also under
 * `%YAML 1.1`. Merge keys and aliases are resolved, within bounds. Around a mistake the rest is still read as far as
 * its indentation tells what it belongs to. Templates that are not YAML yet give problems.
 */
export function parseYaml(source: SourceText): Parsed<readonly DocumentNode[]> {
  const plain = plainYaml(source);
  return plain ? { source, tree: [plain], problems: [] } : parseAllYaml(source);
}

/** The same of whatever YAML, plain or not. */
export function parseAllYaml(source: SourceText): Parsed<readonly DocumentNode[]> {
  return withoutTraces(() => parsed(source));
}

/**
 * The package makes an error of each tag that it does not know, such as `!Ref`, and we need none of their stack traces,
 * which take longer to gather than the rest of the error by far.
 */
function withoutTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function parsed(source: SourceText): Parsed<readonly DocumentNode[]> {
  const { text } = source;
  const reader = treeReader(text);
  const composer = new Composer(options);
  const tokens: TokenReader = { text, flaws: [], end: text.length };
  const documents: DocumentNode[] = [];
  const errors: YAMLError[] = [];
  for (const document of composer.compose(tokensOf(tokens))) {
    for (const error of document.errors) errors.push(error);
    const node = readDocument(reader, document.contents);
    if (node !== undefined) documents.push(node);
  }
  for (const error of composer.streamInfo().errors) errors.push(error);
  const syntax = errors
    .filter(({ pos }) => pos[0] <= tokens.end)
    .map((error) => syntaxFlaw(error, { start: reader.unclosed.get(error.pos[0]), length: text.length }));
  const flaws = [...syntax, ...tokens.flaws, ...reader.flaws];
  return { source, tree: documents, problems: problemsOf(source, flaws) };
}

/** Scalars, merges, repeated keys and aliases are read by us; flow collections may end as other readers let them. */
const options = {
  schema: "failsafe",
  uniqueKeys: false,
  merge: false,
  strict: false,
  prettyErrors: false,
  resolveKnownTags: false,
} as const;

/** The document, as many collections as a tree may have, one too many to tell where, and a scalar. */
const mostOpen = deepestNesting + 3;

interface TokenReader {
  readonly text: string;
  readonly flaws: Flaw[];
  /** Where reading stopped. */
  end: number;
}

/**
 * The documents and directives of a text as the package's syntax trees. Its parser recurses on what is nested, so what
 * is nested too deep ends the reading. After a token that belongs nowhere it gives one error a token up to the next
 * document; the first of them is enough.
 */
function* tokensOf(reader: TokenReader): Generator<CST.Token> {
  const parser = new Parser();
  let lost = false;
  const { text, flaws } = reader;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type !== "error") yield token;
      else if (!lost) flaws.push(lostAt(token));
      lost ||= token.type === "error";
    }
    if (lexeme === "---" || lexeme === "...") lost = false;
    if (parser.stack.length > mostOpen) {
      reader.end = parser.offset;
      const message = `this is nested deeper than ${deepestNesting} levels and was not read, nor what follows; flatten it`;
      flaws.push({ code: "limit", message, start: reader.end, end: reader.end + lexeme.length });
      break;
    }
  }
  yield* parser.end();
}

function lostAt({ offset, source }: CST.Token & { readonly source: string }): Flaw {
  const message =
    "this does not belong here, and what follows it in this document was not read; mend the lines around it";
  return { code: "syntax", message, start: offset, end: offset + source.length };
}
