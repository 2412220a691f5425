import type { ScanSettings } from "../../src/engine";
import type { Files } from "../../src/model/files";
import { sourceText } from "../../src/model/source";
import { readConfiguration } from "../../src/settings/configuration";
import { ofConfiguration } from "../../src/settings/validators";

const check = ofConfiguration();

/** The day on which tests look. */
export const today = "2027-01-01";

/** What the `portcullis.yaml` among some files asks of a scan of them; nothing where there is none. */
export function settingsFor(files: Files): ScanSettings {
  const text = files.text("portcullis.yaml");
  if (text === undefined) return { variables: new Map(), named: [] };
  const read = readConfiguration(sourceText("portcullis.yaml", text), check);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join("; "));
  const { variables, zones, hosts, approved } = read.value;
  return { variables, named: [], zones, contract: { hosts, approved, today, scope: "whole" } };
}
