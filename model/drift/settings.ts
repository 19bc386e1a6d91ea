import type { Setting } from "../access-graph";
import { isKnown } from "../unknown";
import { type Difference, wordOf } from "./difference";
import type { Found } from "./memberships";
import type { DriftScope } from "./scope";
import { isShownSetting, sameSetting } from "./values";

/** What Terraform's provider writes, and so reads. */
const WRITTEN: ReadonlySet<string> = new Set(["search_path", "statement_timeout", "idle_in_transaction_session_timeout", "role"]);

/** Settings of the roles that the code creates: it says all that they are to have. */
export const compareSettings = (scope: DriftScope, found: Found): void => {
  const { desired, live, managed, liveRoles } = scope;
  const wanted = new Map(desired.settings.filter(({ role }) => managed.has(role)).map((setting) => [keyOf(setting), setting]));
  const stored = new Map(live.graph.settings.filter(({ role }) => managed.has(role)).map((setting) => [keyOf(setting), setting]));
  for (const [key, setting] of wanted) {
    if (!isKnown(setting.value)) {
      found.untold.push(`${setting.name} of ${wordOf(setting.role)}: the code does not say it, at ${setting.origin.address ?? "?"}`);
      continue;
    }
    const is = storedIn(stored.get(key));
    if (is !== null && sameSetting(setting.name, setting.value, is)) continue;
    found.differences.push({
      ...common(scope, setting),
      desired: setting.value,
      actual: is,
      origin: setting.origin,
      terraform: "mends",
      mend: { act: "set", setting },
    });
  }
  for (const [key, setting] of stored) {
    if (wanted.has(key) || !liveRoles.has(setting.role)) continue;
    const is = storedIn(setting) ?? "";
    if (scope.demandedSettings.some(([name, value]) => name === setting.name && sameSetting(name, value, is))) {
      found.tolerated += 1;
      continue;
    }
    found.differences.push({
      ...common(scope, setting),
      desired: null,
      actual: isShownSetting(setting.name) ? is : "(a value of its own)",
      origin: managed.get(setting.role)?.origin ?? null,
      terraform: setting.database === undefined && WRITTEN.has(setting.name) ? "mends" : "blind",
      mend: { act: "reset", setting },
    });
  }
};

const keyOf = ({ role, database, name }: Setting): string => JSON.stringify([role, database ?? null, name.toLowerCase()]);
const storedIn = (setting: Setting | undefined): string | null => (setting === undefined || !isKnown(setting.value) ? null : setting.value);

const common = (
  scope: DriftScope,
  { role, database, name }: Setting,
): Pick<Difference, "about" | "role" | "standing" | "detail" | "tier" | "database" | "grantor"> => ({
  about: "setting",
  role,
  standing: scope.standingOf(role),
  detail: `setting ${name}${database === undefined ? "" : ` in database ${wordOf(database)}`}`,
  tier: null,
  database: database ?? null,
  grantor: null,
});
