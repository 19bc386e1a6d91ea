import type { TerraformResource } from "cdktf";
import { branded, ENVIRONMENT } from "./brand";
import type { EnvironmentFacts } from "./environment-facts";
import { isLiteral } from "./literal";

type Json = ReturnType<TerraformResource["toTerraform"]>;

/** Terraform type to name to arguments. */
export type WrittenJson = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/*
 * The providers' resources as we write them: literals, in which cdktf has no token to resolve. It resolves every value of a
 * stack three times, which is most of the time of a synthesis; a resource whose JSON holds no token says so and leaves.
 */
export const unresolved = (resource: TerraformResource, json: Json): Json => {
  const literals = branded<EnvironmentFacts>(resource.cdktfStack, ENVIRONMENT)?.literals ?? null;
  if (literals === null || json.moved !== undefined || json.import !== undefined || !isLiteral(json.resource)) return json;
  literals(json.resource);
  return {};
};
