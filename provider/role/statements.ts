import { identifier, literal } from "../../writers/quote";
import { alterSettings, createRoles, resetSetting } from "../../writers/roles";
import { FLAGS, isOfSameName, isSameEnd, missingSettings, type RoleFacts } from "./facts";
import { storedPassword } from "./password";

/** What becomes of the password; null: it stays as it is. */
export type PasswordChange = { readonly set: string } | "taken-away" | null;

/** The statements that turn what the server has into what is wanted; null: it has nothing. Only what differs is written, for whoever may not alter the rest. */
export const roleStatements = (found: RoleFacts | null, wanted: RoleFacts, password: PasswordChange): readonly string[] => [
  ...(found === null ? createRoles([wanted.role]) : alterations(found, wanted)),
  ...passwordStatements(wanted, password),
  ...settingStatements(found, wanted),
  ...((found?.comment ?? null) === wanted.comment
    ? []
    : [`COMMENT ON ROLE ${identifier(wanted.role.name)} IS ${wanted.comment === null ? "NULL" : literal(wanted.comment)}`]),
];

const alterations = (found: RoleFacts, wanted: RoleFacts): readonly string[] => {
  const { name, connectionLimit, validUntil } = wanted.role;
  const words = [
    ...FLAGS.filter(({ flag }) => found.role[flag] !== wanted.role[flag]).map(({ flag }) => `${wanted.role[flag] === true ? "" : "NO"}${flag.toUpperCase()}`),
    ...(found.role.connectionLimit === connectionLimit ? [] : [`CONNECTION LIMIT ${Number(connectionLimit)}`]),
    ...(isSameEnd(found, wanted) ? [] : [`VALID UNTIL ${literal(typeof validUntil === "string" ? validUntil : "infinity")}`]),
  ];
  return [
    ...(found.role.name === name ? [] : [`ALTER ROLE ${identifier(found.role.name)} RENAME TO ${identifier(name)}`]),
    ...(words.length === 0 ? [] : [`ALTER ROLE ${identifier(name)} ${words.join(" ")}`]),
  ];
};

const passwordStatements = ({ role: { name } }: RoleFacts, password: PasswordChange): readonly string[] =>
  password === null ? [] : [`ALTER ROLE ${identifier(name)} PASSWORD ${password === "taken-away" ? "NULL" : literal(storedPassword(password.set))}`];

const settingStatements = (found: RoleFacts | null, wanted: RoleFacts): readonly string[] => {
  const { name } = wanted.role;
  const stored = found?.settings ?? [];
  const gone = stored.filter((setting) => !wanted.settings.some((other) => isOfSameName(setting, other)));
  return [
    ...gone.map((setting) => resetSetting({ ...setting, role: name })),
    ...alterSettings(found === null ? wanted.settings : missingSettings(wanted, found)),
  ];
};
