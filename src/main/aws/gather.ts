import { compareText, type Problem } from "../../model/source";
import type { Answer } from "./account";
import { idOf, type Call } from "./calls";
import { fieldOf, troubleOf, type Trouble } from "./troubles";

/** What calls to one region gave. */
export interface RegionReading {
  readonly answers: readonly Answer[];
  readonly problems: readonly Problem[];
}

/** What is asked of a region. */
export interface Asked {
  readonly call: Call;
  readonly region: string;
  readonly about?: string;
}

export interface Gathered<T> extends RegionReading {
  readonly items: readonly T[];
}

/** Puts the pages of an answer together; where one fails, says so and keeps what is true without the rest. */
export async function gather<T extends object, P extends object>(
  asked: Asked,
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<Gathered<T>> {
  const { call, region, about } = asked;
  const items: T[] = [];
  const problems: Problem[] = [];
  try {
    let last: unknown;
    for await (const page of pages) {
      items.push(...(itemsOf(page) ?? []));
      // A page that names itself as the next would be asked for without end.
      const next = nextOf(page);
      if (next !== undefined && next === last) throw new Error("the same page twice");
      last = next;
    }
  } catch (error) {
    problems.push(problemOf(asked, troubleOf(error)));
    if (call.ofPages === "drop" || items.length === 0) return { items: [], answers: [], problems };
  }
  const inOrder = items.toSorted((a, b) => compareText(idOf(call, a), idOf(call, b)));
  return { items: inOrder, answers: [{ call, region, about, items: inOrder }], problems };
}

/** The pages of a call of which the SDK has no pages: each is asked for with the token of the one before. */
export async function* pagesOf<P extends object>(ask: (token: string | undefined) => Promise<P>): AsyncGenerator<P> {
  let token: unknown;
  do {
    const page = await ask(typeof token === "string" ? token : undefined);
    yield page;
    token = nextOf(page);
  } while (token !== undefined);
}

/** EC2 calls it one thing, and the older services another. */
function nextOf(page: object): unknown {
  return fieldOf(page, "NextToken") ?? fieldOf(page, "NextMarker") ?? fieldOf(page, "Marker");
}

function problemOf({ call, region, about }: Asked, trouble: Trouble): Problem {
  const asked = about === undefined ? call.action : `${call.action} of ${about}`;
  return {
    code: trouble.kind === "denied" ? "denied" : "unreadable",
    message: `${asked} ${whatHappened(trouble, region)}, so ${call.missing}: ${whatToDo(trouble)}`,
    at: { kind: "live", call: call.action, object: about === undefined ? region : `${region}/${about}` },
  };
}

function whatHappened({ kind, code }: Trouble, region: string): string {
  switch (kind) {
    case "denied":
      return `is denied in ${region}`;
    case "expired":
    case "rejected":
    case "no-credentials":
      return `found the credentials not accepted in ${region} (${code})`;
    case "throttled":
      return `was throttled to the end in ${region}`;
    case "unreachable":
      return `got no answer in ${region} (${code})`;
    case "failed":
      return `failed in ${region} (${code})`;
  }
}

function whatToDo({ kind }: Trouble): string {
  switch (kind) {
    case "denied":
      return "portcullis aws policy prints what to allow";
    case "expired":
    case "rejected":
    case "no-credentials":
      return "log in again, and see that the region is enabled";
    case "throttled":
      return "try again when less is asked of this account";
    case "unreachable":
    case "failed":
      return "try again, and see that the endpoint answers";
  }
}
