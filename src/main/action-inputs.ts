import { visible } from "../report/visible";
import { readCommand, type ScanCommand } from "./options";
import type { Mistake } from "./words";

/** What a workflow asks of the action, and where the runner wants to have the answers. */
export interface ActionInputs {
  readonly kind: "inputs";
  readonly command: ScanCommand;
  readonly sarifFile: string | undefined;
  /** The folder of the checkout. */
  readonly workspace: string | undefined;
  /** The file that takes `name=value` lines for later steps. */
  readonly output: string | undefined;
}

/** Reads what the runner says: inputs as `INPUT_` variables (GitHub Docs, "Metadata syntax", "inputs"), files as `GITHUB_` ones. */
export function readActionInputs(env: NodeJS.ProcessEnv): ActionInputs | Mistake {
  const given = (name: string): string | undefined => trimmed(env[`INPUT_${name.toUpperCase()}`]);
  const sarifFile = given("sarif-file");
  if (sarifFile?.includes("\n")) return { kind: "mistake", message: "sarif-file takes one path and got several lines" };
  const summary = trimmed(env["GITHUB_STEP_SUMMARY"]);
  const command = readCommand([
    "scan",
    "--format=github",
    ...["fail-on", "unknown", "config"].flatMap((name) => option(name, given(name))),
    ...option("output", sarifFile === undefined ? undefined : `sarif=${sarifFile}`),
    ...option("output", summary === undefined ? undefined : `markdown=${summary}`),
    "--",
    ...(given("paths") ?? ".")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ]);
  switch (command.kind) {
    case "scan":
      return {
        kind: "inputs",
        command,
        sarifFile,
        workspace: trimmed(env["GITHUB_WORKSPACE"]),
        output: trimmed(env["GITHUB_OUTPUT"]),
      };
    case "mistake":
      // Inputs have the names of options, without their dashes.
      return { ...command, message: visible(command.message.replace(/^--/, "")) };
    default:
      throw new Error(`the inputs of the action became ${command.kind}`);
  }
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

function trimmed(value: string | undefined): string | undefined {
  const text = value?.trim() ?? "";
  return text === "" ? undefined : text;
}
