import fc from "fast-check";

/** A module of `terraform_data` resources and of calls to modules of its own, each there once, or as often as it says. */
export interface ModuleTree {
  readonly resources: readonly { readonly repeats: Repeats; readonly input: string }[];
  readonly calls: readonly { readonly repeats: Repeats; readonly module: ModuleTree }[];
}

/** Meta-arguments that repeat a block, and what names the copy within it. */
export interface Repeats {
  readonly written: string;
  readonly own: "" | "count.index" | "each.key" | "each.value";
}

const counts = [
  "0",
  "1",
  "3",
  "var.n",
  "length(var.names)",
  "local.on ? 2 : 0",
  "local.on ? 0 : 1",
  '"2"',
  "max(1, var.n)",
];
const sets = [
  'toset(["a", "b", "a"])',
  "toset(var.names)",
  'toset(["a.b", "it \\"is\\"", "ü", "$${x}"])',
  "toset([])",
  "toset([for n in var.names : upper(n) if n != var.names[0]])",
  "setsubtract(var.names, [var.names[0]])",
];
const maps = [
  '{ x = "1", y = "2" }',
  "{ for i, n in var.names : n => i }",
  "merge({ z = 0 }, local.on ? { w = 1 } : {})",
  "zipmap(var.names, range(length(var.names)))",
  "{ for n in var.names : substr(n, 0, 1) => n... }",
  "local.none",
];

const repeats: fc.Arbitrary<Repeats> = fc.oneof(
  fc.constant({ written: "", own: "" } as const),
  fc.constantFrom(...counts).map((text): Repeats => ({ written: `count = ${text}`, own: "count.index" })),
  fc.constantFrom(...sets).map((text): Repeats => ({ written: `for_each = ${text}`, own: "each.key" })),
  fc.constantFrom(...maps).map((text): Repeats => ({ written: `for_each = ${text}`, own: "each.value" })),
);

const inputs = fc.constantFrom(
  "var.n",
  'join("-", var.names)',
  '"${path.module}/${var.n + 1}"',
  "local.on",
  "local.sizes",
);

function treesOf(depth: number): fc.Arbitrary<ModuleTree> {
  const calls =
    depth === 0
      ? fc.constant([])
      : fc.array(fc.record({ repeats, module: treesOf(depth - 1) }), { maxLength: 2, minLength: 1 });
  return fc.record({
    resources: fc.array(fc.record({ repeats, input: inputs }), { minLength: depth === 0 ? 1 : 0, maxLength: 2 }),
    calls,
  });
}

export const moduleTrees = treesOf(2);

const preamble = `variable "n" {
  type    = number
  default = 1
}
variable "names" {
  type    = list(string)
  default = ["p", "q"]
}
locals {
  on    = var.n < 2
  none  = { for k, v in { a = 1 } : k => v if v > var.n + 1 }
  sizes = [for name in var.names : length(name)]
}
`;

/** The files of a tree whose root module is a folder. */
export function filesOfTree({ resources, calls }: ModuleTree, folder: string): Readonly<Record<string, string>> {
  const data = resources.map(
    ({ repeats: { written, own }, input }, i) =>
      `resource "terraform_data" "r${i}" {\n  ${written}\n  input = [${input}${own === "" ? "" : `, ${own}`}]\n}\n`,
  );
  const called = calls.map(({ repeats: { written, own } }, i) => {
    const given =
      own === "count.index" ? "n = count.index" : own === "" ? "n = var.n + 1" : `names = ["k-\${each.key}", "q"]`;
    return `module "m${i}" {\n  source = "./m${i}"\n  ${written}\n  ${given}\n}\n`;
  });
  const below = calls.map(({ module }, i) => filesOfTree(module, `${folder}/m${i}`));
  return Object.assign({ [`${folder}/main.tf`]: [preamble, ...data, ...called].join("\n") }, ...below) as Record<
    string,
    string
  >;
}
