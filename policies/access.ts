import type { AccessRow, Permission } from "../model/access-report";
import { rankOf, tierOf } from "../model/capability";
import type { PolicyData, PolicySource } from "../model/policy";
import type { Finding } from "../model/report";
import { compared } from "./compared";
import type { Held } from "./held";
import { inputAt, sharedInput } from "./input";
import type { Subject } from "./judge";
import type { RuleInput } from "./rule";

/** Who reaches what in one live cluster, and what of the policy files permits it; `findings` are those of the same cluster, waivers applied. */
export const accessOf = ({ environment, graph }: Subject, policy: PolicyData | null, today: string, findings: readonly Finding[]): readonly AccessRow[] => {
  const shared = sharedInput(environment, graph, policy, today);
  const waived = new Map(findings.flatMap((finding) => (finding.waiver === null ? [] : [[keyOf(finding), finding.waiver] as const])));
  const [major] = environment.majors;
  if (major === undefined) return [];
  const input = inputAt(major, shared);
  const rows = input.ofConcern().map(({ role, held }): AccessRow => {
    const { capability, certainty, condition, path, source } = held.reach;
    const about = { environment: environment.name, role, tier: held.judgedTier, capability, certainty, condition, path, source };
    const waiver = waived.get(keyOf({ environment: environment.name, subject: role, capability }));
    const permitted = permissionOf(role, held, input) ?? (waiver === undefined ? null : permission("waiver", null, { ...waiver, until: waiver.expires }));
    return { ...about, permitted };
  });
  return [...administrators(input), ...rows].sort(
    (a, b) => rankOf(b.tier) - rankOf(a.tier) || compared(a.role, b.role) || compared(a.capability, b.capability),
  );
};

const keyOf = ({ environment, subject, capability }: Pick<Finding, "environment" | "subject" | "capability">): string =>
  JSON.stringify([environment, subject, capability]);

const permission = (by: Permission["by"], source: PolicySource | null, more: Partial<Permission> = {}): Permission => ({
  by,
  entry: source === null ? null : `${source.file}:${source.line}`,
  owner: more.owner ?? null,
  reason: more.reason ?? null,
  until: more.until ?? null,
});

const permissionOf = (role: string, { reach, ruling }: Held, { environment, policy, accepted, today, persona }: RuleInput): Permission | null => {
  if (ruling === "allowlisted") {
    const entries = (policy?.allowlist ?? []).filter((entry) => entry.environment === environment.name && today <= entry.expires && entry.roles.includes(role));
    const entry = entries.find(({ capability }) => capability === reach.capability) ?? entries.find(({ capability }) => tierOf(capability) === "os");
    return entry === undefined ? null : permission("allowlist", entry.source, { owner: entry.owner, reason: entry.reason, until: entry.expires });
  }
  if (ruling !== "approved") return null;
  if (reach.kind === "accepted-function") {
    const entry = accepted.find(({ function: name, gives }) => gives.includes(reach.capability) && reach.path.some(({ via }) => via?.includes(name)));
    return entry === undefined
      ? permission("accepted-function", null)
      : permission("accepted-function", entry.source, { owner: entry.owner, reason: entry.reason, until: entry.expires });
  }
  const { kind, matches } = persona(role);
  const match = matches.find(({ entry }) => entry.kind === kind);
  if (match === undefined) return permission("audit-login", environment.policy?.source ?? null);
  return permission("approved", match.entry.source, { reason: match.entry.name ?? kind });
};

/** Administrators that exist: they may do everything, by the owners' own word. */
const administrators = ({ environment, index }: RuleInput): readonly AccessRow[] =>
  environment.administrators.flatMap((role): readonly AccessRow[] =>
    index.role(role) === undefined
      ? []
      : [
          {
            environment: environment.name,
            role,
            tier: "superuser",
            capability: "superuser",
            certainty: "certain",
            condition: null,
            path: [],
            source: null,
            permitted: permission("administrator", environment.policy?.source ?? null),
          },
        ],
  );
