import { errorDiagnostic, Refused } from "../plugin/diagnostics";
import { isList, jsonObject, type MapValue } from "../plugin/value";

/** What `terraform import` names: `members=a,b`, `roles=a,b`, or `{"members": ["a,b"]}` for names with commas. Throws `Refused` for anything else. */
export const objectOfImportId = (id: string): MapValue => {
  const simple = /^(members|roles)=(.+)$/.exec(id);
  const [, of = "", names = ""] = simple ?? [];
  const object = simple === null ? jsonObject(id) : new Map([[of, names.split(",")]]);
  const lists = [...(object ?? new Map())];
  const [list] = lists;
  if (
    lists.length !== 1 ||
    list === undefined ||
    (list[0] !== "members" && list[0] !== "roles") ||
    !isList(list[1]) ||
    list[1].length === 0 ||
    !list[1].every((name) => typeof name === "string" && name !== "")
  )
    throw new Refused([
      errorDiagnostic("That is no id of memberships", 'It is `members=ROLE,ROLE`, or `roles=ROLE,ROLE`, or `{"members": ["ROLE"]}` for names with commas.'),
    ]);
  return new Map([
    ["members", list[0] === "members" ? list[1] : null],
    ["roles", list[0] === "roles" ? list[1] : null],
    ["grants", null],
    ["take_over", null],
    ["allow_unknown", null],
  ]);
};
