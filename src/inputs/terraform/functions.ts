import type { Fn } from "./function";
import { cidrFunctions } from "./functions-cidr";
import { collectionFunctions } from "./functions-collections";
import { encodingFunctions } from "./functions-encoding";
import { fileFunctions } from "./functions-files";
import { hashFunctions } from "./functions-hashes";
import { numberFunctions } from "./functions-numbers";
import { setFunctions } from "./functions-sets";
import { stringFunctions } from "./functions-strings";
import { templateFunctions } from "./functions-templates";
import { timeFunctions } from "./functions-times";

/** The functions that are worked out, by name (Terraform language, "Functions"); any other is unknown by its name. */
export const functions: ReadonlyMap<string, Fn> = new Map([
  ...collectionFunctions,
  ...setFunctions,
  ...stringFunctions,
  ...numberFunctions,
  ...cidrFunctions,
  ...encodingFunctions,
  ...fileFunctions,
  ...templateFunctions,
  ...hashFunctions,
  ...timeFunctions,
]);
