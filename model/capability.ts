/**
 * What a role can make the server do, in tiers. The order of both tables is the order of danger, lowest first;
 * "above" and "below" mean this order.
 */
export const TIERS = ["observe", "data", "control", "files", "os", "superuser"] as const;
export type Tier = (typeof TIERS)[number];

const TIER_OF = {
  monitor: "observe",
  "read-all-settings": "observe",
  "read-all-stats": "observe",
  "stat-scan-tables": "observe",
  "guarded-signals": "observe",
  "read-all-data": "data",
  "write-all-data": "data",
  "read-credentials": "data",
  replication: "data",
  "bypass-row-security": "data",
  "signal-backend": "control",
  "create-role": "control",
  "create-database": "control",
  checkpoint: "control",
  maintain: "control",
  "create-subscription": "control",
  "reserved-connections": "control",
  "signal-autovacuum": "control",
  "alter-system": "control",
  "platform-administrator": "control",
  "read-server-files": "files",
  "write-server-files": "files",
  "execute-server-program": "os",
  "untrusted-language": "os",
  "load-server-code": "os",
  superuser: "superuser",
} as const satisfies Record<string, Tier>;

/** One thing a role can make the server do through SQL. */
export type Capability = keyof typeof TIER_OF;
export const CAPABILITIES = Object.keys(TIER_OF) as readonly Capability[];

const RANK = new Map<Tier, number>(TIERS.map((tier, rank) => [tier, rank]));

/** Position in the order of danger: 0 for observe, 5 for superuser. */
export const rankOf = (tier: Tier): number => RANK.get(tier) ?? TIERS.length;
export const tierOf = (capability: Capability): Tier => TIER_OF[capability];
export const isAbove = (tier: Tier, ceiling: Tier): boolean => rankOf(tier) > rankOf(ceiling);
export const higherTier = (a: Tier, b: Tier): Tier => (isAbove(a, b) ? a : b);

/** Tiers that no persona is ever approved for: they are allowlisted, in isolated environments, or refused. */
export const isServerTier = (tier: Tier): boolean => isAbove(tier, "control");
