/** Tells editors the schema of a policy file in a repository that has the package. */
export const modeline = (schema: string): string => `# yaml-language-server: $schema=../node_modules/rolegate/model/schemas/${schema}.schema.json`;

/** The policy files of a new repository, by name. */
export const POLICY_FILES = {
  "environments.yaml": `${modeline("environments")}
# The servers that the stacks apply to. Owned by the security owners: see CODEOWNERS.
environments:
  - name: prod
    kind: shared                 # nobody is given a way to the operating system; \`isolated\` needs an entry in allowlist.yaml
    postgres: 16                 # major version of the server
    platform: self-hosted        # or rds, aurora, cloud-sql, alloydb, azure-flexible, supabase, neon, crunchy, aiven, digitalocean
    endpoints:                   # the host and port that Terraform connects to
      - { host: orders.db.example.com, port: 5432 }
    databases: [orders]
    administrators: [postgres]   # exact names, the login that Terraform connects as included; listed in every report

  # A server where one named role may run programs, for a reason and until a date: see allowlist.yaml.
  # - name: migration-lab
  #   kind: isolated
  #   postgres: 16
  #   endpoints: [{ host: lab.db.example.com, port: 5432 }]
  #   systemIdentifier: "7412345678901234567"   # SELECT system_identifier FROM pg_control_system()
`,
  "personas.yaml": `${modeline("personas")}
# Which login is which, and which predefined roles its kind is approved for. What matches nothing is an app with nothing approved.
# In a pattern \`*\` is any run of characters; for ops and dba prefer exact names, so that nobody becomes one by choosing a name.
personas:
  app:
    roles: ["orders_*"]
    approved: []                 # at most roles that observe
  ops:
    roles: [ops_sre, ops_ann]
    approved: [pg_monitor, pg_signal_backend]
  # dba:
  #   roles: [dba_bob]
  #   approved: [pg_monitor, pg_signal_backend, pg_read_all_data, pg_checkpoint]

# Roles that are managed elsewhere, and what they hold.
# external:
#   - { role: platform_metrics, environment: prod, holds: [pg_monitor] }
`,
  "allowlist.yaml": `${modeline("allowlist")}
# One capability, exact roles, one isolated environment, a reason, an owner, an end. Nothing else lets a role reach the
# operating system of a server.
allowlist: []
#  - environment: migration-lab
#    capability: execute-server-program
#    roles: [etl_migrator]
#    isolation: migration-host
#    reason: "unload files are decompressed on the server"
#    owner: data-platform@example.com
#    expires: 2027-01-31
#    audit: { log_statement: all }
`,
} as const;
