// What GitHub's own parser says of workflows and actions, as JSON: `node --import tsx github-parser.mts FILE...`. The parser is an ES module
// that imports JSON, so it has a process of its own.
import { readFileSync } from "node:fs";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/index";

const complaints = process.argv.slice(2).map((name) => {
  const file = { name, content: readFileSync(name, "utf8") };
  const { context } = (name.endsWith("action.yml") ? parseAction : parseWorkflow)(file, new NoOperationTraceWriter());
  return [name, context.errors.getErrors().map(String)];
});
console.log(JSON.stringify(Object.fromEntries(complaints)));
