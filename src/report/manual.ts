import { reaches } from "../model/exposure";
import type { Service } from "../model/service";
import { plain, type Paint, type RuleManual } from "./reporter";
import { visible } from "./visible";

/** A rule as a page to read: what it means, why, what to do, who asks for it, and examples. */
export function manual(rule: RuleManual, paint: Paint = plain): string {
  return [
    `${paint.strong(rule.id)}: ${rule.title}`,
    `Severity: ${severityText(rule)}${typeof rule.severity === "string" ? "" : ` (${reaches.join(" / ")})`}`,
    "",
    paint.strong("Why"),
    indented(rule.why),
    "",
    paint.strong("What to do"),
    indented(rule.fix),
    ...(rule.references.length > 0 ? ["", paint.strong("References"), ...rule.references.map(referenceText)] : []),
    ...rule.examples.flatMap(({ verdict, title, files }) => [
      "",
      paint.strong(`Example, ${verdict}: ${title}`),
      ...Object.entries(files).flatMap(([name, content]) => [paint.faint(`  ${name}`), indented(content, "    ")]),
    ]),
    "",
  ].join("\n");
}

/** The rules as a table, in order of id; three severities are those of a proven, an assumed and a latent way. */
export function ruleTable(rules: readonly RuleManual[], paint: Paint = plain): string {
  const rows = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => ({ rule, severity: severityText(rule) }));
  const idWidth = Math.max(...rows.map(({ rule }) => rule.id.length));
  const severityWidth = Math.max(...rows.map(({ severity }) => severity.length));
  return rows
    .map(({ rule, severity }) => {
      const id = rule.id.padEnd(idWidth);
      return `${paint.strong(id)}  ${severity.padEnd(severityWidth)}  ${rule.title}\n`;
    })
    .join("");
}

/** What is known of services, one paragraph each. */
export function servicePage(services: readonly Service[], paint: Paint = plain): string {
  return services.map((service) => `${serviceText(service, paint)}\n`).join("\n");
}

function serviceText(service: Service, paint: Paint): string {
  const ports = service.ports.map(({ port, transport }) => `${port}/${transport}`).join(", ");
  return [
    `${paint.strong(service.name)}: ${service.product} (${service.kind})`,
    `  ports           ${ports}`,
    `  clear text      ${service.cleartext}`,
    `  authentication  ${service.authentication}`,
    ...(service.amplifies ? ["  amplifies       answers are larger than questions, so it serves to flood others"] : []),
    ...(service.images ? [`  images          ${service.images.join(", ")}`] : []),
    ...(service.programs ? [`  programs        ${service.programs.join(", ")}`] : []),
    `  sources         ${service.sources.join(", ")}`,
  ].join("\n");
}

function severityText({ severity }: RuleManual): string {
  return typeof severity === "string" ? severity : reaches.map((reach) => severity[reach]).join(" / ");
}

function referenceText({ standard, version, control, url }: RuleManual["references"][number]): string {
  const named = [standard, version, control].filter((part) => part !== undefined).join(" ");
  return `  ${named}${url === undefined ? "" : ` <${url}>`}`;
}

function indented(text: string, by = "  "): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : by + visible(line.replaceAll("\t", "  "))))
    .join("\n");
}
