import type { Explained, Explanation } from "./explanation";
import { capabilityJson, jsonText } from "./json";

/** One role, as CONTRACT.md section 3 has it. */
export const renderExplainJson = (explanation: Explanation, unseen: readonly string[]): string => jsonText({ ...explanationJson(explanation), unseen });

/** Every role. */
export const renderExplainAllJson = ({ explanations, unseen }: Explained): string =>
  jsonText({ schema: "rolegate.explain-all/1", roles: explanations.map(explanationJson), unseen });

const explanationJson = ({ environment, role, postgres, capabilities }: Explanation): object => ({
  schema: "rolegate.explain/1",
  environment,
  role,
  postgres,
  capabilities: capabilities.map(capabilityJson),
});
