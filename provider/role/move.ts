import { isCommunityProvider } from "../community";
import type { MoveAnswer, MoveSource } from "../plugin/definition";
import { type Diagnostic, errorDiagnostic, Refused, warningDiagnostic } from "../plugin/diagnostics";
import { isList, type Value } from "../plugin/value";
import { stubOf } from "./stub";

/** A `postgresql_role` of the community provider as one of ours: the name, and the version of its write-only password; the rest is read from the server. */
export const roleOfTheirs = ({ provider, type, state }: MoveSource): MoveAnswer => {
  const name = state.get("name");
  if (!isCommunityProvider(provider) || type !== "postgresql_role" || typeof name !== "string")
    throw new Refused([
      errorDiagnostic(
        `${type} cannot be moved to rolegate_role`,
        `Only a \`postgresql_role\` of the community provider can be; this is of ${provider}. Remove it from the state and import the role instead.`,
      ),
    ]);
  const version = state.get("password_wo_version") ?? null;
  return {
    state: new Map([...stubOf(name)]).set("password_wo_version", typeof version === "string" && version !== "" ? version : null),
    diagnostics: said(name, state),
  };
};

/** What has no counterpart here. */
const said = (name: string, state: ReadonlyMap<string, Value>): readonly Diagnostic[] => {
  const roles = state.get("roles");
  return [
    ...(isList(roles) && roles.length > 0
      ? [
          warningDiagnostic(
            `The memberships of ${name} are not moved with it`,
            `\`roles\` gave it ${roles.map(String).join(", ")}. They stay on the server; let a \`rolegate_memberships\` own them, and import it.`,
          ),
        ]
      : []),
    ...(isText(state.get("password")) || isText(state.get("encrypted_password"))
      ? [warningDiagnostic(`The password of ${name} stays as it is`, "It leaves the state. To set another one, write `password_wo` and `password_wo_version`.")]
      : []),
    ...(state.get("skip_drop_role") === true
      ? [
          warningDiagnostic(
            `${name} had skip_drop_role`,
            "Destroying a `rolegate_role` drops the role, unless it owns something or was granted something. Protect it by `lifecycle { prevent_destroy = true }`, or forget it by a `removed` block.",
          ),
        ]
      : []),
  ];
};

const isText = (value: Value | undefined): boolean => typeof value === "string" && value !== "";
