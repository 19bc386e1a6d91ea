import { readAs } from "../../cli/postgres/server-version";
import type { Membership } from "../../model/access-graph";
import type { Major } from "../../model/predefined-roles";
import type { Query } from "../../readers/catalog/read-cluster";
import type { ProviderContext } from "../context";
import { diagnosticsOfFindings, judgeMemberships } from "../judging";
import type { ApplyRequest, PlanAnswer, PlanRequest, ReadRequest, Resource, ResourceAnswer } from "../plugin/definition";
import { at, type Diagnostic, errorDiagnostic, Refused, warningDiagnostic } from "../plugin/diagnostics";
import { isMap, type MapValue, sameValue, type Value } from "../plugin/value";
import { readable } from "../session";
import { TRUSTED_POLICIES } from "../world";
import { changeOf } from "./change";
import { objectOfImportId } from "./import-id";
import { grantsOfRows, type MembershipRow, readRows } from "./rows";
import { claimOf, grantsOf, MEMBERSHIPS_SCHEMA, scopeOf } from "./schema";
import { type Claim, type Grants, isInScope, overlapOf, type Scope, sameClaim } from "./scope";
import { membershipStatements } from "./statements";
import { tooNewOptions, unknownPlaces, validateMemberships } from "./validate";

/** `rolegate_memberships`: every membership of the members, or in the roles, that it lists. */
export const membershipsResource: Resource<ProviderContext> = {
  schema: MEMBERSHIPS_SCHEMA,
  validate: validateMemberships,
  read: (request) => readMemberships(request),
  plan: (request) => planMemberships(request),
  apply: (request) => applyMemberships(request),
  importState: async (_, id) => objectOfImportId(id),
};

const readMemberships = async ({ context, state, signal }: ReadRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const rows = await context.transaction(async (query) => readRows(query, scopeOf(state), await majorOf(query)), signal);
  return { state: new Map(state).set("grants", liveGrants(rows, state)), diagnostics: [] };
};

/** What the server has; a member that stands there with nothing stays a member with nothing. */
const liveGrants = (rows: readonly MembershipRow[], state: MapValue): MapValue => {
  const live = new Map<string, MapValue>(grantsOfRows(rows));
  const written = state.get("grants");
  if (isMap(written)) for (const [member, roles] of written) if (isMap(roles) && roles.size === 0 && !live.has(member)) live.set(member, roles);
  return live;
};

const planMemberships = async ({ context, prior, proposed, config, signal }: PlanRequest<ProviderContext>): Promise<PlanAnswer> => {
  if (proposed === null) return { state: null, diagnostics: [] };
  const unknown = unknownPlaces(config ?? proposed);
  if (unknown.length > 0) return { state: proposed, diagnostics: unknown.map((path) => unknownDiagnostic(path, proposed)) };
  const claim = claimOf(proposed);
  claimed(context, claim);
  if (!context.isServerKnown) return { state: proposed, diagnostics: await refused(context, [claim], null) };
  const { major, rows } = await context.transaction(async (query) => {
    const version = await majorOf(query);
    return { major: version, rows: await readRows(query, claim.scope, version) };
  }, signal);
  const problems = tooNewOptions(proposed, major);
  if (problems.length > 0) throw new Refused(problems);
  const taken = prior === null ? takenOver(rows, proposed) : [];
  const isChange = prior === null || !sameValue(prior.get("grants") ?? null, proposed.get("grants") ?? null);
  return { state: proposed, diagnostics: [...taken, ...(isChange ? await refused(context, context.claims, "plan") : [])] };
};

const unknownDiagnostic = (path: ReturnType<typeof at>, proposed: MapValue): Diagnostic =>
  proposed.get("allow_unknown") === true
    ? warningDiagnostic("Not judged yet", "This is known only at apply, and is judged then, before any SQL.", path)
    : errorDiagnostic(
        "A name or option is not known at plan time",
        "Who becomes a member of what must be known to be judged. Write it out, or set `allow_unknown = true`: then it is judged at apply, before any SQL.",
        path,
      );

/** Throws `Refused` where another resource of this configuration owns the same memberships: each apply would undo the other's. */
const claimed = ({ claims }: ProviderContext, claim: Claim): void => {
  // Asked again for a replacement, and at apply.
  if (claims.some((other) => sameClaim(other, claim))) return;
  for (const other of claims) {
    const both = overlapOf(claim, other);
    if (both !== null)
      throw new Refused([
        errorDiagnostic(
          "Two resources own the same memberships",
          `Both own ${both}: each apply would undo what the other one gave. Let one of them own it.`,
          at(claim.scope.of),
        ),
      ]);
  }
  claims.push(claim);
};

/** One that was not known at plan time is among the others by now. */
const withClaim = (claims: readonly Claim[], claim: Claim): readonly Claim[] => (claims.some((other) => sameClaim(other, claim)) ? claims : [...claims, claim]);

/** What creating the resource would take away, which no plan shows. */
const takenOver = (rows: readonly MembershipRow[], proposed: MapValue): readonly Diagnostic[] => {
  const wanted = grantsOf(proposed);
  const lost = rows.filter(({ member, role }) => wanted.get(member)?.get(role) === undefined).map(({ member, role }) => `${member} in ${role}`);
  if (lost.length === 0) return [];
  const shown = `${lost.slice(0, 20).join("\n")}${lost.length > 20 ? `\nand ${lost.length - 20} more` : ""}`;
  const path = at(scopeOf(proposed).of);
  if (proposed.get("take_over") === true) return [warningDiagnostic(`Creating this revokes ${lost.length} memberships`, shown, path)];
  throw new Refused([
    errorDiagnostic(
      "The server has memberships in this scope that `grants` does not list",
      `${shown}\n\nImport the resource, so that the plan shows what it revokes, list them in \`grants\`, or set \`take_over = true\`.`,
      path,
    ),
  ]);
};

/** Throws `Refused` with what the rules refuse; else their warnings. Without a server the planned change is judged alone. */
const refused = async (context: ProviderContext, claims: readonly Claim[], moment: "plan" | "apply" | null): Promise<readonly Diagnostic[]> => {
  const { settings, today } = context;
  if (!settings.isJudging) return [];
  const live = moment === null ? null : moment === "plan" ? await context.live() : await context.liveNow();
  const trusted = await context.trustedPolicy();
  const change = changeOf(claims, live?.graph.memberships ?? []);
  const login = settings.connection.user ?? "";
  const findings = await readable(async () => judgeMemberships({ live, login, trusted, environment: settings.environment, today, ...change }));
  const pathOf = (member: string, role: string) => (isAdded(change.added, member, role) ? at("grants", member) : null);
  const diagnostics = [
    ...(live === null
      ? [
          warningDiagnostic(
            "The server is not known yet",
            "The planned memberships are judged alone now, and with everything that the server has at apply, before any SQL.",
          ),
        ]
      : []),
    ...(trusted.policy !== null && !trusted.isTrusted && findings.length > 0
      ? [
          warningDiagnostic(
            "The policy files are not vouched for",
            `\`${TRUSTED_POLICIES}\` is not their digest (${trusted.policy.sha256}), so neither allowlist nor waivers count.`,
          ),
        ]
      : []),
    ...diagnosticsOfFindings(findings, pathOf),
  ];
  if (diagnostics.some(({ severity }) => severity === "error")) throw new Refused(diagnostics);
  return diagnostics;
};

const isAdded = (added: readonly Membership[], member: string, role: string): boolean => added.some((each) => each.member === member && each.role === role);

const applyMemberships = async ({ context, prior, planned, signal }: ApplyRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const diagnostics = planned === null ? [] : await refused(context, withClaim(context.claims, claimOf(planned)), "apply");
  const scopes = [prior, planned].filter((object) => object !== null).map(scopeOf);
  await context.transaction(async (query) => {
    await query(`SELECT pg_catalog.pg_advisory_xact_lock(${LOCK_KEY})`);
    const major = await majorOf(query);
    const found = await Promise.all(scopes.map((scope) => readRows(query, scope, major)));
    const rows = distinct(found.flat());
    if (prior !== null) refuseChanged(rows, prior);
    else if (planned !== null) takenOver(rows, planned);
    const wanted = planned === null ? NOTHING : grantsOf(planned);
    if (planned !== null) {
      const problems = tooNewOptions(planned, major);
      if (problems.length > 0) throw new Refused(problems);
    }
    for (const statement of membershipStatements(rows, wanted, major)) await query(statement);
    for (const scope of scopes) await verify(query, scope, wanted, major);
  }, signal);
  return { state: planned, diagnostics };
};

/** One apply at a time changes memberships: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS */
const LOCK_KEY = "7306910284719";
const NOTHING: Grants = new Map();

const distinct = (rows: readonly MembershipRow[]): readonly MembershipRow[] => [
  ...new Map(rows.map((row) => [JSON.stringify([row.member, row.role, row.grantor]), row])).values(),
];

/** What was planned was planned for another server than this one is now. */
const refuseChanged = (rows: readonly MembershipRow[], prior: MapValue): void => {
  const scope = scopeOf(prior);
  const inScope = rows.filter(({ member, role }) => isInScope(scope, member, role));
  const known = withoutEmpty(prior.get("grants") ?? null);
  if (!sameValue(grantsOfRows(inScope), known))
    throw new Refused([
      errorDiagnostic(
        "The server changed since the plan",
        "Somebody granted or revoked memberships in this scope meanwhile. Nothing was done: plan again, and look at the difference.",
        at("grants"),
      ),
    ]);
};

const withoutEmpty = (grants: Value): Value => (isMap(grants) ? new Map([...grants].filter(([, roles]) => !isMap(roles) || roles.size > 0)) : new Map());

/** REVOKE only warns about what it could not take away. */
const verify = async (query: Query, scope: Scope, wanted: Grants, major: Major): Promise<void> => {
  const now = grantsOfRows(await readRows(query, scope, major));
  const asked = new Map(
    [...wanted].flatMap(([member, roles]) => {
      const mine = new Map([...roles].filter(([role]) => isInScope(scope, member, role)));
      return mine.size === 0 ? [] : [[member, mine] as const];
    }),
  );
  if (sameValue(now, asked)) return;
  const text = (grants: Grants): readonly string[] =>
    [...grants].flatMap(([member, roles]) => [...roles].map(([role, words]) => `${member} in ${role}: ${words}`));
  const [is, wants] = [text(now), text(asked)];
  const wrong = [...is.filter((line) => !wants.includes(line)), ...wants.filter((line) => !is.includes(line)).map((line) => `missing: ${line}`)];
  throw new Refused([
    errorDiagnostic(
      "PostgreSQL did not do what was asked",
      `${wrong.join("\n")}\n\nEverything was rolled back. A membership that another role granted goes only by that role or by a superuser.`,
      at("grants"),
    ),
  ]);
};

const majorOf = async (query: Query): Promise<Major> => {
  const [row] = (await query("SHOW server_version_num")) as readonly { readonly server_version_num: string }[];
  return readAs(Number(row?.server_version_num), "the server").major;
};
