import { startOf, type Problem } from "../../model/source";
import { valueOf } from "../../syntax/tree";
import { plainNode } from "./functions-encoding";
import { keyOf } from "./plain";
import { plannedResources, textOf, type PlannedResource } from "./plan-resources";
import type { PlanFile } from "./plans";

export interface PlansToRead {
  readonly plans: readonly PlanFile[];
  /** Plans that hold what one of `plans` holds. */
  readonly repeated: readonly PlanFile[];
  readonly problems: readonly Problem[];
}

/**
 * Of plans in one folder that are of the same resources, the latest; where two say the same nothing is lost, and otherwise
 * the earlier one is said to be left out. Plans of which nothing shows that they are of the same resources, such as those of
 * two environments, are all read.
 */
export function plansToRead(files: readonly PlanFile[]): PlansToRead {
  const plans: PlanFile[] = [];
  const repeated: PlanFile[] = [];
  const problems: Problem[] = [];
  for (const inFolder of byFolder(files)) {
    const left = inFolder.length < 2 ? [] : inFolder.map(stackOf).toSorted((a, b) => (a.time < b.time ? 1 : -1));
    const kept: Stack[] = [];
    for (const stack of left) {
      const later = kept.find((each) => isSameStack(each, stack));
      if (!later) kept.push(stack);
      else if (later.said === stack.said) repeated.push(stack.plan);
      else problems.push(leftOut(stack.plan, later.plan));
    }
    const isRead = new Set(kept.map(({ plan }) => plan));
    const read = left.length === 0 ? inFolder : inFolder.filter((plan) => isRead.has(plan));
    plans.push(...read);
    problems.push(...several(read));
  }
  return { plans, repeated, problems };
}

function byFolder(files: readonly PlanFile[]): Iterable<readonly PlanFile[]> {
  const folders = new Map<string, PlanFile[]>();
  for (const file of files) {
    const key = `${file.kind} ${file.folder}`;
    const before = folders.get(key);
    if (before) before.push(file);
    else folders.set(key, [file]);
  }
  return folders.values();
}

interface Stack {
  readonly plan: PlanFile;
  /** When it was planned, in UTC; nothing before Terraform 1.5. */
  readonly time: string;
  /** Resources that are there already, with the identifiers that AWS gave them. */
  readonly existing: ReadonlySet<string>;
  /** All that it says of what will be. */
  readonly said: string;
}

function stackOf(plan: PlanFile): Stack {
  const { resources } = plannedResources(plan.source, plan.tree);
  const existing = resources.flatMap((resource) => {
    const id = textOf(valueOf(resource.values, "id"));
    return id === undefined ? [] : [`${resource.address} ${id}`];
  });
  const time = textOf(valueOf(plan.tree, "timestamp")) ?? "";
  return { plan, time, existing: new Set(existing), said: resources.map(saidOf).toSorted().join("\n") };
}

function saidOf({ address, values, unknown }: PlannedResource): string {
  const parts = [values, unknown].map((node) => (node ? keyOf(plainNode(node)) : ""));
  return [address, ...parts].join(" ");
}

function isSameStack(a: Stack, b: Stack): boolean {
  return a.said === b.said || [...b.existing].some((each) => a.existing.has(each));
}

function leftOut({ source, kind }: PlanFile, later: PlanFile): Problem {
  const message = `this ${kind} was not looked at, as ${later.source.file} is of the same resources and not older; to look at it, scan it alone`;
  return { code: "unrecognised", message, at: startOf(source.file) };
}

function several([, second, ...others]: readonly PlanFile[]): readonly Problem[] {
  if (!second) return [];
  const message = `${others.length + 2} ${second.kind}s in this folder are not known to be of the same resources: each was looked at by itself, so that what they share shows once for each; to look at one, scan it alone`;
  return [{ code: "unrecognised", message, at: startOf(second.source.file) }];
}
