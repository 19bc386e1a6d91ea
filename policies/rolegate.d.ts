// Written by `rolegate types` from the YAML files beside it: run it again after a change of them. Types only: the gates read the YAML.
import "rolegate";

declare module "rolegate" {
  interface Register {
    environments: {
      prod: { kind: "shared"; postgres: 16; databases: "orders"; permits: {} };
      "migration-lab": { kind: "isolated"; postgres: 17; databases: "staging"; permits: { "execute-server-program": "etl_migrator" } };
    };
    personas: { app: string; ops: `ops_${string}` | "alice" | "bob" | "postgres_exporter"; dba: "dba_team" | "dba_ann" | "etl_migrator" };
  }
}
