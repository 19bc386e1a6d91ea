import { renderExplainAllJson, renderExplainJson } from "../../reporters/explain-json";
import { renderExplainAllText, renderExplainText } from "../../reporters/explain-text";
import type { Explained, Explanation } from "../../reporters/explanation";
import { expectGolden } from "./golden";

const plain = { color: false, width: 100 };

const etl: Explanation = {
  environment: "unknown",
  role: "etl_loader",
  postgres: [14, 15, 16],
  capabilities: [
    {
      capability: "execute-server-program",
      tier: "os",
      certainty: "certain",
      condition: null,
      path: [
        { from: "etl_loader", to: "etl", by: "set-role", via: null },
        { from: "etl", to: "pg_execute_server_program", by: "inherit", via: null },
      ],
      postgres: [14, 15, 16],
    },
    {
      capability: "signal-backend",
      tier: "control",
      certainty: "certain",
      condition: null,
      path: [{ from: "etl_loader", to: "pg_signal_backend", by: "create-role", via: null }],
      postgres: [14, 15],
    },
    { capability: "create-role", tier: "control", certainty: "certain", condition: null, path: [], postgres: [14, 15, 16] },
    {
      capability: "superuser",
      tier: "superuser",
      certainty: "conditional",
      condition: "the stored verifier of postgres is an md5 one",
      path: [{ from: "etl_loader", to: "postgres", by: "credentials", via: "pg_authid" }],
      postgres: [14, 15, 16],
    },
  ],
};
const app = (role: string): Explanation => ({ environment: "prod", role, postgres: [16], capabilities: [] });
const observer = (role: string): Explanation => ({
  ...app(role),
  capabilities: [
    {
      capability: "monitor",
      tier: "observe",
      certainty: "certain",
      condition: null,
      path: [{ from: role, to: "pg_monitor", by: "inherit", via: null }],
      postgres: [16],
    },
  ],
});

const all: Explained = {
  explanations: [etl, app("orders_app"), app("orders\u202eapp"), observer("ops_ann"), observer("metrics")],
  unseen: ["prod: postgresql_role.x: `roles` is `${var.roles}`", "prod: null_resource.\u001b[2J: it may run any SQL"],
};

describe("explanations", () => {
  it("read as the golden files say", () => {
    expectGolden("explain.txt", renderExplainText({ explanations: [etl, app("orders_app")], unseen: all.unseen }, plain));
    expectGolden("explain.json", renderExplainJson(etl, []));
    expectGolden("explain-all.txt", renderExplainAllText(all, plain));
    expectGolden("explain-all.json", renderExplainAllJson(all));
  });

  it("have the keys of the contract, in its order", () => {
    expect(Object.keys(JSON.parse(renderExplainJson(etl, [])))).toEqual(["schema", "environment", "role", "postgres", "capabilities", "unseen"]);
    expect(Object.keys(JSON.parse(renderExplainJson(etl, [])).capabilities[0])).toEqual(["capability", "tier", "certainty", "condition", "path", "postgres"]);
    expect(JSON.parse(renderExplainAllJson(all))).toMatchObject({
      schema: "rolegate.explain-all/1",
      roles: [{ schema: "rolegate.explain/1", role: "etl_loader" }, {}, {}, {}, {}],
    });
  });

  it("print no control or hidden character, as text and as JSON, and JSON keeps the value", () => {
    expect(renderExplainAllText(all, plain)).toMatch(/^[\x20-\x7e\n]*$/);
    const json = renderExplainAllJson(all);
    expect(json).toMatch(/^[\x20-\x7e\n]*$/);
    expect(JSON.parse(json).roles[2].role).toBe("orders\u202eapp");
  });
});
