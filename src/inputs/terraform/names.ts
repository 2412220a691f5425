import { comparePlaces, type FilePlace } from "../../model/source";
import type { Scope } from "./scope";
import { errorValue, primitive, unknownValue, type Value } from "./value";

interface Asked {
  readonly scope: Scope;
  readonly at: FilePlace;
}

/** A value, and how many of the names after the first it took to find it. */
interface Named {
  readonly value: Value;
  readonly used: number;
}

/**
 * What the first name of a chain stands for, together with those that follow (Terraform language, "References to Named
 * Values"). A following link that is no name is undefined.
 */
export function named(root: string, following: readonly (string | undefined)[], { scope, at }: Asked): Named {
  const own = scope.own.get(root);
  if (own) return { value: own, used: 0 };
  const [first] = following;
  switch (root) {
    case "var":
      return found(first, (name) => scope.module.variable(name, at), at);
    case "local":
      return found(first, (name) => scope.module.local(name, at), at);
    case "module":
      return found(first, (name) => scope.module.module(name, at), at);
    case "path":
      return found(first, (name) => path(name, { scope, at }), at);
    case "data":
    case "ephemeral":
      return elsewhere(root, following, at);
    case "terraform":
    case "each":
    case "count":
    case "self":
      return elsewhere(root, following.slice(0, 1), at);
    case "True":
    case "False":
      return { value: pythonTruth(root, { scope, at }), used: 0 };
    default:
      if (first === undefined && scope.module.isTemplate)
        return { value: errorValue(`${root}, which the template is not given`, at), used: 0 };
      if (first === undefined) return { value: unknownBy([root], at), used: 0 };
      return { value: scope.module.resource(root, first, at), used: 1 };
  }
}

function found(name: string | undefined, look: (name: string) => Value, at: FilePlace): Named {
  return name === undefined
    ? { value: errorValue("a reference without a name", at), used: 0 }
    : { value: look(name), used: 1 };
}

function path(name: string, { scope, at }: Asked): Value {
  const { folder, rootFolder } = scope.module;
  if (name === "module") return primitive(folder);
  if (name === "root") return primitive(rootFolder);
  return unknownBy(["path", name], at);
}

/** What Terraform refuses to take for a resource is read as what whoever wrote it meant, and said. */
function pythonTruth(root: "True" | "False", { scope, at }: Asked): Value {
  const { problems } = scope.work;
  const message = `Terraform knows no ${root}; write ${root.toLowerCase()}`;
  if (!problems.some((problem) => problem.message === message && comparePlaces(problem.at, at) === 0))
    problems.push({ code: "invalid-value", message, at });
  return primitive(root === "True");
}

/** A value that something outside of the input gives: a data source, the workspace. */
function elsewhere(root: string, following: readonly (string | undefined)[], at: FilePlace): Named {
  const end = following.indexOf(undefined);
  const names = following.slice(0, end === -1 ? 3 : Math.min(end, 3)).filter((name) => name !== undefined);
  return { value: unknownBy([root, ...names.slice(0, 2)], at), used: Math.min(names.length, 2) };
}

function unknownBy(names: readonly string[], at: FilePlace): Value {
  return unknownValue([{ kind: "reference", name: names.join("."), at }]);
}
