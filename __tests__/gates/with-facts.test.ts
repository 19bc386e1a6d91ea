import type { LiveServer } from "../../gates/live";
import { withFacts } from "../../gates/with-facts";
import type { Membership } from "../../model/access-graph";
import { EXAMPLE_ENVIRONMENT, facts } from "../../policies/example";

const ORIGIN = { address: "rolegate_memberships.apps", construct: null, file: null, line: null };
const live = { style: null, grantor: "postgres", inherit: true, set: true } as const;

/** Memberships that are left of a server's once a change was applied, as `member role`. */
const left = (scopes: readonly ["members" | "roles", string][], ...options: readonly Partial<Membership>[]): readonly string[] => {
  const server = options.reduce(
    (soFar, more) => soFar.member("app", "tool", { ...live, ...more }),
    facts().login("app").login("other").member("other", "tool", live),
  );
  const change = scopes.reduce((soFar, [of, name]) => soFar.scope(of, [name], ORIGIN), facts().member("app", "team", { style: "memberships", origin: ORIGIN }));
  const server0 = {
    environment: EXAMPLE_ENVIRONMENT,
    reading: { input: { path: "postgres://x" }, servers: [{ graph: server.graph }] },
  } as unknown as LiveServer;
  const [subject] = withFacts([{ environment: EXAMPLE_ENVIRONMENT, graph: change.graph }], server0);
  return (subject?.graph.memberships ?? []).map(({ member, role }) => `${member} ${role}`);
};

describe("what a live server holds beside a change", () => {
  test("is left where nothing owns it", () => {
    expect(left([], {})).toEqual(["app team", "other tool", "app tool"]);
  });

  test("is gone where one resource owns all memberships of a role, or in one, whoever granted it", () => {
    expect(left([["members", "app"]], {}, { grantor: "bob" })).toEqual(["app team", "other tool"]);
    expect(left([["roles", "tool"]], {}, { grantor: "bob" })).toEqual(["app team"]);
  });

  test("is left where PostgreSQL itself gave it to whoever made the role", () => {
    expect(left([["members", "app"]], { admin: true, inherit: false, set: false })).toEqual(["app team", "other tool", "app tool"]);
  });
});
