import { terraform } from "../../../src/inputs/terraform/input";
import { filesOf } from "../../support/catalogue";

test.each([
  ["a plan", '{"format_version":"1.2","terraform_version":"1.11.0","planned_values":{}}', ["unreadable"]],
  ["a state", '{\n "format_version": "1.0",\n "terraform_version": "1.11.0",\n "values": {}}', ["unreadable"]],
  ["any other JSON", '{"version":"1.2","values":{}}', []],
])("%s", (_, text, codes) => {
  const { problems, facts } = terraform.read(filesOf({ "plan.json": text }), { variables: new Map() });
  expect(problems.map(({ code }) => code)).toEqual(codes);
  expect(facts).toEqual([]);
});
