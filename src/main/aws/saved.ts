import type { Files } from "../../model/files";
import { compareText } from "../../model/source";
import type { Account, Answer } from "./account";
import { idOf, type Call } from "./calls";

/** An answer as a file of JSON, as the AWS CLI writes it. */
export interface SavedAnswer {
  /** `<account>/<region>/<command>.json` */
  readonly path: string;
  readonly text: string;
  readonly call: Call;
  readonly region: string;
  /** The line on which each object begins, from 1, in order. */
  readonly objects: readonly { readonly line: number; readonly id: string }[];
}

/** Larger answers are several files, each well below what is read of a file. In UTF-16 code units. */
const largestText = 2 * 1024 * 1024;

/** What was read of an account as files; `folder` names the account where no answer does. */
export function savedAnswers({ id, answers }: Account, folder: string): readonly SavedAnswer[] {
  return answers.flatMap((answer) => {
    const { call, region, about } = answer;
    const name = about === undefined ? call.command : `${call.command}-${about}`;
    return partsOf(answer).map((items, i) => {
      const part = i === 0 ? name : `${name}-${i + 1}`;
      const path = `${[id ?? folder, region, part].map(segment).join("/")}.json`;
      return { path, ...written(answer, items), call, region };
    });
  });
}

/** What answers say becomes paths on this machine: nothing in it may lead elsewhere. */
function segment(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9-]+/g, "-");
}

/** The files that a scan sees in place of an account. */
export function filesOf(saved: readonly SavedAnswer[]): Files {
  const texts = new Map(saved.map(({ path, text }) => [path, text]));
  return { paths: [...texts.keys()].toSorted(compareText), text: (path) => texts.get(path) };
}

interface Item {
  readonly id: string;
  readonly text: string;
}

/** An empty answer is a file too: it says that there is nothing. */
function partsOf({ call, items }: Answer): readonly (readonly Item[])[] {
  const parts: Item[][] = [[]];
  let length = 0;
  for (const item of items) {
    const text = inert(JSON.stringify(item, undefined, 2)).replaceAll("\n", "\n    ");
    if (length > 0 && length + text.length > largestText) {
      parts.push([]);
      length = 0;
    }
    length += text.length;
    parts.at(-1)?.push({ id: idOf(call, item), text });
  }
  return parts;
}

/** The same JSON, of which no text of the account can pass for a comment that silences findings. */
function inert(json: string): string {
  return json.replaceAll("portcullis-ignore", "portcullis\\u002dignore");
}

function written(
  { call: { key, beside }, about }: Answer,
  items: readonly Item[],
): Pick<SavedAnswer, "text" | "objects"> {
  const before = beside === undefined || about === undefined ? "" : `  "${beside}": ${inert(JSON.stringify(about))},\n`;
  if (items.length === 0) return { text: `{\n${before}  "${key}": []\n}\n`, objects: [] };
  const list = items.map(({ text }) => `    ${text}`).join(",\n");
  let line = before === "" ? 3 : 4;
  const objects = items.map(({ id, text }) => {
    const object = { line, id };
    line += text.split("\n").length;
    return object;
  });
  return { text: `{\n${before}  "${key}": [\n${list}\n  ]\n}\n`, objects };
}
