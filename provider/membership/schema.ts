import { DEFAULT_WORD } from "../../model/membership-options";
import type { MembershipPlaces } from "../memberships/change";
import type { Claim } from "../memberships/scope";
import { at } from "../plugin/diagnostics";
import type { Schema } from "../plugin/schema";
import type { MapValue, Value } from "../plugin/value";

export const MEMBERSHIP_SCHEMA: Schema = {
  version: 0,
  description:
    "One membership. For a few of them, and for moves from other providers: `rolegate_memberships` owns many at once, and takes away what was granted by hand.",
  attributes: {
    member: { type: "string", description: "Who becomes a member.", mode: "required" },
    role: { type: "string", description: "Of what.", mode: "required" },
    options: {
      type: "string",
      description:
        "As in `rolegate_memberships`: `default` (INHERIT and SET, no ADMIN), or `admin`, `noinherit` and `noset`, joined by commas in this order. Default: `default`.",
      mode: "optional",
    },
    allow_unknown: {
      type: "bool",
      description: "`true`: names and options that are known only at apply are judged then, before any SQL. Default: they are refused at plan time.",
      mode: "optional",
    },
  },
};

/** An object of the schema. */
export const membershipObject = (member: string, role: string, options: string | null): MapValue =>
  new Map<string, Value>([
    ["member", member],
    ["role", role],
    ["options", options],
    ["allow_unknown", null],
  ]);

/** The one membership that the resource owns, with its options. */
export const claimOf = (object: MapValue): Claim => {
  const [member, role] = [String(object.get("member")), String(object.get("role"))];
  const options = object.get("options");
  return { scope: { of: "pair", member, role }, grants: new Map([[member, new Map([[role, typeof options === "string" ? options : DEFAULT_WORD]])]]) };
};

export const MEMBERSHIP_PLACES: MembershipPlaces = { scope: at("role"), of: () => at("role") };
