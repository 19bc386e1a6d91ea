import { UNKNOWN } from "../../../model/unknown";
import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../../../policies/example";
import { lines } from "../found";

const RULE = "require-current-allowlist";
const holder = facts().login("etl_migrator", { login: UNKNOWN }).member("etl_migrator", "pg_execute_server_program", { inherit: UNKNOWN });
const at = (expires: string, graph = holder) => lines(RULE, graph, { environment: LAB_ENVIRONMENT, policy: { allowlist: [allowlistEntry({ expires })] } });
const ENTRY = "the allowlist entry for execute-server-program of etl_migrator";

test.each([
  ["2026-12-05", []],
  ["2026-12-04", [`warning lab: ${ENTRY} ends in 14 days, on 2026-12-04`]],
  ["2026-11-21", [`warning lab: ${ENTRY} ends tomorrow, on 2026-11-21`]],
  ["2026-11-20", [`warning lab: ${ENTRY} ends today, on 2026-11-20`]],
  ["2026-11-19", [`error lab: ${ENTRY} expired on 2026-11-19, and etl_migrator still reaches it`]],
])("an entry that ends on %s", (expires, expected) => {
  expect(at(expires)).toEqual(expected);
});

test("an expired entry whose roles hold nothing any more is a warning", () => {
  expect(at("2026-11-19", facts().login("etl_migrator"))).toEqual([`warning lab: ${ENTRY} expired on 2026-11-19`]);
});

test("entries of other environments are judged there", () => {
  expect(lines(RULE, holder, { policy: { allowlist: [allowlistEntry({ expires: "2026-11-19" })] } })).toEqual([]);
});
