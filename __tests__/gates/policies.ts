import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyData } from "../../model/policy";
import { readPolicies } from "../../readers/policy/read-policies";

export const TODAY = "2026-11-20";

const ENVIRONMENTS = `
environments:
  - name: prod
    kind: shared
    postgres: 16
    platform: self-hosted
    endpoints: [{ host: orders.db.example.com, port: 5432 }, { host: orders-standby.db.example.com }]
  - name: migration-lab
    kind: isolated
    postgres: 17
    platform: self-hosted
    endpoints: [{ host: lab.db.example.com, port: 5433 }]
    systemIdentifier: "7412345678901234567"
  - name: laptop
    kind: isolated
    postgres: 18
    platform: self-hosted
    endpoints: [{ host: 127.0.0.1, port: 55432 }, { host: /var/run/postgresql, port: 5432 }]
    systemIdentifier: "7412345678901234568"
`;
const PERSONAS = `
personas:
  app: { roles: ["*_app"], approved: [] }
  ops: { roles: [alice, bob], approved: [pg_monitor, pg_signal_backend] }
  dba: { roles: ["dba_*", etl_migrator], approved: [pg_monitor, pg_read_all_data] }
external:
  - { role: ops_wrapper, environment: prod, holds: [pg_monitor] }
`;
const ALLOWLIST = `
allowlist:
  - environment: migration-lab
    capability: execute-server-program
    roles: [etl_migrator]
    isolation: migration-host
    reason: "unload files are decompressed on the server"
    owner: data-platform@example.com
    expires: 2027-01-31
    audit: { log_statement: all }
`;

/** The policy files of the tests of gates: production, a lab with one permitted role, a laptop. */
export const POLICY: PolicyData = readPolicies(
  [
    { name: "policies/environments.yaml", text: ENVIRONMENTS },
    { name: "policies/personas.yaml", text: PERSONAS },
    { name: "policies/allowlist.yaml", text: ALLOWLIST },
  ],
  { today: TODAY },
);

export const policiesIn = (folder: string): PolicyData =>
  readPolicies(
    readdirSync(folder).map((name) => ({ name: `policies/${name}`, text: readFileSync(join(folder, name), "utf8") })),
    { today: TODAY },
  );
