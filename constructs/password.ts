import { type TerraformStack, TerraformVariable } from "cdktf";
import type { EnvironmentFacts } from "./environment-facts";

/**
 * The variable that carries a password: sensitive, and ephemeral, so that neither plan nor state ever holds it. The stack
 * then requires the version in which Terraform and OpenTofu learned this.
 *
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export const passwordVariable = (stack: TerraformStack, { passwords }: EnvironmentFacts, name: string): TerraformVariable => {
  const known = passwords.get(name);
  if (known !== undefined) return known;
  const variable = new TerraformVariable(stack, `password ${name}`, { type: "string", sensitive: true });
  variable.overrideLogicalId(name);
  variable.addOverride("ephemeral", true);
  if (passwords.size === 0) stack.addOverride("terraform.required_version", ">= 1.11");
  passwords.set(name, variable);
  return variable;
};
