import type { Reason } from "../../model/bounds";
import type { Statement, Subject } from "../../model/facts";
import { placeOf, type Place, type SourceText } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import type { AnswerFile } from "./answers";

/** One object of an answer, such as a subnet, or a part of it. */
export interface AccountObject {
  readonly source: SourceText;
  /** The folder that is one snapshot of an account. */
  readonly folder: string;
  readonly node: DocumentNode;
}

/** Every object that the answers of an account have under a key at their top. */
export function objectsOf(files: readonly AnswerFile[], key: string): readonly AccountObject[] {
  return files.flatMap(({ source, folder, answers }) =>
    (answers.get(key) ?? []).map((node) => ({ source, folder, node })),
  );
}

/** The text at the end of a path of keys, or nothing where there is none. */
export function textAt({ node }: AccountObject, ...path: readonly string[]): string | undefined {
  const found = at(node, path);
  return found?.kind === "scalar" && found.value !== null && found.text !== "" ? found.text : undefined;
}

export function isTrueAt(object: AccountObject, ...path: readonly string[]): boolean {
  return textAt(object, ...path) === "true";
}

/** The items of the list at the end of a path of keys. */
export function itemsAt({ source, folder, node }: AccountObject, ...path: readonly string[]): readonly AccountObject[] {
  const found = at(node, path);
  return found?.kind === "sequence" ? found.items.map((item) => ({ source, folder, node: item })) : [];
}

/** Why the list under a key cannot be read; nothing where it can. */
export function unreadList(object: AccountObject, field: string): Reason | undefined {
  if (valueOf(object.node, field)?.kind === "sequence") return undefined;
  return { kind: "value", name: `an object without ${field}`, at: placeAt(object, field) };
}

/** Where the value at the end of a path of keys stands; where there is none, the whole object. */
export function placeAt({ source, node }: AccountObject, ...path: readonly string[]): Place {
  return placeOf(source, at(node, path) ?? node);
}

function at(node: DocumentNode, path: readonly string[]): DocumentNode | undefined {
  return path.reduce<DocumentNode | undefined>((found, key) => valueOf(found, key), node);
}

/**
 * What an answer is about. AWS gives ids of EC2 and ARNs to one thing in all the world, so a report does not change with where
 * the answers were saved; other names belong to their account.
 */
export function accountSubject({ folder }: Pick<AccountObject, "folder">, id: string, name = id): Subject {
  const isGlobal = /^(arn:|(acl|eni|i|rtb|sg|subnet|vpc)-[0-9a-f]+$)/.test(id);
  return { id: isGlobal ? id : `${folder}#${id}`, name };
}

/** What an object says, at one of its fields. */
export function statementAt(object: AccountObject, said: Pick<Statement, "what" | "name">, field: string): Statement {
  return { ...said, at: placeAt(object), focus: placeAt(object, field) };
}
