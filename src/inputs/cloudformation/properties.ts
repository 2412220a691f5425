import { valueOf } from "../../syntax/tree";
import { callOf, type Evaluator } from "./expression";
import type { Resource } from "./template";
import { overChoices, unknownValue, type Value } from "./value";

/** What a resource says of itself. */
export function propertiesIn(evaluator: Evaluator, resource: Resource): Value {
  const node = valueOf(resource.node, "Properties");
  if (!node) return { kind: "absent", at: resource.span };
  return evaluator.evaluate(node);
}

/** One property of a resource. The others are not evaluated: what is wrong with them says nothing about the network. */
export function resourceProperty(evaluator: Evaluator, resource: Resource, name: string): Value {
  const properties = valueOf(resource.node, "Properties");
  const property = properties && !callOf(properties) ? valueOf(properties, name) : undefined;
  if (property) return evaluator.evaluate(property);
  const generated = properties?.kind === "mapping" && properties.entries.some(({ key }) => key.text.startsWith("Fn::"));
  return properties?.kind === "mapping" && !generated
    ? { kind: "absent", at: properties }
    : propertyOf(evaluator, propertiesIn(evaluator, resource), name);
}

/** One property of a mapping, however the choices around it fall; a property of what is no mapping is unknown. */
export function propertyOf(evaluator: Evaluator, properties: Value, name: string): Value {
  return overChoices(properties.at, [properties], ([settled]) => {
    switch (settled?.kind) {
      case undefined:
      case "absent":
        return { kind: "absent", at: properties.at };
      case "mapping": {
        const value = settled.entries.get(name);
        if (value) return value;
        return settled.open.length > 0 ? unknownValue(settled.at, settled.open) : { kind: "absent", at: settled.at };
      }
      case "unknown":
        return unknownValue(settled.at, settled.because);
      case "text":
      case "list":
      case "resource":
        evaluator.report(
          `${name} is looked for here, and this is no mapping; write its properties as a mapping`,
          settled.at,
        );
        return unknownValue(settled.at, [
          evaluator.reason("value", `a ${settled.kind} in place of a mapping`, settled.at),
        ]);
    }
  });
}
