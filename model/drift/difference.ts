import type { DefaultPrivilege, Grant, Membership, Origin, Ownership, Role, Setting } from "../access-graph";
import type { AccessObject } from "../access-object";
import type { Tier } from "../capability";

/** As `drift --format json` names it. */
export type DifferenceKind = "membership" | "role" | "attribute" | "setting" | "grant";
/** The same, told apart further. */
export type DifferenceSubject = "membership" | "role" | "attribute" | "setting" | "privilege" | "default privilege" | "ownership";

export const KIND_OF: Readonly<Record<DifferenceSubject, DifferenceKind>> = {
  membership: "membership",
  role: "role",
  attribute: "attribute",
  setting: "setting",
  privilege: "grant",
  "default privilege": "grant",
  ownership: "grant",
};

/** How the code knows a role: it creates it, only says something about it, or does not know it; `server`: predefined roles and PUBLIC. */
export type RoleStanding = "managed" | "named" | "unmanaged" | "server";

/** One thing that code and cluster do not have alike. */
export interface Difference {
  readonly about: DifferenceSubject;
  /** The role whose it is; `PUBLIC` for everyone. */
  readonly role: string;
  readonly standing: RoleStanding;
  /** What it is, such as `member of pg_monitor`. */
  readonly detail: string;
  /** What the code says; null where it does not have it. */
  readonly desired: string | null;
  /** What the server has; null where it does not have it. */
  readonly actual: string | null;
  /** Who granted what the server has, where the catalogs say it. */
  readonly grantor: string | null;
  /** What it is worth, where it is worth anything of the server. */
  readonly tier: Tier | null;
  /** Where the code says it, or would say it. */
  readonly origin: Origin | null;
  /** What the next apply does about it: mends it, does not see it, or sees it and cannot mend it. */
  readonly terraform: "mends" | "blind" | "cannot";
  readonly database: string | null;
  readonly mend: Mend;
}

/** What makes the server as the code says. */
export type Mend =
  | { readonly act: "create-role"; readonly role: Role }
  | { readonly act: "drop-role"; readonly name: string }
  | { readonly act: "alter-role"; readonly name: string; readonly words: string }
  | { readonly act: "set"; readonly setting: Setting }
  | { readonly act: "reset"; readonly setting: Pick<Setting, "role" | "database" | "name"> }
  | { readonly act: "grant-membership"; readonly membership: Membership }
  | { readonly act: "revoke-membership"; readonly membership: Membership }
  /** From another grantor's hand to that of whoever applies the code. */
  | { readonly act: "regrant-membership"; readonly membership: Membership; readonly from: Membership }
  | { readonly act: "grant"; readonly grants: readonly Grant[] }
  | { readonly act: "revoke"; readonly grants: readonly Grant[]; readonly grantor: string; readonly owner: string; readonly optionOnly: boolean }
  | { readonly act: "grant-default"; readonly privileges: readonly DefaultPrivilege[] }
  | { readonly act: "revoke-default"; readonly privileges: readonly DefaultPrivilege[]; readonly optionOnly: boolean }
  | { readonly act: "own"; readonly ownership: Ownership }
  /** No statement does it: something has to be made first. */
  | { readonly act: "none"; readonly why: string };

/** What was compared, and what came of it. */
export interface Drift {
  /** The most dangerous first, then by role. */
  readonly differences: readonly Difference[];
  /** Roles that only the server has, and that the policy files or the platform explain. */
  readonly tolerated: Tolerated;
  /** What cannot be told, each as a sentence with what it would take. */
  readonly untold: readonly string[];
}

export interface Tolerated {
  /** Named by `unmanaged`. */
  readonly unmanaged: readonly string[];
  /** Described by `external`. */
  readonly external: readonly string[];
  /** Administrators, the login that applies the code, the one that audits, and the vendor's own. */
  readonly administrators: readonly string[];
  /** Memberships and settings that the code does not have, of roles that `unmanaged` or `external` tolerate or that an allowlist entry demands. */
  readonly facts: number;
}

/** A name as statements and people read it: quoted where it is no plain word. */
export const wordOf = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** `table orders.invoice`, `function public.pay(integer)`, `database orders`. */
export const objectWords = ({ kind, schema, name, arguments: types }: Pick<AccessObject, "kind" | "schema" | "name" | "arguments">): string => {
  const place = schema === null || kind === "schema" ? "" : `${wordOf(schema)}.`;
  const plain = kind === "parameter" ? name : wordOf(name);
  return `${kind.replaceAll("_", " ")} ${place}${plain}${types === undefined ? "" : `(${types})`}`;
};
