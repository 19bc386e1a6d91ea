import { DEFAULT_PROVIDERS, type PolicyData } from "../model/policy";
import type { ReaderKnowledge } from "../readers/terraform/knowledge";

/** What readers of Terraform's formats need to know of the policy files. */
export const knowledgeOf = (policy: PolicyData | null): ReaderKnowledge =>
  policy === null
    ? { providers: DEFAULT_PROVIDERS, endpoints: [] }
    : { providers: policy.providers, endpoints: policy.environments.flatMap(({ endpoints }) => endpoints) };
