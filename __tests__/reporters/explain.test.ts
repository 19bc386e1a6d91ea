import { parse } from "yaml";
import { functionWords } from "../../model/accepted-functions";
import { NO_ORIGIN } from "../../model/access-graph";
import type { FunctionFact } from "../../model/object-facts";
import { renderExplainAllJson, renderExplainJson } from "../../reporters/explain-json";
import { renderExplainAllText, renderExplainText } from "../../reporters/explain-text";
import type { Explained, Explanation } from "../../reporters/explanation";
import { expectGolden } from "./golden";

const definer = (name: string, sha256: string | null): FunctionFact => ({
  name,
  schema: "app",
  database: "orders",
  arguments: "text",
  kind: "function",
  language: "plpgsql",
  securityDefiner: true,
  owner: "plowner",
  extension: null,
  isTrigger: false,
  isEventTrigger: false,
  publicByDefault: true,
  searchPath: null,
  sha256,
  runs: [],
  origin: NO_ORIGIN,
});

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
      source: null,
      follows: null,
    },
    {
      capability: "signal-backend",
      tier: "control",
      certainty: "certain",
      condition: null,
      path: [{ from: "etl_loader", to: "pg_signal_backend", by: "create-role", via: null }],
      postgres: [14, 15],
      source: null,
      follows: null,
    },
    { capability: "create-role", tier: "control", certainty: "certain", condition: null, path: [], postgres: [14, 15, 16], source: null, follows: null },
    {
      capability: "superuser",
      tier: "superuser",
      certainty: "conditional",
      condition: "if pg_hba.conf lets postgres log in with a password",
      path: [{ from: "etl_loader", to: "postgres", by: "credentials", via: "its md5 verifier" }],
      postgres: [14, 15, 16],
      source: null,
      follows: null,
    },
    {
      capability: "untrusted-language",
      tier: "os",
      certainty: "conditional",
      condition: "if the body of the function lets it",
      path: [
        { from: "etl_loader", to: "PUBLIC", by: "public", via: null },
        { from: "PUBLIC", to: "plowner", by: "function", via: "function app.run(text)" },
      ],
      postgres: [14, 15, 16],
      source: null,
      follows: null,
    },
    {
      capability: "write-server-files",
      tier: "files",
      certainty: "certain",
      condition: null,
      path: [{ from: "etl_loader", to: "etl", by: "set-role", via: null }],
      postgres: [14, 15, 16],
      source: "EXECUTE on function pg_catalog.lo_export(oid, text)",
      follows: null,
    },
    {
      capability: "load-server-code",
      tier: "os",
      certainty: "conditional",
      condition: "once the server reloads a file that it overwrote",
      path: [{ from: "etl_loader", to: "etl", by: "set-role", via: null }],
      postgres: [15, 16],
      source: null,
      follows: "write-server-files",
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
      source: null,
      follows: null,
    },
  ],
});

const all: Explained = {
  explanations: [etl, app("orders_app"), app("orders\u202eapp"), observer("ops_ann"), observer("metrics")],
  functions: [
    { environment: "unknown", fact: definer("run", "ab".repeat(32)) },
    { environment: "unknown", fact: definer("other", "cd".repeat(32)) },
    { environment: "prod", fact: definer("run", "ef".repeat(32)) },
  ],
  unseen: ["prod: postgresql_role.x: `roles` is `${var.roles}`", "prod: null_resource.\u001b[2J: it may run any SQL"],
};

describe("explanations", () => {
  it("read as the golden files say", () => {
    expectGolden("explain.txt", renderExplainText({ ...all, explanations: [etl, app("orders_app")] }, plain));
    expectGolden("explain.json", renderExplainJson(etl, []));
    expectGolden("explain-all.txt", renderExplainAllText(all, plain));
    expectGolden("explain-all.json", renderExplainAllJson(all));
  });

  it("have the keys of the contract, in its order", () => {
    expect(Object.keys(JSON.parse(renderExplainJson(etl, [])))).toEqual(["schema", "environment", "role", "postgres", "capabilities", "unseen"]);
    expect(Object.keys(JSON.parse(renderExplainJson(etl, [])).capabilities[0])).toEqual([
      "capability",
      "tier",
      "certainty",
      "condition",
      "path",
      "postgres",
      "source",
      "follows",
    ]);
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

  it("show what follows from a capability under it, and never as one of its own", () => {
    const text = renderExplainText({ explanations: [etl], unseen: [] }, plain);
    expect(text).toMatch(/write-server-files: .*\n.*\n.*\n {15}may lead to load-server-code, on PostgreSQL 15 and 16 only, once the server reloads/);
    expect(text.match(/load-server-code/g)).toHaveLength(1);
  });

  it("show what follows for itself where the capability that it is made of is not told", () => {
    const capabilities = etl.capabilities.filter(({ capability }) => capability === "load-server-code");
    expect(renderExplainText({ explanations: [{ ...etl, capabilities }], unseen: [] }, plain)).toMatch(/^ {2}os +load-server-code: can load native code/m);
  });

  it("tell capabilities that follow from one another in a circle once each", () => {
    const [certain] = etl.capabilities.filter(({ capability }) => capability === "execute-server-program");
    const capabilities = [
      { ...certain!, follows: "superuser" as const },
      { ...certain!, capability: "superuser" as const, tier: "superuser" as const, follows: "execute-server-program" as const },
    ];
    const text = renderExplainText({ explanations: [{ ...etl, capabilities }], unseen: [] }, plain);
    expect([...text.matchAll(/^ {2}\w+ +([\w-]+):/gm)].map(([, capability]) => capability)).toEqual(["execute-server-program", "superuser"]);
  });

  it("say of a function that leads on how it is accepted, where the input shows its digest, and what shows it where not", () => {
    const [dangerous] = etl.capabilities.filter(({ capability }) => capability === "untrusted-language");
    const reader = { ...dangerous!, capability: "read-all-data" as const, tier: "data" as const };
    const explanation = { ...etl, capabilities: [...etl.capabilities, reader] };
    const text = (sha256: string | null): string =>
      renderExplainText(
        { explanations: [explanation], unseen: [], functions: [{ environment: "unknown", fact: definer("run", sha256) }] },
        { ...plain, width: 50 },
      );
    const { functions } = parse(text("ab".repeat(32)).split(/(?=^ {2}functions:)/m)[1] ?? "");
    expect(functions).toEqual([
      {
        environment: "unknown",
        function: "app.run(text)",
        runsAs: "plowner",
        sha256: "ab".repeat(32),
        // Of tiers files, os and superuser nothing is offered: such an entry could not be read.
        gives: ["read-all-data"],
        reason: "",
        owner: "",
        expires: "",
      },
    ]);
    expect(text(null).replaceAll(/\s+/g, " ")).toContain("function app.run(text), which runs as plowner: this input does not show its digest; a live URL does");
    expect(text(null)).not.toContain("functions:");
  });

  it("keep an entry for accepted.yaml copyable whatever the names hold", () => {
    const name = 'x"\n- \u202e: {}';
    const fact = definer(name, "ab".repeat(32));
    const path = [{ from: "a", to: "plowner", by: "function" as const, via: functionWords(fact) }];
    const [reached] = etl.capabilities.filter(({ capability }) => capability === "untrusted-language");
    const explanation = { ...etl, role: "a", capabilities: [{ ...reached!, path }] };
    const text = renderExplainText({ explanations: [explanation], unseen: [], functions: [{ environment: "unknown", fact }] }, plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(parse(text.split(/(?=^ {2}functions:)/m)[1] ?? "").functions[0].function).toBe(`app.${name}(text)`);
  });
});
