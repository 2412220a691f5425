import type { Span } from "../../model/source";
import type { HclExpression } from "../../syntax/hcl/tree";

/** The same expression with one span for all of its parts. */
export function spannedAs(expression: HclExpression, span: Span): HclExpression {
  const inner = (part: HclExpression): HclExpression => spannedAs(part, span);
  switch (expression.kind) {
    case "literal":
    case "variable":
    case "item":
    case "broken":
      return { ...expression, span };
    case "template":
      return { ...expression, parts: expression.parts.map(inner), span };
    case "interpolation":
      return { ...expression, expression: inner(expression.expression), span };
    case "call":
      return { ...expression, args: expression.args.map(inner), nameSpan: span, span };
    case "attribute":
      return { ...expression, of: inner(expression.of), nameSpan: span, span };
    case "index":
      return { ...expression, of: inner(expression.of), key: inner(expression.key), span };
    case "splat":
      return { ...expression, of: inner(expression.of), each: inner(expression.each), span };
    case "conditional": {
      const { condition, whenTrue, whenFalse } = expression;
      return {
        ...expression,
        condition: inner(condition),
        whenTrue: inner(whenTrue),
        whenFalse: inner(whenFalse),
        span,
      };
    }
    case "unary":
      return { ...expression, operand: inner(expression.operand), span };
    case "binary":
      return { ...expression, left: inner(expression.left), right: inner(expression.right), span };
    case "tuple":
      return { ...expression, items: expression.items.map(inner), span };
    case "object": {
      const items = expression.items.map(({ key, value }) => ({ key: inner(key), value: inner(value), span }));
      return { ...expression, items, span };
    }
    case "for": {
      const condition = expression.condition && inner(expression.condition);
      const parts = { collection: inner(expression.collection), value: inner(expression.value), condition, span };
      return "key" in expression
        ? { ...expression, ...parts, key: inner(expression.key) }
        : { ...expression, ...parts };
    }
  }
}
