import { addresses } from "../model/addresses";
import { writeCidrs } from "../model/cidr";
import type { Exposure } from "../model/exposure";
import { severities, type Finding, type Report } from "../model/finding";
import type { Problem } from "../model/source";
import { byTransport, rangesOf } from "../model/traffic";
import { advice, closedBy } from "./details";
import { element, escaped } from "./escaped-html";
import { frames, type FrameOf } from "./frame";
import { style } from "./html-style";
import { wasNotLookedAt } from "./problems";
import { plain, type ReportContext } from "./reporter";
import { assumptionsOf, compareGravity, gravityOf, shownFindings, summary } from "./summary";
import { furtherWays, rowsOf, servedIn, treeLines, type Served } from "./ways";
import { lineOf, where } from "./where";

/** How many doors are listed before the rest is only counted; JSON always has all of them. */
const mostDoors = 1000;
const mostBlocks = 6;

/**
 * One page that needs nothing else: no script, no font, no image, nothing from a network, as its content security policy
 * says. All that comes from an input is escaped.
 */
export function html(report: Report, context: ReportContext): string {
  const shown = shownFindings(report, context).toSorted(compareGravity);
  const drawing = { frameOf: frames({ ...context, paint: plain }), served: servedIn(report) };
  const unread = report.problems.filter(wasNotLookedAt);
  const doubtful = report.problems.filter((problem) => !wasNotLookedAt(problem));
  const title = `Portcullis: ${summary(report, shown)}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
<header>
<h1>Portcullis</h1>
${element("p", "summary", summary(report, shown))}
${counts(shown)}
</header>
<main>
${section("What was found", shown.map((finding) => article(finding, drawing)).join("\n"))}${section("Not looked at", problemList(unread))}${section("Not understood, and so in doubt", problemList(doubtful))}${section("Assuming", list(assumptionsOf(shown)))}${section("Every door", doors(report.exposures))}</main>
<footer><p>portcullis ${escaped(context.version)}</p></footer>
</body>
</html>
`;
}

function counts(shown: readonly Finding[]): string {
  const items = severities.flatMap((severity) => {
    const count = shown.filter((finding) => finding.severity === severity && finding.verdict === "exposed").length;
    return count === 0 ? [] : [`<li class="${severity}"><b>${count}</b> ${severity}</li>`];
  });
  const unknown = shown.filter(({ verdict }) => verdict === "unknown").length;
  const all = unknown > 0 ? [...items, `<li class="unknown"><b>${unknown}</b> unknown</li>`] : items;
  return all.length === 0 ? "" : `<ul class="counts">${all.join("")}</ul>`;
}

function section(title: string, content: string): string {
  return content === "" ? "" : `<section>\n<h2>${title}</h2>\n${content}\n</section>\n`;
}

interface Drawing {
  readonly frameOf: FrameOf;
  readonly served: Served;
}

function article(finding: Finding, { frameOf, served }: Drawing): string {
  const { verdict, severity, message, rule, at, matter } = finding;
  const frame = frameOf(at);
  const [fix = "", ...rest] = advice(finding);
  return [
    `<article class="${verdict === "exposed" ? severity : "unknown"}">`,
    `<h3>${element("span", "gravity", gravityOf(finding))} ${escaped(message)}</h3>`,
    `<p class="where">${element("code", "place", where(at))} ${element("code", "rule", rule)}</p>`,
    ...preformatted("frame", frame),
    element("p", "fix", fix),
    ...rest.map((line) => element("p", "depends", line)),
    ...(matter.kind === "exposure" ? way(matter.exposure, served) : []),
    "</article>",
  ].join("\n");
}

/** The ways as the same tree that the console shows. */
function way(exposure: Exposure, served: Served): readonly string[] {
  const rows = rowsOf(exposure, served);
  if (rows.length === 0) return closedBy(exposure).map((line) => element("p", "stop", line));
  return preformatted("way", [...treeLines(rows), ...furtherWays(exposure)]);
}

/** Lines as they are; nothing where there are none. */
function preformatted(className: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`<pre class="${className}">${lines.map(escaped).join("\n")}</pre>`];
}

function problemList(problems: readonly Problem[]): string {
  return list(problems.map(({ at, message, code }) => `${where(at)}: ${message} (${code})`));
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `<ul>${texts.map((text) => element("li", "said", text)).join("\n")}</ul>`;
}

/** Every door, whether or not a rule speaks of it: what can be reached, and what cannot. */
function doors(exposures: readonly Exposure[]): string {
  if (exposures.length === 0) return "";
  const rows = exposures.slice(0, mostDoors).map((exposure) => {
    const { verdict, reach, target, door } = exposure;
    const cells = [target.name, portsOf(exposure), sourcesOf(exposure), `${door.what} ${door.name}`, lineOf(door.at)];
    return `<tr class="${verdict}">${element("td", "verdict", `${verdict}, ${reach}`)}${cells.map((cell) => element("td", "cell", cell)).join("")}</tr>`;
  });
  const rest = exposures.length - rows.length;
  const more = rest > 0 ? `<p>And ${rest} more: all are in the JSON report.</p>` : "";
  const heads = ["verdict, reach", "target", "ports", "from", "door", "where"]
    .map((head) => `<th>${head}</th>`)
    .join("");
  return `<table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>${more}`;
}

function portsOf({ transport, traffic }: Exposure): string {
  const hasPorts = ["tcp", "udp", "sctp", "any"].includes(transport);
  return hasPorts
    ? `${transport} ${shortened(byTransport(traffic).flatMap(({ ports }) => rangesOf(ports)))}`
    : transport;
}

function sourcesOf({ sources: { must, may } }: Exposure): string {
  const sure = shortened(writeCidrs(must));
  if (addresses.equals(must, may)) return sure === "" ? "nobody by address" : sure;
  return [...(sure === "" ? [] : [sure]), `perhaps ${shortened(writeCidrs(may))}`].join(", ");
}

function shortened(words: readonly string[]): string {
  const rest = words.length - mostBlocks;
  return words.slice(0, mostBlocks).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
