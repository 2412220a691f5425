import configurationSchema from "../../docs/configuration.schema.json";
import ruleSchema from "../../rules/schema.json";
import type { RuleFile } from "../rules/rule";
import { validatorOf, type Check } from "../syntax/validated";
import type { ConfigurationFile } from "./configuration";

/**
 * Built into a file of its own, which is loaded where there is something to hold to a schema: the validator costs more
 * than a small scan. Each schema is compiled when it is asked for.
 */
export interface Validators {
  readonly ofConfiguration: () => Check<ConfigurationFile>;
  readonly ofRules: () => Check<RuleFile>;
}

export const ofConfiguration: Validators["ofConfiguration"] = () => validatorOf<ConfigurationFile>(configurationSchema);
export const ofRules: Validators["ofRules"] = () => validatorOf<RuleFile>(ruleSchema);
