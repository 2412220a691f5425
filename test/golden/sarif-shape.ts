import { Ajv2020 } from "ajv/dist/2020";

/** What places and rules a log may speak of. */
export interface Surroundings {
  /** The lines of a file that was scanned. */
  readonly lines: (file: string) => readonly string[];
  /** The ids of all rules, in order. */
  readonly rules: readonly string[];
}

const message = { type: "object", required: ["text"], properties: { text: { type: "string", minLength: 1 } } };
const position = { type: "integer", minimum: 1 };
const region = {
  type: "object",
  required: ["startLine", "startColumn"],
  properties: { startLine: position, startColumn: position, endLine: position, endColumn: position },
};
const location = {
  type: "object",
  required: ["physicalLocation"],
  properties: {
    message,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation", "region"],
      properties: {
        artifactLocation: {
          type: "object",
          required: ["uri", "uriBaseId"],
          properties: { uri: { type: "string", pattern: "^[^/\\\\][^\\\\ ]*$" }, uriBaseId: { const: "%SRCROOT%" } },
        },
        region,
      },
    },
  },
};
const locations = { type: "array", minItems: 1, items: location };
const level = { enum: ["error", "warning", "note"] };

/** What SARIF 2.1.0 (sections 3.13, 3.14, 3.19, 3.27, 3.28 and 3.30) and code scanning services ask of a log with files alone. */
const shape = {
  type: "object",
  required: ["$schema", "version", "runs"],
  properties: {
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      minItems: 1,
      maxItems: 1,
      items: {
        type: "object",
        required: ["tool", "invocations", "columnKind", "results"],
        properties: {
          columnKind: { const: "utf16CodeUnits" },
          tool: {
            type: "object",
            required: ["driver"],
            properties: {
              driver: {
                type: "object",
                required: ["name", "semanticVersion", "rules"],
                properties: {
                  rules: {
                    type: "array",
                    minItems: 1,
                    items: { type: "object", required: ["id", "shortDescription", "defaultConfiguration"] },
                  },
                },
              },
            },
          },
          invocations: {
            type: "array",
            minItems: 1,
            items: {
              type: "object",
              required: ["executionSuccessful"],
              properties: {
                toolExecutionNotifications: {
                  type: "array",
                  minItems: 1,
                  items: { type: "object", required: ["level", "message"], properties: { level, message, locations } },
                },
              },
            },
          },
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
              properties: {
                ruleIndex: { type: "integer", minimum: 0 },
                level,
                message,
                locations,
                relatedLocations: locations,
                partialFingerprints: { type: "object", minProperties: 1, additionalProperties: { type: "string" } },
                suppressions: {
                  type: "array",
                  minItems: 1,
                  items: {
                    type: "object",
                    required: ["kind", "justification", "location"],
                    properties: { kind: { const: "inSource" }, location },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

interface Located {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly Located[];
  readonly relatedLocations?: readonly Located[];
  readonly suppressions?: readonly { readonly location: Located }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly {
    readonly toolExecutionNotifications?: readonly { readonly locations: readonly Located[] }[];
  }[];
  readonly results: readonly Result[];
}

interface Log {
  readonly runs: readonly Run[];
}

const isLog = new Ajv2020({ strictRequired: false }).compile<Log>(shape);

/** What is wrong with a SARIF log: its form, what it refers to, and places that are not in the files. */
export function problemsInSarif(log: unknown, surroundings: Surroundings): readonly string[] {
  if (!isLog(log)) return (isLog.errors ?? []).map(({ instancePath, message: why }) => `${instancePath} ${why ?? ""}`);
  return log.runs.flatMap((run) => [
    ...rulesIn(run, surroundings.rules),
    ...twice(run.results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))),
    ...placesIn(run).flatMap((place) => outsideOf(place, surroundings)),
  ]);
}

function rulesIn({ tool, results }: Run, expected: readonly string[]): readonly string[] {
  const ids = tool.driver.rules.map(({ id }) => id);
  const wrong = results.filter(({ ruleId, ruleIndex }) => ids[ruleIndex] !== ruleId);
  return [
    ...(ids.join() === expected.join() ? [] : [`the rules are ${ids.join()}`]),
    ...wrong.map(({ ruleId, ruleIndex }) => `rule ${ruleId} is not at ${ruleIndex}`),
  ];
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} is there twice`);
}

function placesIn({ invocations, results }: Run): readonly Located[] {
  const notifications = invocations.flatMap(({ toolExecutionNotifications = [] }) => toolExecutionNotifications);
  return [
    ...notifications.flatMap(({ locations: places }) => places),
    ...results.flatMap(({ locations: places }) => places),
    ...results.flatMap(({ relatedLocations = [] }) => relatedLocations),
    ...results.flatMap(({ suppressions = [] }) => suppressions.map(({ location: place }) => place)),
  ];
}

function outsideOf(
  { physicalLocation: { artifactLocation, region: at } }: Located,
  { lines }: Surroundings,
): readonly string[] {
  const file = decodeURIComponent(artifactLocation.uri);
  const { startLine, startColumn, endLine = startLine, endColumn = startColumn } = at;
  const shown = `${file}:${startLine}:${startColumn}-${endLine}:${endColumn}`;
  const inOrder = startLine < endLine || (startLine === endLine && startColumn <= endColumn);
  const isInside = (line: number, column: number): boolean => column <= (lines(file)[line - 1] ?? "").length + 1;
  if (!inOrder) return [`${shown} ends before it begins`];
  return isInside(startLine, startColumn) && isInside(endLine, endColumn) ? [] : [`${shown} is not in the file`];
}
