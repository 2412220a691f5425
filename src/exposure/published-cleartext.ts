import { known, type Known } from "../model/bounds";
import type { Cleartext, Fact, Forward, Listener } from "../model/facts";
import { append } from "../model/grouped";
import { traffic } from "../model/traffic";

/** Published ports as the listeners behind them have it, where these say with one voice whether they speak in clear text. */
export function withCleartext(facts: readonly Fact[]): readonly Fact[] {
  const residents = new Map<string, string[]>();
  const listeners = new Map<string, Listener[]>();
  for (const fact of facts) {
    if (fact.kind === "resides") append(residents, fact.within.id, fact.endpoint.id);
    if (fact.kind === "listener") append(listeners, fact.endpoint.id, fact);
  }
  if (listeners.size === 0) return facts;
  const behind = ({ to, arriving }: Forward): readonly Listener[] => {
    const within = new Set([to.id]);
    // What is added while a set is walked is walked too.
    for (const id of within) for (const resident of residents.get(id) ?? []) within.add(resident);
    const all = [...within].flatMap((id) => listeners.get(id) ?? []);
    return all.filter((each) => !traffic.isEmpty(traffic.intersection(each.traffic.may, arriving.may)));
  };
  return facts.map((fact) =>
    fact.kind === "forward" && fact.how === "publish" && !fact.cleartext.known
      ? { ...fact, cleartext: inOneVoice(behind(fact)) ?? fact.cleartext }
      : fact,
  );
}

function inOneVoice([first, ...others]: readonly Listener[]): Known<Cleartext> | undefined {
  if (!first?.cleartext.known) return undefined;
  const { value } = first.cleartext;
  return others.every(({ cleartext }) => cleartext.known && cleartext.value === value) ? known(value) : undefined;
}
