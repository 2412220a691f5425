import { createRequire } from "node:module";
import { join } from "node:path";
import type { Validators } from "../settings/validators";

/** Loads the file that the build made of the validators, so that a scan without a configuration never pays for them. */
export function loadValidators(): Validators {
  const path = join(__dirname, "validators.cjs");
  const loaded: unknown = createRequire(path)(path);
  if (!isValidators(loaded)) throw new Error(`${path} holds no validators: build portcullis again`);
  return loaded;
}

function isValidators(value: unknown): value is Validators {
  return typeof value === "object" && value !== null && "ofConfiguration" in value && "ofRules" in value;
}
