import { sourceText, type Problem, type SourceText } from "../../model/source";
import { parseJson } from "../../syntax/json";
import { entryOf, valueOf, type DocumentNode, type MappingEntry } from "../../syntax/tree";
import { answerKeys, besideAnswers } from "./constructs";

/** One file of answers, by the keys that the AWS CLI gives them. */
export interface AnswerFile {
  readonly source: SourceText;
  /** The folder that is one snapshot of an account; `.` is where the command ran. */
  readonly folder: string;
  readonly answers: ReadonlyMap<string, readonly DocumentNode[]>;
  /** The prefix list whose entries these are, where the file or its name says it. */
  readonly prefixList: string | undefined;
  /** The target group whose targets these are, where the file says it. */
  readonly targetGroup: string | undefined;
  /** Where each answer begins, for what is said about it as a whole. */
  readonly entries: readonly MappingEntry[];
  readonly unrecognised: readonly MappingEntry[];
  readonly problems: readonly Problem[];
}

/**
 * The answers in a text, or nothing where it holds none: the whole output of a command, or the list or the single group that
 * `--query` takes out of it.
 */
export function answersIn(file: string, text: string): AnswerFile | undefined {
  const { source, tree, problems } = parseJson(sourceText(file, text));
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
  const targetGroup = textBeside(tree, "TargetGroupArn");
  const about = { source, folder, prefixList: prefixListOf(file, tree), targetGroup, problems };
  const bare = bareAnswer(tree);
  if (bare) return { ...about, answers: new Map([bare]), entries: [], unrecognised: [] };
  const members = tree?.kind === "mapping" ? tree.entries : [];
  const entries = members.filter(({ key, value }) => isAnswer(key.text, value));
  if (entries.length === 0) return problems.length > 0 && meantAsAnswer(text) ? nothingRead(about) : undefined;
  const answers = new Map(entries.map(({ key, value }) => [key.text, itemsIn(value)]));
  const unrecognised = members.filter((entry) => !entries.includes(entry) && !besideAnswers.has(entry.key.text));
  return { ...about, answers, entries, unrecognised };
}

/** Cheap enough to ask of every file; what has passed it is parsed and asked again. */
export function looksLikeAnswer(text: string): boolean {
  return /^[\s\uFEFF]*[{["]/.test(text) && (holdsRules(text) || startsLikeAnswer(text));
}

function startsLikeAnswer(text: string): boolean {
  const first = firstKey(text);
  return first !== undefined && (Object.hasOwn(answerKeys, first) || besideAnswers.has(first));
}

function firstKey(text: string): string | undefined {
  return /^\s*\{\s*"(\w+)"\s*:/.exec(text)?.[1];
}

function holdsRules(text: string): boolean {
  return text.includes('"IpPermissions"') || text.includes('"SecurityGroupRuleId"');
}

/** Whether a text that is no JSON was meant as an answer: to pass over it would mislead. */
function meantAsAnswer(text: string): boolean {
  if (holdsRules(text)) return true;
  const first = firstKey(text) ?? "";
  const field = Object.hasOwn(answerKeys, first) ? answerKeys[first]?.field : undefined;
  return text.includes('"SecurityGroups"') || (field !== undefined && text.includes(`"${field}"`));
}

type About = Pick<AnswerFile, "source" | "folder" | "prefixList" | "targetGroup" | "problems">;

function nothingRead(about: About): AnswerFile {
  return { ...about, answers: new Map(), entries: [], unrecognised: [] };
}

function isAnswer(key: string, value: DocumentNode): boolean {
  const known = Object.hasOwn(answerKeys, key) ? answerKeys[key] : undefined;
  if (!known) return false;
  // Answers are lists, but for what an account has one of; a security group by itself is taken for a list of one, and
  // anything else there is said to be wrong.
  if (value.kind !== "sequence")
    return key === "SecurityGroups" || key === "SecurityGroupRules" || entryOf(value, known.field) !== undefined;
  const [first] = value.items;
  return first ? entryOf(first, known.field) !== undefined || key.startsWith("SecurityGroup") : true;
}

function itemsIn(value: DocumentNode): readonly DocumentNode[] {
  return value.kind === "sequence" ? value.items : [value];
}

function bareAnswer(tree: DocumentNode | undefined): readonly [string, readonly DocumentNode[]] | undefined {
  if (!tree) return undefined;
  const items = itemsIn(tree);
  const [first] = items;
  if ((entryOf(first, "GroupId") ?? entryOf(first, "GroupName")) && entryOf(first, "IpPermissions"))
    return ["SecurityGroups", items];
  if (entryOf(first, "GroupId") && entryOf(first, "SecurityGroupRuleId")) return ["SecurityGroupRules", items];
  return undefined;
}

/** `get-managed-prefix-list-entries` does not repeat which list was asked for: the file's name may, or a key beside. */
function prefixListOf(file: string, tree: DocumentNode | undefined): string | undefined {
  return textBeside(tree, "PrefixListId") ?? /pl-[0-9a-f]+/.exec(file.slice(file.lastIndexOf("/") + 1))?.[0];
}

function textBeside(tree: DocumentNode | undefined, key: string): string | undefined {
  const beside = valueOf(tree, key);
  return beside?.kind === "scalar" ? beside.text : undefined;
}
