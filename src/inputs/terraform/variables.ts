import type { FilePlace } from "../../model/source";
import { converted } from "./convert";
import { argumentOf, scopeIn, type ModuleInstance } from "./instance";
import { attributeIn, type Declared } from "./module";
import { unknownValue, type Value } from "./value";
import { reference } from "./world";

/**
 * The value of an input variable: what the call, the command line or a `.tfvars` file gives, else its default. Without
 * either it is unknown, at the place that asks for it.
 */
export function variableValue(instance: ModuleInstance, name: string, at: FilePlace): Value {
  const { world, module, names } = instance;
  const full = `var.${name}`;
  const declared = module.variables.get(name);
  if (!given(instance, name) && !(declared && attributeIn(declared.layers, "default")))
    return unknownValue([{ kind: "variable", name: full, at }]);
  return world.once(`${names.id}${full}`, { name: full, at }, () => {
    const raw = given(instance, name) ?? (declared && argumentOf(instance, declared, { name: "default" }));
    return raw ? typed(instance, declared, raw) : unknownValue([{ kind: "variable", name: full, at }]);
  });
}

/** Null stands for the default where a variable is not nullable. */
function given(instance: ModuleInstance, name: string): Value | undefined {
  const value = instance.argument(name);
  if (value?.kind !== "primitive" || value.value !== null) return value;
  const declared = instance.module.variables.get(name);
  const nullable = declared && argumentOf(instance, declared, { name: "nullable" });
  return nullable?.kind === "primitive" && nullable.value === false ? undefined : value;
}

function typed(instance: ModuleInstance, declared: Declared | undefined, value: Value): Value {
  const type = declared && attributeIn(declared.layers, "type");
  if (!type) return value;
  const scope = scopeIn(instance, type.source);
  return converted(value, type.attribute.expression, (expression) => instance.world.work.evaluate(expression, scope));
}

export function localValue(instance: ModuleInstance, name: string, at: FilePlace): Value {
  const { world, module, names } = instance;
  const full = `local.${name}`;
  const declared = module.locals.get(name);
  if (!declared) return unknownValue([reference(full, at)]);
  const make = (): Value => world.work.evaluate(declared.expression, scopeIn(instance, declared.source));
  return world.once(`${names.id}${full}`, { name: full, at }, make);
}

export function outputValue(instance: ModuleInstance, name: string, at: FilePlace): Value {
  const { world, module, names, prefix } = instance;
  const declared = module.outputs.get(name);
  if (!declared || !attributeIn(declared.layers, "value")) return unknownValue([reference(`${prefix}${name}`, at)]);
  const make = (): Value => argumentOf(instance, declared, { name: "value" }) ?? unknownValue([]);
  return world.once(`${names.id}output.${name}`, { name: `${prefix}${name}`, at }, make);
}
