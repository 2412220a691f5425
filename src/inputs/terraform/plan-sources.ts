import type { Argument, Content, Nested, Section } from "./sections";
import { argumentIn, namesIn, sectionOf, sectionsIn } from "./sections";
import { isPlainList, plainOf, plainText, keyOf, type Plain } from "./plain";
import type { ResourceInstance } from "./resources";
import type { Value } from "./value";

/** A declaration in the sources of a plan. */
export interface DeclaredBeside {
  readonly resource: ResourceInstance;
  /** Whether it is this very instance, or only one of the same block. */
  readonly is: "the same" | "of the same block";
}

/**
 * A resource of a plan that points into its sources. What the plan knows, it knows better; what it does not know before
 * apply is as the sources write it.
 */
export function withSources(planned: ResourceInstance, { resource, is }: DeclaredBeside): ResourceInstance {
  const { at, header } = resource;
  const content = joined(sectionOf(planned), sectionOf(resource), is);
  const spelling = (argument: string): string | undefined => resource.spelling(argument) ?? planned.spelling(argument);
  return { ...planned, at, header, content, spelling };
}

function joined(planned: Section, declared: Section, is: DeclaredBeside["is"]): Content {
  return {
    kind: "given",
    names: () => namesIn(planned).arguments,
    argument: (name) => joinedArgument(planned, declared, { name, is }),
    nested: (type) => joinedNested(planned, declared, { type, is }),
  };
}

function joinedArgument(
  planned: Section,
  declared: Section,
  { name, is }: Pick<DeclaredBeside, "is"> & { readonly name: string },
): Argument | undefined {
  const known = argumentIn(planned, name);
  const written = argumentIn(declared, name);
  if (!known || !written) return known && { ...known, at: declared.header, items: [] };
  const value = is === "the same" && isKnownBetter(written.value, known.value) ? written.value : known.value;
  const count = value.kind === "list" ? value.items.length : 0;
  return { value, at: written.at, items: written.items.length === count ? written.items : [] };
}

/** What is to come of a resource of the plan is known by name, and so as well as it can be. */
function isKnownBetter(written: Value, known: Value): boolean {
  if (known.kind !== "unknown") return false;
  return known.of === undefined || (written.kind === "unknown" && written.of !== undefined);
}

function joinedNested(
  planned: Section,
  declared: Section,
  { type, is }: Pick<DeclaredBeside, "is"> & { readonly type: string },
): readonly Nested[] {
  const known = sectionsIn(planned, type);
  const written = sectionsIn(declared, type);
  if (written.length > 0 && is === "the same" && known.some(({ content }) => content.kind === "unread")) return written;
  const nothingWritten: Section = { ...declared, content: { kind: "unread" } };
  const counterparts = counterpartsOf(known, written);
  return known.map((section, i): Nested => {
    const counterpart = counterparts[i] ?? nothingWritten;
    const { at, header } = counterpart;
    const content = section.content.kind === "given" ? joined(section, counterpart, is) : section.content;
    return { at, header, content, doubt: section.doubt };
  });
}

/** For each section the one that is written most like it; a plan has blocks in an order of its own. */
function counterpartsOf(known: readonly Section[], written: readonly Section[]): readonly (Section | undefined)[] {
  if (known.length === 1 && written.length === 1) return written;
  const left = new Set(written);
  return known.map((section) => {
    const candidates = [...left].map((each) => ({ each, likeness: likenessOf(section, each) }));
    const [first] = candidates.filter(({ likeness }) => likeness > 0).toSorted((a, b) => b.likeness - a.likeness);
    if (first) left.delete(first.each);
    return first?.each;
  });
}

/** How many arguments that both know are equal, less those that differ. */
function likenessOf(known: Section, written: Section): number {
  return namesIn(written).arguments.reduce((sum, name) => {
    const [a, b] = [argumentIn(known, name), argumentIn(written, name)].map((each) => each && plainOf(each.value));
    if (a === undefined || b === undefined) return sum;
    return sum + (comparable(a) === comparable(b) ? 1 : -1);
  }, 0);
}

/** The provider writes numbers as texts and the other way round, and sorts sets. */
function comparable(plain: Plain): string {
  if (isPlainList(plain)) return plain.map(comparable).toSorted().join();
  return plainText(plain)?.toLowerCase() ?? keyOf(plain);
}
