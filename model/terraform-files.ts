/** Names of files that hold Terraform's or OpenTofu's configuration. */
export const isConfiguration = (name: string): boolean => /\.(tf|tofu)(\.json)?$/.test(name);

/**
 * Terraform reads every file of these names in a folder; it skips hidden ones, but not `.auto.tfvars`.
 * https://developer.hashicorp.com/terraform/language/files
 */
export const isReadByTerraform = (name: string): boolean => (!name.startsWith(".") && isConfiguration(name)) || /\.tfvars(\.json)?$/.test(name);
