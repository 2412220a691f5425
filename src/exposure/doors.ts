import { noAddress } from "../model/addresses";
import { addressBounds, packetsBetween, type Known } from "../model/bounds";
import type { Exposure, Hop } from "../model/exposure";
import type {
  Boundary,
  Cleartext,
  Content,
  Evidence,
  Forward,
  Layer,
  Listener,
  Statement,
  Subject,
} from "../model/facts";
import { byTransport, type Traffic } from "../model/traffic";
import { passages, type Passage } from "./passage";
import { portionsOf, type Portion } from "./portions";
import { hopOf, type Way } from "./reach";
import { isPrivatelyBound, sendersTo } from "./strangers";

/** A statement whose change would close a way, with what passes it. */
export interface Door {
  readonly layer: Layer;
  readonly target: Subject;
  readonly statement: Statement;
  readonly way: Way;
  /** What lies behind the door on the way to the target. */
  readonly onward: readonly Hop[];
  readonly portions: readonly Portion[];
  readonly opens: "all" | "one";
  /** Where it arrives at the process; the same as what passes, where nothing translates it. */
  readonly arriving: Traffic | undefined;
  readonly cleartext: Cleartext | "unknown";
  readonly entry: Exposure["entry"];
  readonly serves: Content | undefined;
  readonly evidence: readonly Evidence[];
}

export function boundaryDoors(boundary: Boundary, way: Way): readonly Door[] {
  return passages(boundary).map((passage) => ({
    layer: boundary.layer,
    target: boundary.subject,
    statement: passage.statement,
    way,
    onward: membersHop(passage),
    portions: portionsThrough(passage),
    opens: "all",
    arriving: undefined,
    cleartext: "unknown",
    entry: "direct",
    serves: undefined,
    evidence: [],
  }));
}

/** Members come from no address that a stranger has, so what only they may send has no sources. */
function portionsThrough({ packets, members }: Passage): readonly Portion[] {
  if (!members) return portionsOf(packets);
  const nobody = addressBounds.certain(noAddress);
  return byTransport(members.traffic.may).map(({ transport, traffic }) => ({ transport, traffic, sources: nobody }));
}

function membersHop({ members, statement }: Passage): readonly Hop[] {
  if (!members) return [];
  const name = members.of.known ? members.of.value.name : members.of.because.map((reason) => reason.name).join(", ");
  return [{ what: "from members of", name, at: statement.focus }];
}

export function listenerDoor(listener: Listener, way: Way): Door {
  return {
    layer: listener.layer,
    target: listener.endpoint,
    statement: listener.statement,
    way: withTranslation(way, listener),
    onward: [],
    portions: portionsOf(packetsBetween(sendersTo(listener.bind), listener.traffic)),
    opens: listener.opens ?? "all",
    arriving: undefined,
    cleartext: whetherCleartext(listener.cleartext),
    entry: "direct",
    serves: listener.serves,
    evidence: listener.evidence,
  };
}

const layerOf = {
  publish: "published-port",
  proxy: "proxy",
  balance: "load-balancer",
  translate: "host",
  dispatch: undefined,
} as const satisfies Record<Forward["how"], Layer | undefined>;

/** Nothing where all that happens is that a program chooses one of its own parts. */
export function forwardDoor(forward: Forward, way: Way): Door | undefined {
  const layer = layerOf[forward.how];
  if (!layer) return undefined;
  return {
    layer,
    target: forward.to,
    statement: forward.statement,
    way: withTranslation(way, forward),
    onward: [],
    portions: portionsOf(packetsBetween(sendersTo(forward.bind), forward.traffic)),
    opens: forward.opens,
    arriving: forward.arriving.may,
    cleartext: whetherCleartext(forward.cleartext),
    entry: forward.sender === "client" ? "direct" : "handed-on",
    serves: undefined,
    evidence: forward.evidence,
  };
}

/** An address of a private network is as private as the translations that lead to it. */
function withTranslation(way: Way, { bind, statement }: Listener | Forward): Way {
  if (!isPrivatelyBound(bind.may)) return way;
  return {
    ...way,
    assuming: [...way.assuming, `no address translation leads to the private address of ${statement.name}`],
  };
}

function whetherCleartext(cleartext: Known<Cleartext>): Cleartext | "unknown" {
  return cleartext.known ? cleartext.value : "unknown";
}

/** The hops of a door, from the street inwards. */
export function hopsOf({ way, statement, onward }: Door): readonly Hop[] {
  return [...way.hops, hopOf(statement), ...onward];
}
