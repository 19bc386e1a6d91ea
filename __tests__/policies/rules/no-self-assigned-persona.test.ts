import { UNKNOWN } from "../../../model/unknown";
import { facts, personaEntry } from "../../../policies/example";
import { found } from "../found";

const RULE = "no-self-assigned-persona";
const policy = (exact: boolean) => ({ personas: [personaEntry({ kind: "dba", roles: ["dba_*"], exact }), personaEntry({ kind: "app", roles: ["*_app"] })] });

test("it is a warning, and an error where the entry demands exact names", () => {
  expect(found(RULE, facts().login("dba_new"), { policy: policy(false) })).toMatchObject([{ severity: "warning", subject: "dba_new" }]);
  expect(found(RULE, facts().login("dba_new"), { policy: policy(true) })).toMatchObject([{ severity: "error", subject: "dba_new" }]);
});

test("LOGIN unknown counts as yes", () => {
  expect(found(RULE, facts().group("dba_new", { login: UNKNOWN }), { policy: policy(false) })).toHaveLength(1);
});

test("an app by pattern, and a role that others made, assigns itself nothing", () => {
  expect(found(RULE, facts().login("orders_app").member("dba_old", "pg_monitor"), { policy: policy(false) })).toEqual([]);
});
