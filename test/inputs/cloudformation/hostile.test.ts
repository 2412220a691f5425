import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

const folder = join(__dirname, "../../../fixtures/cloudformation");
const samples = ["shop.yaml", "everything-open.json"].map((file) => ({
  file,
  text: readFileSync(join(folder, file), "utf8"),
}));

/** Ways to break a text: drop a line, cut it off, or put something else where a value stands. */
const broken = fc.oneof(
  fc.record({ how: fc.constant("drop"), at: fc.nat(2000) }),
  fc.record({ how: fc.constant("cut"), at: fc.nat(6000) }),
  fc.record({
    how: fc.constantFrom("null", "[]", "[[1], {a: b}]", "7", "{}", '"x"', "!Ref Nothing", "{Fn::If: 3}"),
    at: fc.nat(2000),
  }),
);

function breakUp(text: string, { how, at }: { readonly how: string; readonly at: number }): string {
  const lines = text.split("\n");
  if (how === "cut") return text.slice(0, at % text.length);
  const line = at % lines.length;
  if (how === "drop") return lines.filter((_, i) => i !== line).join("\n");
  return lines.map((written, i) => (i === line ? written.replace(/(:\s+).*?(,?)$/, `$1${how}$2`) : written)).join("\n");
}

test.each(samples)("whatever is done to $file, it is read without an exception", ({ file, text }) => {
  fc.assert(
    fc.property(fc.array(broken, { minLength: 1, maxLength: 4 }), (ways) => {
      const reading = readingOf(cloudformation, { [file]: ways.reduce(breakUp, text) });
      for (const { at } of reading.problems) expect(at).toMatchObject({ kind: "file", file });
    }),
    { numRuns: 300 },
  );
});

test("a dropped line hides no other resource", () => {
  const { text } = samples[0]!;
  const whole = new Set(admissionsIn(readingOf(cloudformation, { "shop.yaml": text }).facts));
  const without = text.replace("          CidrIp: 0.0.0.0/0\n", "");
  const left = admissionsIn(readingOf(cloudformation, { "shop.yaml": without }).facts);
  expect(left.filter((line) => !whole.has(line))).toEqual([
    "BalancerGroup ingress BalancerGroup.SecurityGroupIngress[0]: nobody..0.0.0.0/0 ::/0 to tcp 443, by value a rule that names nobody",
  ]);
  expect(left).toHaveLength(whole.size);
});

test("aliases of aliases, and choices of choices, cost no more than they say", () => {
  const lists = Array.from({ length: 40 }, (_, i) => `  l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`).join("\n");
  const joins = Array.from({ length: 40 }, (_, i) => `  j${i + 1}: &j${i + 1} !Join ['', [*j${i}, *j${i}]]`).join("\n");
  const parameters = Array.from({ length: 30 }, (_, i) => `  P${i}: {Type: String, AllowedValues: [a, b, c]}`).join(
    "\n",
  );
  const text = `Metadata:
  l0: &l0 []
${lists}
  j0: &j0 x
${joins}
Parameters:
${parameters}
Resources:
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress: *l40
      SecurityGroupEgress:
        - {IpProtocol: -1, CidrIp: *j40}
        - {IpProtocol: -1, CidrIp: !Join ['', [${Array.from({ length: 30 }, (_, i) => `!Ref P${i}`).join(", ")}]]}
`;
  const start = performance.now();
  const { facts } = readingOf(cloudformation, { "t.yaml": text });
  expect(performance.now() - start).toBeLessThan(2000);
  expect(facts.length).toBeGreaterThan(0);
});

test("what refers to itself ends", () => {
  const text = `Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !GetAtt V.CidrBlock}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: {IpProtocol: -1, CidrIp: !GetAtt V.CidrBlock}}}
`;
  expect(admissionsIn(readingOf(cloudformation, { "t.yaml": text }).facts)[0]).toBe(
    "G ingress G.SecurityGroupIngress: nobody..0.0.0.0/0 to any, by value a value that refers to itself",
  );
});
