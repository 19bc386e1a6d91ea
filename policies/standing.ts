import type { AccessGraph, Role } from "../model/access-graph";
import { addTo } from "../model/add-to";
import { PUBLIC } from "../model/closure/object-index";
import { isTrustedLanguage } from "../model/extensions";
import type { ServerChange } from "../model/reading";
import type { Finding } from "../model/report";
import { isKnown, isPossiblyTrue } from "../model/unknown";
import { asServerReads } from "./names";
import type { RuleInput } from "./rule";

/** Findings that stood before the change, as it leaves them, are standing: what it brings in is judged. */
export const withStanding = (
  findings: readonly Finding[],
  before: readonly Finding[],
  inputs: readonly RuleInput[],
  written: AccessGraph,
  change: ServerChange,
): readonly Finding[] => {
  const known = new Set(before.map(keyOf));
  const candidates = findings.some((finding) => known.has(keyOf(finding)));
  const isTouched = candidates ? touching(inputs, written, change) : () => false;
  const isRewritten = ({ capability, origin }: Finding): boolean => capability === null && change.rewritten.has(origin.address ?? "");
  const stands = (finding: Finding): boolean => known.has(keyOf(finding)) && !isRewritten(finding) && !isTouched(finding);
  return findings.map((finding) => (stands(finding) ? { ...finding, status: "standing" } : finding));
};

/** What a role reaches is the same finding whatever its path; others are told apart by their words. */
const keyOf = ({ rule, subject, capability, certainty, severity, message, origin }: Finding): string =>
  JSON.stringify(capability === null ? [rule, subject, severity, message, origin.address] : [rule, subject, severity, capability, certainty]);

/** A fact that the change adds or alters: where a path would enter it, and where it would go on; null: it may give anything itself. */
interface Changed {
  readonly from: string;
  readonly to: string | null;
}

/**
 * Asks whether a path to what the finding is about may use a fact that the change adds or alters. It looks at every membership whatever its
 * options: a path too many makes a finding count that stood before, one too few would let a new way pass.
 */
const touching = (inputs: readonly RuleInput[], written: AccessGraph, change: ServerChange): ((finding: Finding) => boolean) => {
  const byEntry = new Map<string, Changed[]>();
  for (const { from, to } of changedIn(written, change)) addTo(byEntry, asServerReads(from), { from, to: to === null ? null : asServerReads(to) });
  const touched = (input: RuleInput, { subject, capability }: Finding): boolean => {
    for (const role of reachable(input, subject)) {
      for (const { to } of byEntry.get(role) ?? []) {
        if (to === null || input.closure.reaches(to).some((reach) => reach.capability === capability)) return true;
      }
    }
    return false;
  };
  return (finding) => finding.capability !== null && byEntry.size > 0 && inputs.some((input) => touched(input, finding));
};

/** Every role that a path from this one may lead through. */
const reachable = ({ index, graph, major }: RuleInput, subject: string): ReadonlySet<string> => {
  const found = new Set([subject, PUBLIC]);
  for (const role of found) {
    for (const membership of index.membershipsOf(role)) found.add(membership.role);
    for (const { role: login, name, value } of graph.settings) if (login === role && name === "role" && isKnown(value)) found.add(value);
    // Before 16 it takes any other role, and every account that is no superuser.
    if (major < 16 && isPossiblyTrue(index.role(role)?.createrole ?? false)) for (const name of index.roleNames) found.add(name);
  }
  return found;
};

function* changedIn(graph: AccessGraph, { before, kept }: ServerChange): Iterable<Changed> {
  const isNew = (fact: object): boolean => !kept.has(fact);
  const former = new Map(before.roles.map((role) => [role.name, role]));
  for (const role of graph.roles) if (isNew(role) && isStronger(role, former.get(role.name))) yield { from: role.name, to: null };
  for (const membership of graph.memberships) if (isNew(membership)) yield { from: membership.member, to: membership.role };
  for (const setting of graph.settings)
    if (isNew(setting) && setting.name === "role" && isKnown(setting.value)) yield { from: setting.role, to: setting.value };
  for (const grant of graph.grants) if (isNew(grant)) yield { from: grant.grantee, to: null };
  for (const ownership of graph.ownerships) if (isNew(ownership)) yield { from: ownership.owner, to: null };
  for (const fact of graph.functions) {
    const isCode = isPossiblyTrue(fact.securityDefiner) || !isKnown(fact.language) || !isTrustedLanguage(fact.language);
    if (isNew(fact) && isCode) yield { from: PUBLIC, to: null };
  }
}

/** What gives something to whoever has the role. */
const GIVING = ["superuser", "createrole", "createdb", "replication", "bypassrls"] as const;
const ATTRIBUTES = [...GIVING, "login", "inherit"] as const;
/**
 * Has the role an attribute that it had not, or may it have one? A change of its password or of its limits opens no way, and a new role that has no
 * attribute gives only what memberships and grants give it, which are facts of their own.
 */
const isStronger = (role: Role, former: Role | undefined): boolean =>
  former === undefined ? GIVING.some((name) => role[name] !== false) : ATTRIBUTES.some((name) => role[name] !== former[name] && role[name] !== false);
