import * as fc from "fast-check";
import { addresses } from "../../../src/model/addresses";
import { addressBounds } from "../../../src/model/bounds";
import { parseCidr } from "../../../src/model/cidr";
import { isSubset } from "../../../src/model/sets";
import { admitted, askedForCredentials } from "../../../src/inputs/nginx/admission";
import { chosenFor } from "../../../src/inputs/nginx/choice";
import { guardsAmong } from "../../../src/inputs/nginx/guards";
import { libraryOf, unfold } from "../../../src/inputs/nginx/includes";
import { labelOf } from "../../../src/inputs/nginx/locations";
import { serversIn } from "../../../src/inputs/nginx/servers";
import type { Answer } from "../../../src/inputs/nginx/rewrites";
import { sitesOf, type Site } from "../../../src/inputs/nginx/sites";
import { filesOf } from "../../support/catalogue";
import { describeWith, found } from "../../support/judges";
import { answersOf, clients, type Answered, type Asked } from "./answers";

const rule = fc
  .tuple(
    fc.constantFrom("allow", "deny"),
    fc.constantFrom(
      "all",
      "10.1.0.0/16",
      "10.0.0.0/8",
      "192.0.2.1",
      "127.0.0.1",
      "0.0.0.0/1",
      "fd00::/8",
      "2001:db8::1",
      "::/0",
      "unix:",
    ),
  )
  .map(([effect, who]) => `${effect} ${who};`);

const setting = fc.oneof(
  { weight: 6, arbitrary: rule },
  { weight: 2, arbitrary: fc.constantFrom("satisfy any;", "satisfy all;") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      `auth_basic a; auth_basic_user_file users;`,
      `auth_basic off;`,
      `auth_basic a;`,
      `auth_basic_user_file users;`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "return 204;",
      `return 200 a;`,
      "return 404;",
      "break;",
      `rewrite ^/a /elsewhere redirect;`,
      `rewrite ^ http://a.example/;`,
      `if ($remote_addr = 10.1.0.1) { return 403; }`,
      `if ($remote_addr != 192.0.2.1) { return 403; }`,
    ),
  },
);

/** Some settings, each directive once, because nginx takes some of them only so. */
const settings = fc.array(setting, { maxLength: 4 }).map((all) => {
  const seen = new Set<string>();
  return all
    .filter((text) => {
      const [name = ""] = text.split(" ");
      if (/^(allow|deny|set_real_ip_from|rewrite|if|return|break)$/.test(name)) return true;
      const parts = text.split(";").map((part) => part.trim().split(" ")[0] ?? "");
      if (parts.some((part) => part !== "" && seen.has(part))) return false;
      for (const part of parts) seen.add(part);
      return true;
    })
    .join(" ");
});

const heads = ["= /a", "/a", "/a/b", "^~ /b", "~ ^/a", "~* /X", "/", "~ /c", "= /a/b/c"] as const;
const inner = {
  "/a": ["/a/b", "~ b", "= /a"],
  "^~ /b": ["/b/c", "~ c"],
  "/": ["/a", "~ c"],
  "~ ^/a": ["~ b"],
} as const;

const location = fc.constantFrom(...heads).chain((head) => {
  const within: readonly string[] = Object.entries(inner).find(([name]) => name === head)?.[1] ?? [];
  const nested =
    within.length === 0
      ? fc.constant("")
      : fc
          .tuple(fc.constantFrom("", ...within), settings)
          .map(([name, text]) => (name === "" ? "" : block(name, text)));
  return fc.tuple(fc.constant(head), settings, nested, fc.boolean()).map(([name, text, inside, internal]) => ({
    name,
    text: block(name, `${internal && text.length % 5 === 0 ? "internal; " : ""}${text} ${inside}`),
  }));
});

function block(name: string, body: string): string {
  return `location ${name} { add_header X-Location "${name}" always; empty_gif; ${body} }`;
}

const server = fc.tuple(settings, fc.uniqueArray(location, { selector: ({ name }) => name, maxLength: 4 }));

const paths = ["/", "/a", "/a/b", "/a/b/c", "/b", "/b/c", "/x/B"] as const;
const firstPort = 9000;
const servers = 80;

/** Every server of one sample on a port of its own. */
function configurationOf(sample: readonly (readonly [string, readonly { readonly text: string }[]])[]): string {
  const blocks = sample.map(
    ([text, locations], i) =>
      `server { listen ${firstPort + i}; listen [::]:${firstPort + i}; add_header X-Location "(rest)" always; ${text} ${locations.map((each) => each.text).join(" ")} }`,
  );
  return `worker_processes 1; events { worker_connections 1024; } http { access_log off; log_not_found off; root /nowhere;\n${blocks.join("\n")}\n}`;
}

function sitesIn(configuration: string): readonly Site[] {
  const { directives, problems } = unfold("nginx.conf", libraryOf(filesOf({ "nginx.conf": configuration })), "whole");
  expect(problems).toEqual([]);
  return [...sitesOf(serversIn(directives), "nginx.conf")];
}

/** What our model says, as nginx would show it: the status, and the name of the location. */
function predicted({ locations }: Site, { path, from }: Asked): Answered {
  const outermost = locations.map(({ location: each }) => each).filter(({ around }) => !around);
  const server = locations.find(({ location: { match } }) => match.kind === "rest")!;
  const chosen = chosenFor(path, outermost);
  const place = locations.find(({ location: each }) => each === chosen) ?? server;
  const label = labelOf(place.location);
  const client = addressBounds.certain(parseCidr(from)!);
  const isIn = (set: typeof client): boolean => isSubset(addresses, client.must, set.must);

  const applies = (answer: Answer): boolean => {
    const { condition, directive } = answer;
    if (condition) return guardsAmong([answer]).some(({ keepsOut }) => isIn(keepsOut));
    return directive.name === "return" || new RegExp(directive.args[0]!).test(path);
  };
  const early = server.answers.find(applies);
  if (early) return { status: statusOf(early), location: "(rest)" };
  if (place.entry === "inside") return { status: 404, location: label };
  const answer = place.answers.find(applies);
  if (answer) return { status: statusOf(answer), location: label };
  if (isIn(admitted(place.access, client))) return { status: place === server ? 404 : 200, location: label };
  return { status: isIn(askedForCredentials(place.access, client)) ? 401 : 403, location: label };
}

function statusOf({ directive: { name, args } }: Answer): number {
  return name === "return" ? Number(args[0]) : 302;
}

describeWith(found("nginx", "/usr/sbin/nginx"), "the real nginx lets in whom we say", (binary) => {
  test.each([1, 2, 3])("sample %d", (sample) => {
    const configuration = configurationOf(fc.sample(server, { numRuns: servers, seed: sample }));
    const sites = sitesIn(configuration);
    const asked = sites.flatMap((_, i) =>
      clients.flatMap((from) => paths.map((path): Asked => ({ from, port: firstPort + i, path }))),
    );
    const answers = answersOf(binary, configuration, asked);
    const wrong = asked.flatMap((each, i) => {
      const site = sites[each.port - firstPort]!;
      const ours = predicted(site, each);
      const theirs = answers[i]!;
      if (ours.status === theirs.status && ours.location === theirs.location) return [];
      return [{ each, ours, theirs, line: configuration.split("\n")[each.port - firstPort + 1] }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    // A sample in which everybody gets the same proves nothing.
    expect(new Set(answers.map(({ status }) => status)).size).toBeGreaterThan(4);
  });
});
