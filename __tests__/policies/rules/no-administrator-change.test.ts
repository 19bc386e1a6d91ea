import { NO_ORIGIN } from "../../../model/access-graph";
import { UNKNOWN } from "../../../model/unknown";
import { facts } from "../../../policies/example";
import { found } from "../found";

const RULE = "no-administrator-change";

test("what catalogs show is no change", () => {
  const graph = facts().login("postgres", { origin: NO_ORIGIN }).member("ann", "postgres", { origin: NO_ORIGIN });
  expect(found(RULE, graph)).toEqual([]);
});

test("a role under an administrator's name counts whatever is unknown of it", () => {
  expect(found(RULE, facts().group("postgres", { login: UNKNOWN, superuser: UNKNOWN }))).toMatchObject([{ subject: "postgres", severity: "error" }]);
});

test("a name that the server reads as an administrator's counts", () => {
  expect(found(RULE, facts().login("postgres\0x"))).toMatchObject([{ subject: "postgres" }]);
});

test("a provider's login is none", () => {
  expect(found(RULE, facts().login("terraform"), { environment: { providerLogins: ["terraform"] } })).toEqual([]);
});
