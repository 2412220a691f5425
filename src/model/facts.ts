import type { AddressSet } from "./addresses";
import type { Bounds, Known, Reason } from "./bounds";
import type { FilePlace, Place } from "./source";
import type { Traffic } from "./traffic";

/**
 * What an input says about a network. Analysis sees nothing else: no fact names the format that it was read from.
 */
export type Fact =
  | Listener
  | Boundary
  | Attachment
  | Forward
  | Route
  | Address
  | Resides
  | Name
  | Mount
  | Configuration
  | Opaque
  | Trait;

/**
 * What a fact is about: a resource, a service, a host.
 *
 * `id` tells it from every other in a scan and stays the same when lines move: the place that gives names their meaning
 * (a module's folder, a compose project, a root configuration), `#`, and the address there. `name` is that address alone.
 */
export interface Subject {
  readonly id: string;
  readonly name: string;
}

/** What kind of door an exposure passes. */
export const layers = [
  "security-group",
  "network-acl",
  "published-port",
  "listener",
  "proxy",
  "load-balancer",
  "host",
  "observed",
] as const;
export type Layer = (typeof layers)[number];

/** A process answers on addresses, transports and ports of an endpoint. */
export interface Listener {
  readonly kind: "listener";
  readonly endpoint: Subject;
  readonly layer: "listener" | "load-balancer" | "host" | "observed";
  /** The addresses that it is bound to; a wildcard is every address of its family. */
  readonly bind: Bounds<AddressSet>;
  readonly traffic: Bounds<Traffic>;
  /** `one`: a single port of `traffic` is open, and what is not known is which; every port where it is left out. */
  readonly opens?: "one";
  /** What is answered there beyond a service, where that is a concern of its own. */
  readonly serves?: Content;
  /** The occasions on which it is there, such as a profile: any one of them suffices; always, where it is left out. */
  readonly during?: readonly string[];
  readonly cleartext: Known<Cleartext>;
  readonly evidence: readonly Evidence[];
  readonly statement: Statement;
}

/** What a web server answers itself: its own state, the names of the files in a folder. */
export const contents = ["status-page", "directory-listing"] as const;
export type Content = (typeof contents)[number];

/** Whether what is said there can be read on the way: `redirect` answers in clear text, but only to send clients to TLS. */
export type Cleartext = "encrypted" | "cleartext" | "redirect";

/** What may pass: admissions in order. */
export interface Boundary {
  readonly kind: "boundary";
  readonly subject: Subject;
  readonly layer: "security-group" | "network-acl" | "host";
  readonly direction: "ingress" | "egress";
  /** `union`: whatever any admission allows passes (security groups). `first-match`: the first that matches decides (network ACLs). */
  readonly decides: "union" | "first-match";
  readonly admissions: readonly Admission[];
  /** What becomes of packets that no admission matches. */
  readonly otherwise: "allow" | "deny";
  readonly at: Place;
}

/** One statement of a boundary. The peers are sources for an ingress boundary and destinations for an egress one. */
export interface Admission {
  readonly effect: "allow" | "deny";
  readonly peers: Peers;
  readonly traffic: Bounds<Traffic>;
  readonly statement: Statement;
}

/** Who is let in: by address, or whoever stands behind a boundary, whatever its address. */
export type Peers =
  | { readonly kind: "addresses"; readonly addresses: Bounds<AddressSet> }
  | { readonly kind: "members"; readonly of: Known<Subject> };

/** The text that makes a fact so, and that would be changed to undo it. */
export interface Statement {
  /** What the format calls it: "ingress rule", "published port", "listen". */
  readonly what: string;
  /** Its address, such as `aws_security_group.db.ingress[0]`. */
  readonly name: string;
  /** The whole statement. */
  readonly at: Place;
  /** The part of it that decides who gets in, such as the value of `cidr_blocks`; the whole where there is no such part. */
  readonly focus: Place;
  /** A change of the text by which strangers stay out and nothing else is lost, where there is one. */
  readonly edit?: Edit;
}

/** What stands at a place gives way to a text; where the place has no extent, the text comes before it. */
export interface Edit {
  readonly at: FilePlace;
  readonly text: string;
}

/**
 * A boundary stands before an endpoint. Boundaries that decide by union let in what any of those of one layer does
 * (the security groups of an interface); any other boundary must be passed by itself (the network ACL of its subnet).
 */
export interface Attachment {
  readonly kind: "attachment";
  /** Not known: a boundary stands there, and which one is not known, so it may let anything in. */
  readonly boundary: Known<Subject>;
  readonly layer: Boundary["layer"];
  readonly endpoint: Subject;
  /** Why it may not stand there; empty where it certainly does. */
  readonly doubt: readonly Reason[];
  readonly at: Place;
}

/** What arrives at one endpoint is handed on to another. */
export interface Forward {
  readonly kind: "forward";
  /** `dispatch`: to a part of the same program, such as a location of a web server; it opens nothing by itself. */
  readonly how: "publish" | "proxy" | "balance" | "translate" | "dispatch";
  readonly from: Subject;
  /** The addresses of `from` that it listens on. */
  readonly bind: Bounds<AddressSet>;
  readonly traffic: Bounds<Traffic>;
  /** `one`: a single port of `traffic` is open, and the runtime picks which. */
  readonly opens: "all" | "one";
  readonly to: Subject;
  /** The host name or address that `to` is written as, where it is only a name so far; it is looked up where `from` stands. */
  readonly called?: string;
  /** Where it arrives, numbered as at `to`. */
  readonly arriving: Bounds<Traffic>;
  /** The occasions on which it is there, as a listener has them. */
  readonly during?: readonly string[];
  /** Whom `to` sees as the sender: the client itself, or `from` in its place. */
  readonly sender: "client" | "forwarder";
  readonly cleartext: Known<Cleartext>;
  /** What serves at `to`. */
  readonly evidence: readonly Evidence[];
  readonly statement: Statement;
}

/**
 * From which addresses an endpoint has a way. The ways of one endpoint are alternatives; where none leads from anywhere,
 * each says what stops it. An endpoint without a route is one of which the input does not say.
 */
export interface Route {
  readonly kind: "route";
  readonly endpoint: Subject;
  /** `internet`: straight from there, or by a port that a host publishes. `everywhere`: what neighbours hand on, too. */
  readonly from: "internet" | "everywhere";
  /** The addresses whose packets arrive and whose answers find their way back. */
  readonly leads: Bounds<AddressSet>;
  /** What makes it so, from the internet inwards; where it leads from nowhere, what stops it. */
  readonly along: readonly [Statement, ...Statement[]];
}

/** The addresses that an endpoint has in its own network, and sends from. */
export interface Address {
  readonly kind: "address";
  readonly endpoint: Subject;
  /** Where they lie: the addresses themselves, or the CIDR block of its subnet. */
  readonly within: AddressSet;
  readonly at: Place;
}

/** An endpoint shares the network of another: what it opens is open there, and what leads there leads to it. */
export interface Resides {
  readonly kind: "resides";
  readonly endpoint: Subject;
  readonly within: Subject;
  readonly at: Place;
}

/** An endpoint answers to a name on a network; who has a name there can look up the others. */
export interface Name {
  readonly kind: "name";
  /** Lower case. */
  readonly name: string;
  readonly endpoint: Subject;
  readonly network: Subject;
  /** How what answers there is known. */
  readonly evidence: readonly Evidence[];
  readonly at: Place;
}

/** An endpoint is given files that were scanned: mounted, or copied into its image. */
export interface Mount {
  readonly kind: "mount";
  readonly endpoint: Subject;
  /** A file or a folder, as scanned files are named, without a `/` at its end. */
  readonly path: string;
  /** Where the endpoint finds it. */
  readonly inside: string;
  /**
   * What the endpoint's command says of it, where it names it: `by-name` and nothing of where to listen, or `beside-options`
   * that say where to listen and win over files.
   */
  readonly commanded?: "by-name" | "beside-options";
  readonly at: Place;
}

/** The configuration of a program, and the files that it is made of; who has them runs it. */
export interface Configuration {
  readonly kind: "configuration";
  readonly subject: Subject;
  readonly program: Program;
  readonly files: readonly string[];
  readonly at: Place;
}

/** Programs whose configurations are read. */
export const programs = ["nginx", "redis", "postgresql", "mongodb", "mysql"] as const;
export type Program = (typeof programs)[number];

/** Read but not understood: what it opens or closes is not known, which is said and can fail a build. */
export interface Opaque {
  readonly kind: "opaque";
  /** What it puts in doubt; the whole of what its file describes where that cannot be told. */
  readonly touches: Subject;
  readonly reason: Reason;
}

/** What a resource is declared to be, where that bears on exposure and yet lets nothing pass by itself. */
export interface Trait {
  readonly kind: "trait";
  readonly subject: Subject;
  readonly trait: TraitName;
  /** A trait that is certainly absent is no fact. */
  readonly holds: { readonly known: true } | { readonly known: false; readonly because: readonly Reason[] };
  /** What was found, for messages: the address that is bound, the path that is mounted. Never a secret. */
  readonly detail: string;
  /** The other statement that it takes to make it so. */
  readonly other?: Statement;
  readonly at: Place;
}

export const traitNames = [
  "no-description",
  "default-boundary-admits",
  "stands-before-nothing",
  "shares-host-network",
  "holds-control-socket",
  "binds-all-interfaces",
  "takes-public-address",
  "assigns-public-addresses",
  "publicly-accessible",
  "faces-internet",
  "binds-privileged-port",
  "port-conflict",
  "listens-in-ephemeral-range",
  "narrows-ephemeral-range",
  "reuses-registered-port",
  "allow-list-without-deny",
  "answers-before-access-control",
  "forgeable-client-address",
  "private-by-name-only",
  "unreachable-rule",
  "client-chosen-upstream",
  "client-chosen-host",
  "path-leaves-folder",
  "weak-tls",
  "tells-version",
  "passes-upgrade-on",
] as const;
export type TraitName = (typeof traitNames)[number];

/** How a service is known, strongest first. The value is what was seen: an image reference, a command line, a port number. */
export interface Evidence {
  readonly by: (typeof evidenceKinds)[number];
  readonly value: string;
}
export const evidenceKinds = [
  "process",
  "image",
  "command",
  "configuration",
  "container-port",
  "upstream-port",
  "port",
] as const;
