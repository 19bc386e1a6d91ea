import { GuardedSignals } from "../../constructs/guarded-signals";
import { Login } from "../../constructs/login";
import { guardedSignalBody } from "../../model/guarded-signals";
import {
  AppPersona,
  appWith,
  gate2,
  type LooseEnvironment,
  OpsPersona,
  POLICIES,
  prodOf,
  removeFolders,
  type StackJson,
  synthesized,
} from "../support/constructs";

afterAll(removeFolders);

const Signals = GuardedSignals as unknown as new (scope: unknown, owner: string, props: object) => { readonly protectedGroup: unknown };

const inProd = (write: (prod: LooseEnvironment) => void, engine = "rolegate"): StackJson => {
  const app = appWith(gate2(POLICIES), POLICIES);
  write(prodOf(app, { engine, username: "tfadmin" }));
  return synthesized(app);
};

describe("GuardedSignals", () => {
  test("writes owner, group and both functions, and gate 2 knows what they give", () => {
    const { resource } = inProd((prod) => {
      const alice = new OpsPersona(prod, "ops_alice", { login: Login.external() });
      const bob = new OpsPersona(prod, "ops_bob", { login: Login.external() });
      new Signals(prod, "ops_signaller", { schema: "ops", database: "orders", cancel: [bob, alice], terminate: [alice] });
    }) as { resource: Record<string, Record<string, Record<string, unknown>>> };
    expect(Object.keys(resource.rolegate_role ?? {}).sort()).toEqual(["ops_alice", "ops_bob", "ops_signaller", "ops_signaller_protected"]);
    expect(resource.rolegate_memberships?.personas).toMatchObject({
      grants: { ops_signaller: { pg_read_all_stats: "default", pg_signal_backend: "default" } },
    });
    const functions = Object.values(resource.rolegate_function ?? {});
    expect(functions).toMatchObject([
      { name: "cancel_session", owner: "ops_signaller", executors: ["ops_alice", "ops_bob"], body: guardedSignalBody("cancel"), security_definer: true },
      { name: "terminate_session", owner: "ops_signaller", executors: ["ops_alice"], body: guardedSignalBody("terminate") },
    ]);
    expect(functions[0]?.depends_on).toEqual(
      ["rolegate_memberships.personas", ...["ops_alice", "ops_bob", "ops_signaller", "ops_signaller_protected"].map((role) => `rolegate_role.${role}`)].sort(),
    );
  });

  test("is refused for the community provider, and for an app", () => {
    const signals = (prod: LooseEnvironment): unknown => new Signals(prod, "ops_signaller", { schema: "ops", cancel: [new OpsPersona(prod, "ops_alice")] });
    expect(() => inProd(signals, "postgresql")).toThrow("the community provider cannot give a function its owner");
    expect(() => inProd((prod) => new Signals(prod, "ops_signaller", { schema: "ops", cancel: [new AppPersona(prod, "orders_app") as never] }))).toThrow(
      "`orders_app` is an app",
    );
  });
});
